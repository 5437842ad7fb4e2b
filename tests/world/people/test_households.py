from nps_chain.world.draft import Output
from nps_chain.world.people.gambling import Gambling
from nps_chain.world.people.households import Habits, Household
from nps_chain.world.people.merchants import Merchant, Processor
from nps_chain.world.software import KINDS
from tests.world.people.stage import COIN, Stage, purposes

NOTHING = dict.fromkeys(("sell", "invoice", "shop", "gamble", "person", "own", "save"), 0)


class Home:
    """A household that pays for one thing only, and all services where it may pay."""

    def __init__(self, software="mobile 2", later="", change_day=0, days=14, **habits):
        self.stage = stage = Stage()
        self.shop = Merchant(stage.economy, "Oakrow Books", exchange=stage.exchange)
        hidden = Merchant(stage.economy, "Quillmark", exchange=stage.exchange, public=False)
        self.processor = Processor(stage.economy, "Paywick", exchange=stage.exchange)
        Processor(stage.economy, "Paywick 2", exchange=stage.exchange)  # without shops so far
        self.processor.shops.append(hidden)
        self.site = Gambling(stage.economy, "Luckfen", exchange=stage.exchange, float_=0)
        often = {"every": 2 * 1440, "payments": (2, 2), "purchases": (2, 2), "tidies": 0}
        self.home, self.other = (
            Household(
                stage.economy, name, software=software, home=stage.exchange, later=later,
                change_day=change_day, habits=Habits(**often | NOTHING | asked),
            )
            for name, asked in (("Ann", habits), ("Bob", {"every": 60 * 1440}))
        )  # fmt: skip
        stage.begin()
        stage.until(days)

    def payments(self, *kinds):
        return [
            draft for draft in self.stage.mined
            if draft.senders[0].entity is self.home.entity and (not kinds or draft.kind in kinds)
        ]  # fmt: skip


def _to(drafts, purpose):
    return {o.address.wallet for draft in drafts for o in draft.outputs if o.purpose == purpose}


def test_each_habit_pays_where_it_says():
    for habit, kind, purpose, to in (
        ("sell", "deposit", "deposit", lambda all_: all_.stage.exchange.deposits),
        ("invoice", "payment", "payment", lambda all_: all_.processor.invoices),
        ("shop", "payment", "payment", lambda all_: all_.shop.main),
        ("gamble", "payment", "payment", lambda all_: all_.site.main),
        ("person", "payment", "payment", lambda all_: all_.other.main),
        ("own", "self_transfer", "self_transfer", lambda all_: all_.home.main),
        ("save", "self_transfer", "self_transfer", lambda all_: all_.home.savings),
    ):
        all_ = Home(**{habit: 1})
        paid = all_.payments()
        assert len(paid) >= 4, habit
        assert {draft.kind for draft in paid} == {kind}, habit
        assert _to(paid, purpose) == {to(all_)}, habit
        assert all_.stage.books_add_up()


def test_who_has_nothing_to_pay_for_only_buys():
    all_ = Home()
    assert all_.payments() == []
    assert all_.home.main.balance > 0
    assert {entry.what for entry in all_.stage.exchange.history["Ann"]} == {"bought", "withdrawal"}


def test_what_is_sold_leaves_nothing_in_the_account():
    all_ = Home(sell=1)
    assert all_.stage.exchange.accounts["Ann"] == 0
    assert "sold" in [entry.what for entry in all_.stage.exchange.history["Ann"]]


def test_what_a_session_leaves_is_put_in_one_place():
    all_ = Home(shop=1, tidies=1000, days=40, payments=(1, 1), purchases=(4, 4), paid=10**6)
    whole = [draft for draft in all_.payments() if len(draft.outputs) == 1]
    assert {draft.kind for draft in whole} == {"self_transfer", "deposit"}
    assert all(len(draft.inputs) > 1 for draft in whole)
    assert _to(whole, "self_transfer") == {all_.home.savings}
    assert _to(whole, "deposit") == {all_.stage.exchange.deposits}


def test_savings_are_never_spent():
    all_ = Home(save=1, own=1, days=20)
    spent = {coin.address.wallet for draft in all_.payments() for coin in draft.inputs}
    assert spent == {all_.home.main}
    assert all_.home.savings.balance > 0


def test_another_program_goes_on_with_the_same_addresses():
    all_ = Home("mobile 2", "core", 12, days=20, person=1)
    old, new = KINDS["mobile 2"], KINDS["core"]
    before, after = (
        [draft for draft in all_.payments() if (draft.minute < 11 * 1440) == early]
        for early in (True, False)
    )
    assert {(draft.version, draft.locktime > 0) for draft in before} == {(1, False)}
    assert {(draft.version, draft.locktime > 0) for draft in after} == {(2, True)}
    software = all_.home.main.software
    assert software.name == "mobile 2, then core"
    assert (software.selection, software.order) == (new.selection, new.order)
    assert (software.receive, software.change_lock, software.change) == (
        old.receive, old.change_lock, old.change,
    )  # fmt: skip
    assert all_.home.savings.software is old


def test_whose_change_came_back_to_his_address_goes_on_so_with_another_program():
    all_ = Home("web", "legacy new", 12, days=20, person=1)
    after = [draft for draft in all_.payments() if draft.minute >= 11 * 1440]
    assert {draft.version for draft in after} == {2}
    assert {
        output.address for draft in after for output in draft.outputs if output.purpose == "change"
    } == {all_.home.receive_address()}


def test_coins_are_ordered_and_come_within_hours_to_the_one_address():
    stage = Stage()
    home = Household(
        stage.economy, "Ann", software="web", home=stage.exchange, habits=Habits(every=10**6)
    )
    stage.begin()
    deed = stage.economy.books.deed("wish", "coins are ordered")
    assert home.pay_out(Output(COIN, stage.miner.receive_address(), "payment"), "payment") is None
    home.top_up(2 * COIN, deed)
    stage.play(10)
    (coin,) = home.main.coins
    assert (coin.value, coin.address) == (2 * COIN, home.receive_address())
    assert coin.draft.outputs[coin.n].deed == deed
    assert home.lock == "p2pkh"
    paid = home.pay_out(Output(COIN, stage.miner.receive_address(), "payment"), "payment")
    assert purposes(paid) == ["change", "payment"]
    assert stage.exchange.accounts == {"Ann": 0}
