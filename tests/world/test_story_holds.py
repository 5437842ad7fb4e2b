"""The story holds: each row of its tables is found in truth, chain, pages and folders.

``pytest -s`` prints for each vendor the way from a buyer's purchase to money.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

import nps_chain as nps
from nps_chain.trace.coinjoin.blocksci import blocksci_rule
from tests.world.story_told import told

CLASSROOMS = [pytest.param(("classroom", seed), marks=pytest.mark.slow) for seed in range(6)]
NAMED = ("saltmeadow", "graphite_owl", "paper-lynx", "tin_harbour", "coldquay")


@pytest.fixture(params=[("tiny", 0), *CLASSROOMS], ids=lambda one: f"{one[0]}-{one[1]}")
def it(request):
    return told(*request.param)


@pytest.fixture(params=CLASSROOMS, ids=lambda one: f"{one[0]}-{one[1]}")
def whole(request):
    """A world that lasts long enough for all of the story."""
    return told(*request.param)


def date_of(day):
    """The morning of a day at which agencies buy."""
    return datetime(2025, 1, 1, 10, tzinfo=UTC) + timedelta(days=day - 1)


# Places and agencies.


def test_each_agency_is_there_with_its_folder_and_the_exchange_that_it_can_ask(it):
    marks = {
        "purchases": "purchases/purchases.csv",
        "pages": "keys/keys.csv",
        "phone": "phone/history.csv",
    }
    for agency in it.story.agencies:
        assert tuple(it.entities.loc[agency.short]) == ("agency", agency.country)
        readme = it.folder(agency.role)["README.txt"].decode()
        assert readme.startswith(f"{agency.name} ({agency.short}), {agency.country}:")
        assert (f"the exchange {agency.exchange}:" in readme) == bool(agency.exchange)
        held = [role for role, path in marks.items() if path in it.folder(agency.role)]
        assert held == [agency.role]


def test_the_buyer_holds_three_purchases_on_their_days(it):
    bought = it.csv("purchases", "purchases/purchases.csv")
    days = (it.days.purchase_1, it.days.purchase_2, it.days.purchase_3)
    assert [one["ordered"] for one in bought] == [
        f"{day:%Y-%m-%dT%H:%M:%SZ}" for day in map(date_of, days)
    ]
    market_1, market_2 = (market.name for market in it.story.markets)
    assert [one["market"] for one in bought] == [market_1, market_2, market_2]


def test_who_reads_pages_holds_both_markets_shops_a_forum_and_a_signed_message(it):
    held = it.folder("pages")
    for start in ("pages/forum/", "pages/shop-", "keys/", "signed/", "scam-sites.csv"):
        assert any(path.startswith(start) for path in held), start
    for market in it.story.markets:
        assert any(path.startswith(f"pages/{market.name.lower()}/") for path in held)
    assert any(it.facts.signed.address.encode() in data for path, data in held.items()
               if path.startswith("signed/"))  # fmt: skip


def test_who_seized_the_phone_holds_a_parcel_and_a_report_that_names_the_exchange(it):
    held, name = it.folder("phone"), it.story.exchange("in full").name
    assert "parcel/seizure.txt" in held
    accounts = [text for one in it.facts.vendor("saltmeadow").accounts for text in one.addresses]
    (tag,) = [tag for tag in it.tags("phone") if tag["label"] == f"account at {name}"]
    assert tag["address"] in accounts
    assert f"reports/{tag['source']}.txt" in held


def test_one_exchange_answers_in_full_one_in_part_one_never(it):
    for told_, status in zip(it.story.exchanges, ("full", "in part", "none"), strict=True):
        assert it.entities.loc[told_.name].kind == "exchange"
        manner = it.world.exchanges[told_.name]["manner.csv"].decode()
        assert manner.splitlines()[1].startswith(f"{status},{told_.days},")


# Markets and vendors.


def test_the_custodial_market_pools_deposits_and_pays_in_batches(it):
    market = it.story.market("lanternfen")
    assert it.entities.loc[market.name].kind == "market"
    deposits = it.sent("market_deposit")
    assert set(deposits[deposits.purpose == "deposit"].wallet) == {f"{market.name}, deposits"}
    swept = it.between(market.name, market.name)
    assert f"{market.name}, hot" in set(swept[swept.purpose == "sweep"].wallet)
    paid = it.sent("vendor_payout")
    paid = paid[paid.purpose == "payout"]
    assert paid.groupby("txid").size().max() >= 2
    assert {it.entities.loc[name].kind for name in paid.to} == {"vendor"}


def test_the_market_leaves_with_the_money_within_six_hours_and_in_four_ways(it):
    exit_, day = it.facts.exit, it.days.exit
    heights = {paid.height for paid in exit_.moves}
    assert {(height - 1) // 24 + 1 for height in heights} == {day}
    assert max(heights) - min(heights) <= 6
    paid = it.sent("vendor_payout")
    assert paid.day.max() <= day
    parts = {part: [it.outputs[it.outputs.txid == paid.txid] for paid in drafts]
             for part, drafts in exit_.parts}  # fmt: skip
    ends = {"swap": "Ferry", "gambling": "Luckfen", "exchange": it.story.exchange("never").name}
    for part, name in ends.items():
        assert any(name in set(outputs.to) for outputs in parts[part]), part
    mixed = it.sent("coinjoin")
    assert mixed.senders.str.contains(f"{exit_.market}, mixing of the loot", regex=False).any()


def test_the_other_market_opens_later_and_holds_each_order_in_escrow(it):
    market = it.story.market("quincegate")
    escrow = it.sent("escrow")
    escrow = escrow[escrow.purpose == "escrow"]
    assert escrow.day.min() >= market.opens == it.days.quincegate_opens
    assert set(escrow.wallet) == {f"{market.name}, escrow"}
    released = it.sent("escrow_release")
    assert set(released.groupby("txid").size()) <= {1, 2}
    sold = released[(released.purpose == "release") & (released.to != market.name)]
    assert {it.entities.loc[name].kind for name in sold.to} == {"vendor"}


def test_saltmeadow_is_one_person_with_one_key_and_two_wallets_that_never_meet(it):
    vendor = it.facts.vendor("saltmeadow")
    salt, brine = vendor.shops
    assert it.entities.loc[vendor.name].country == it.story.agency("purchases").country
    for names in it.world.truth.transactions.senders.astype(str).unique():
        assert not {salt.wallet, brine.wallet} <= {*names.split("+")}
    both = {salt.wallet, brine.wallet}
    across = it.outputs[it.outputs.senders.isin(both) & it.outputs.wallet.isin(both)]
    assert (across.senders == across.wallet).all()
    keys = it.csv("pages", "keys/keys.csv")
    prints = {one["handle"]: one["fingerprint_as_shown"] for one in keys}
    assert prints[salt.handle] == prints[brine.handle]
    wages = Counter(wage.shop for wage in it.facts.phone.wages)
    assert {*wages} == {salt.key, brine.key}
    assert all(many >= 2 for many in wages.values())
    for account in vendor.accounts:
        assert account.exchange == it.story.exchange("in full").name
        assert len(account.addresses) == 1
        peeled = [it.outputs[it.outputs.txid == paid.txid] for paid in account.deposits]
        assert sum((outputs.kind == "peel").all() for outputs in peeled) >= 3


def test_graphite_owl_mixes_and_then_uses_the_exchange_that_answers_in_part(whole):
    vendor = whole.facts.vendor("graphite_owl")
    assert whole.entities.loc[vendor.name].country == whole.story.agency("pages").country
    assert len(whole.between(vendor.name, "Millrow"))
    assert {one.exchange for one in vendor.accounts} == {whole.story.exchange("in part").name}
    assert any(one.deposits for one in vendor.accounts)


def test_paper_lynx_pays_many_couriers_small_sums_and_joins(it):
    vendor = it.facts.vendor("paper-lynx")
    assert it.entities.loc[vendor.name].country == it.story.agency("phone").country
    wages = it.outputs[(it.outputs.by == vendor.name) & (it.outputs.purpose == "wage")]
    carriers = {one.name for one in it.story.couriers if one.drops}
    assert {*wages.to} <= carriers
    assert wages.groupby("day").to.nunique().max() >= 2
    assert wages.to.nunique() >= 2
    assert wages.value.max() < 500_000
    joined = it.sent("coinjoin")
    assert joined.senders.str.contains(f"{vendor.name}, CoinJoins", regex=False).any()
    assert {one.exchange for one in vendor.accounts} <= {it.story.exchange("never").name}


def test_tin_harbour_is_careless(it):
    vendor, slip = it.facts.vendor("tin_harbour"), it.facts.slip
    assert {one.exchange for one in vendor.accounts} == {it.story.exchange("in full").name}
    (page,) = [shop for shop in vendor.shops if shop.shown]
    assert len({paid.address for paid in page.takings}) == 1
    shown = [p for p in it.world.pages if p.kind == "shop" and page.handle in p.about]
    assert any(page.shown in p.html for p in shown)
    assert (slip.paid.height - 1) // 24 + 1 >= it.days.careless
    assert len({wallet for _, wallet in slip.spent}) == 2


def test_coldquay_remixes_and_pays_by_payjoin(whole):
    vendor = whole.facts.vendor("coldquay")
    assert whole.entities.loc[vendor.name].country == whole.story.agency("pages").country
    joined = whole.sent("coinjoin")
    assert joined.senders.str.contains(f"{vendor.name}, CoinJoins", regex=False).any()
    paid = whole.sent("payjoin")
    assert (paid.senders.str.contains(vendor.name, regex=False) & (paid.to == "Brightwick")).any()


def test_small_vendors_are_as_many_as_the_knob_says_and_each_sells_something(it):
    small = [one for one in it.facts.vendors if one.key not in NAMED]
    assert len(small) == it.scenario.markets.small_vendors
    assert all(any(shop.sales for shop in one.shops) for one in it.facts.vendors)


def test_from_a_purchase_of_each_the_way_to_money_is_on_record(whole, capsys):
    chain = whole.world.chain
    with capsys.disabled():
        for vendor in whole.facts.vendors:
            print(f"\n{vendor.name} ({vendor.key})")
            for step in vendor.trail:
                print(f"  {step.what}: {step.txid[:16]} {step.address}")
    for vendor in whole.facts.vendors:
        for step in vendor.trail:
            if step.txid:
                assert chain.tx(step.txid).outputs[step.n].address == step.address
    for key in NAMED:
        vendor = whole.facts.vendor(key)
        told_ = whole.story.vendor(key)
        assert len(vendor.trail) >= 3
        assert told_.services[-1] in vendor.trail[-1].what


# Couriers, launderers, services.


def test_the_wholesaler_is_paid_in_round_sums_and_gets_cash_from_the_broker(whole):
    name = whole.story.wholesaler
    paid = whole.outputs[(whole.outputs.to == name) & (whole.outputs.purpose == "payment")]
    assert len(paid)
    assert (paid.value % 10**7 == 0).mean() >= 0.5  # now and then the payee pays the fee
    assert len(whole.between(name, "the Kiosk"))


def test_one_courier_is_arrested_and_paid_no_more(it):
    carriers = [one for one in it.story.couriers if not one.drops]
    assert len(carriers) == max(it.scenario.markets.couriers, 5)
    (arrested,) = [one for one in it.story.couriers if one.arrested]
    assert (arrested.arrested, arrested.country) == (
        it.days.arrest, it.story.agency("phone").country,
    )  # fmt: skip
    wages = it.outputs[(it.outputs.to == arrested.name) & (it.outputs.purpose == "wage")]
    assert wages.day.max() < it.days.arrest
    assert {one["direction"] for one in it.csv("phone", "phone/history.csv")} == {"in", "out"}


def test_each_service_of_the_story_is_there_and_used(whole):
    kinds = {
        "the Tailor": "launderer", "Millrow": "mixer", "Ferry": "swap", "the Kiosk": "broker",
        "Luckfen": "gambling", "Cardinette": "gift_cards", "Brightwick": "merchant",
        "Paywick": "processor", "Ledgerwick": "payroll", "Openwell Fund": "charity",
        "Confetti": "airdropper", "Moth": "duster", "North": "miner", "South": "miner",
        "Harbrook Custody": "custodian", "Nightpost": "extortionist",
        whole.story.wholesaler: "wholesaler", "Cedar": "coordinator", "Juniper": "coordinator",
        "Rill": "coordinator", "Bazaar": "coordinator",
    }  # fmt: skip
    assert {name: whole.entities.loc[name].kind for name in kinds} == kinds
    used = {*whole.outputs.to} | {*whole.outputs.by}
    # Who only brings people together has no coins of the joint payments.
    assert {name for name in kinds if name not in used} <= {"Cedar", "Juniper", "Rill", "Bazaar",
                                                            "the Tailor"}  # fmt: skip
    found = nps.coinjoins(whole.world.chain).kind.value_counts()
    assert {"wasabi1", "wabisabi", "whirlpool", "joinmarket"} <= {*found.index}


def test_what_the_swap_takes_comes_out_nowhere_but_at_an_exchange(it):
    came = it.outputs[(it.outputs.to == "Ferry") & (it.outputs.by != "Ferry")]
    assert len(came)
    went = it.outputs[(it.outputs.by == "Ferry") & (it.outputs.to != "Ferry")]
    assert {it.entities.loc[name].kind for name in went.to} <= {"exchange"}


def test_blackmail_asks_each_victim_for_a_little_more(it):
    knobs = it.scenario.look_alikes
    letters = it.world.truth.deeds.name.astype(str).str.startswith("Nightpost, letter ")
    assert letters.sum() == knobs.letters
    ransoms = it.outputs[(it.outputs.purpose == "ransom") & (it.outputs.to == "Nightpost")]
    assert 0 < ransoms.deed.nunique() <= knobs.victims
    assert ransoms.day.between(it.days.letters, it.days.letters + 8).all()
    assert ransoms.value.nunique() == len(ransoms)


# The innocent.


def test_the_saver_is_tainted_and_innocent(whole):
    saver, name = whole.facts.savings, whole.story.innocent("dorn").name
    assert saver.name == name
    assert whole.entities.loc[name].country == whole.story.agency("pages").country
    vendors = {one.name for one in whole.facts.vendors}
    got = whole.outputs[whole.outputs.to == name]
    assert not vendors & {*got.by}
    assert saver.tainted is not None
    assert 150 <= saver.share <= 600
    vendor = whole.facts.vendor("tin_harbour")
    assert saver.deposit.address in {text for one in vendor.accounts for text in one.addresses}
    assert 0 <= saver.tainted.height - saver.deposit.height <= 48


def test_the_payroll_looks_like_a_coinjoin_by_a_published_rule_and_two_agencies_disagree(it):
    rows = blocksci_rule(it.world.chain)["tx"]
    flagged = {it.world.chain.tx(int(row)).txid for row in rows}
    wages = it.outputs[(it.outputs.by == "Ledgerwick") & (it.outputs.kind == "wage")]
    assert flagged & {*wages.txid}
    said = {role: {tag["address"]: tag["category"] for tag in it.tags(role)
                   if tag["label"] == "Ledgerwick"} for role in ("purchases", "phone")}  # fmt: skip
    (address,) = said["purchases"].keys() & said["phone"].keys()
    assert (said["purchases"][address], said["phone"][address]) == ("payroll", "mixing_service")


def test_the_shop_is_taken_for_a_vendor_in_tags(it):
    handle = it.shop("coldquay").handle
    (wrong,) = [one for one in it.world.wrong if one.truth == "Brightwick" and one.says == handle]
    assert wrong.agency == it.story.agency("purchases").short
    assert it.outputs[it.outputs.address == wrong.about].to.iloc[0] == "Brightwick"


def test_the_thiefs_copy_shows_another_address_and_robs_somebody(it):
    clone = it.facts.clone
    owner = it.outputs[it.outputs.address == clone.address].to.iloc[0]
    assert owner == it.story.thief
    assert it.entities.loc[owner].kind == "person"
    copies = [p for p in it.world.pages if p.kind == "clone"]
    assert copies
    for copy in copies:
        (seen,) = {one.text for one in copy.shows if one.kind == "address" and not one.trap}
        assert seen == clone.address != it.facts.vendor("tin_harbour").shops[1].shown
    host = copies[0].url.split("/")[2]
    assert host in {one["host"] for one in it.csv("pages", "scam-sites.csv")}
    tagged = {tag["address"]: tag["label"] for tag in it.tags("pages")}
    assert tagged[clone.address] == it.shop("tin_harbour").handle


# The days.


def test_first_coinbases_only_then_everything_on_its_day(it):
    first = it.outputs[it.outputs.kind != "coinbase"].day.min()
    assert first >= 5
    days = it.days
    assert (it.shop("saltmeadow").sales[0].minute // 1440) + 1 == days.first_sale
    assert (it.shop("brineacre").sales[0].minute // 1440) + 1 >= days.quincegate_opens
    saved = {p.day for p in it.world.pages if p.agency == it.story.agency("pages").short}
    assert saved == {days.pages_1, days.pages_2}
    assert {*it.sent("airdrop").day} <= {days.airdrop, days.airdrop + 1, days.airdrop + 2}
    assert {*it.sent("dust").day} <= {days.dust, days.dust + 1, days.dust + 2}
    cashed = it.outputs[(it.outputs.purpose == "deposit") & (it.outputs.by.isin(
        [one.name for one in it.facts.vendors]))]  # fmt: skip
    assert (cashed.day >= days.cash_out_from).any()


def test_fees_rise_in_the_full_week(whole):
    time, chain = whole.scenario.time, whole.world.chain
    txs = chain.txs[~chain.txs.coinbase]
    rate = (txs.fee / txs.vsize).groupby((txs.height - 1) // 24 + 1).median()
    full = rate.loc[time.congested_from : time.congested_from + time.congested_days]
    assert full.max() >= 2 * rate.loc[: time.congested_from - 1].median()


def test_nothing_in_a_folder_is_later_than_its_date_and_the_chain_goes_on(it):
    date = it.days.answer - it.story.exchange("in full").days
    assert it.world.chain.height == 24 * it.scenario.time.days > 24 * date
    for held in it.world.folders.values():
        text = b"\n".join(held[name] for name in held if name.endswith((".csv", ".txt"))).decode()
        for day in range(date + 1, it.scenario.time.days + 1):
            assert f"{date_of(day):%Y-%m-%d}" not in text
