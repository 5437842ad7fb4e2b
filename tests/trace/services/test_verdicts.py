import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nps_chain as nps
from nps_chain.errors import NpsError
from nps_chain.trace.coinjoin import coinjoins
from nps_chain.trace.services import CUSTODY, RULES, features, services, stops
from nps_chain.trace.services.rules.measures import SHARES, blocks_a_day, feeding, measures
from nps_chain.trace.taint import taint
from tests.handmade import address_of, chain_of, histories, txid_of
from tests.node_chain import node_chain, owners, txids_of
from tests.other_future import other_future
from tests.trace.services import economy
from tests.trace.services.test_features import at_times, owned

HOUR, DAY, WEEK = 3_600, 86_400, 604_800


def every(seconds, lines, start=1_699_999_200):
    """The chain of lines, with a block after each so many seconds."""
    return at_times(chain_of(*lines), start + seconds * np.arange(len(lines)))


def told(verdicts):
    columns = ["cluster", "kind", "met", "told", "service"]
    return [tuple(row) for row in verdicts[columns].itertuples(index=False)]


def test_a_deposit_address_is_told_by_what_it_feeds_and_belongs_to_it():
    chain = chain_of(*economy.exchange())
    clusters = nps.cluster(chain)
    hot = clusters.labels[chain.address(address_of("hot")).row]
    deposits = sorted(
        clusters.labels[chain.address(address_of(f"deposit{k}")).row] for k in range(12)
    )
    found = services(chain, clusters, coinjoins=())
    assert told(found) == sorted(
        [(cluster, "deposit address", 6, 6, hot) for cluster in deposits]
        # Customers who withdraw to fresh addresses make an exchange look like a mixer, too.
        + [(hot, "hot wallet", 8, 9, hot), (hot, "mixer", 9, 11, hot)]
    )
    first = found[found["kind"] == "deposit address"].iloc[0]
    assert first["confidence"] == 1
    assert first["reasons"] == (
        "For: 12 clusters pass all they get on to the same one (rule: at least 5); they are 100"
        " % of all who pay that one (rule: at least 50); that one pays 60 others (rule: at least"
        " 10); 3 others are known to pay in (rule: at least 1); half of its deposits are passed on"
        " within 0 hours (rule: at most 24); it keeps 0 % of what it received (rule: at most 0)."
        " The same is done by a wallet that its owner"
        " emptied into the service, or into a wallet of his own."
    )


def test_a_mixer_is_told_and_so_is_what_it_could_be_as_well():
    chain = chain_of(*economy.mixer())
    found = services(chain, owned(mix=" ".join(f"in{k}" for k in range(15))), coinjoins=())
    assert told(found) == [("mix", "mixer", 11, 11, "mix")]
    assert found["reasons"][0] == (
        "For: it made 15 transactions alone (rule: at least 10); 15 others pay in (rule: at least"
        " 10); it pays 30 others (rule: at least 10); 100 % of its payouts go to an address never"
        " seen (rule: at least 90); its median payout is 49 % of its median deposit (rule: at most"
        " 100); 100 % of its payouts are of an amount paid again (rule: at"
        " least 30); 0 % of those it pays are paid again (rule: at most 5); 0 % of its addresses"
        " are used again (rule: at most 5); it paid out 99 % of what it received (rule: 80 to 100);"
        " 0 % of its payments are batches (rule: at most 20); half of its deposits are spent within"
        " 2 hours (rule: at most 168). Can't be told: it spends in 4 hours of the day (rule: at"
        " least 18). The same is done by an exchange, or a market that pays each sale to a new"
        " address."
    )
    chain = chain_of(*economy.exchange())
    found = services(chain, nps.cluster(chain), coinjoins=()).set_index("kind")["reasons"]
    assert "It could also be a hot wallet (8 of 9 conditions)." in found["mixer"]
    assert "It could also be a mixer (9 of 11 conditions)." in found["hot wallet"]


def test_who_gathers_deposits_at_fresh_addresses_is_a_deposit_wallet_and_no_mixer():
    lines = economy.keeper()
    kept = owned(keeper=" ".join(f"deposit{k}" for k in range(24)))
    found = services(chain_of(*lines), kept, coinjoins=(), at_least=0)
    assert told(found) == [("keeper", "deposit wallet", 8, 9, "keeper")]
    assert "deposit wallet" in CUSTODY
    # One coin that comes back as change, and a person could have done it.
    change = lines[24].replace("kept0-0 12000", "kept0-0 11000, deposit0 1000")
    assert change != lines[24]
    chain = chain_of(*lines[:24], change, *lines[25:])
    assert services(chain, kept, coinjoins=(), at_least=0).empty


def test_a_market_that_takes_a_share_of_each_escrow_is_told_by_the_share():
    market = owned(market="market0 market1 market2")
    chain = chain_of(*economy.escrows())
    found = services(chain, market, coinjoins=())
    assert told(found) == [("market", "commission wallet", 7, 7, "market")]
    assert "that share is 40 in a thousand (rule: 5 to 300)" in found["reasons"][0]
    assert "commission wallet" not in CUSTODY  # its own earnings: a trace goes on
    whole = chain_of(*economy.escrows(share=600))
    assert services(whole, market, coinjoins=(), at_least=0).empty
    lines = [
        line.replace("market", "market0x") if k % 6 == 1 else line
        for k, line in enumerate(economy.escrows())
    ]
    few = chain_of(*lines)  # a third of the commissions went elsewhere
    assert services(few, market, coinjoins=(), at_least=0).empty


def test_a_busy_household_is_no_service_however_long_its_money_waits():
    home = owned(home="home")
    for seconds in (600, HOUR, 2 * HOUR, 6 * HOUR):
        chain = every(seconds, economy.household())
        assert features(chain, home, coinjoins=()).loc["home", "payers"] == 72
        assert services(chain, home, coinjoins=()).empty


def test_a_market_is_told_by_the_time_it_holds_money():
    lines = economy.market()
    market = owned(market=" ".join(f"order{k}" for k in range(32)))
    slow, fast = every(2 * HOUR, lines), every(600, lines)
    found = services(slow, market, coinjoins=())
    assert told(found) == [("market", "market", 10, 10, "market")]
    # What is passed on whole within hours could be any deposits that are swept.
    assert services(fast, market, coinjoins=())["kind"].tolist() == ["deposit wallet"]
    # Fresh addresses and a wait alone are a careful person's, too: a quarter swept is too few.
    careful = every(2 * HOUR, economy.market(alone=24))
    assert services(careful, market, coinjoins=(), at_least=0).empty


def test_a_pool_shares_out_new_coins_and_a_lone_miner_is_none():
    chain = chain_of(*economy.pool())
    assert told(services(chain, owned(pool="pool"), coinjoins=())) == [
        ("pool", "mining pool", 7, 7, "pool")
    ]
    alone = chain_of(*economy.pool(members=1, rounds=30))
    assert services(alone, owned(miner="pool"), coinjoins=(), at_least=0).empty


def test_a_payroll_pays_the_same_people_each_week():
    lines = economy.payroll()
    firm = owned(firm="firm")
    weekly = every(WEEK // 2, lines)
    assert told(services(weekly, firm, coinjoins=())) == [("firm", "payroll", 9, 9, "firm")]
    # Five batches within an hour and half are none.
    assert services(every(600, lines), firm, coinjoins=(), at_least=0).empty
    # And at odd times there is no such rhythm.
    odd = at_times(
        chain_of(*lines), 1_700_000_000 + DAY * np.cumsum([0, 1, 3, 1, 30, 5, 2, 9, 4, 60])
    )
    assert services(odd, firm, coinjoins=()).empty


def test_batches_of_coinjoins_make_no_service():
    lines = economy.pool()
    chain = chain_of(*lines)
    batches = [k for k, line in enumerate(lines) if "new" not in line]
    assert services(chain, owned(pool="pool"), coinjoins=batches, at_least=0).empty


def test_coinjoins_are_looked_for_unless_told():
    chain = node_chain()
    clusters = nps.cluster(chain, coinjoins="keep")
    of_others = services(chain, clusters, coinjoins=coinjoins(chain), at_least=0.5)
    pd.testing.assert_frame_equal(services(chain, clusters, at_least=0.5), of_others)
    pd.testing.assert_frame_equal(
        features(chain, clusters, coinjoins="keep"), features(chain, clusters, coinjoins=())
    )
    with pytest.raises(NpsError, match="coinjoins is 'leave out', 'keep', or"):
        services(chain, clusters, coinjoins="leave them")


def test_few_data_make_no_verdict():
    chain = chain_of(*economy.mixer(customers=9))
    mix = owned(mix=" ".join(f"in{k}" for k in range(9)))
    assert services(chain, mix, coinjoins=(), at_least=0).empty


def test_unknown_inputs_are_told():
    lines = [*economy.mixer(), "x: ? -> in3 5"]
    found = services(chain_of(*lines), owned(mix=" ".join(f"in{k}" for k in range(15))),
                     coinjoins=())  # fmt: skip
    assert "Inputs of unknown address: 1; they may hide who paid." in found["reasons"][0]


@pytest.mark.parametrize("lines", [(), ("a: new -> ann 5", "b: new -> ann 5")])
def test_chains_of_nothing_and_of_coinbases_alone_have_no_services(lines):
    chain = chain_of(*lines)
    found = services(chain, nps.cluster(chain), coinjoins=(), at_least=0)
    assert found.empty
    assert list(found) == ["cluster", "kind", "confidence", "met", "told", "service", "reasons"]
    assert stops(chain, nps.cluster(chain), found).empty


def test_stops_are_all_addresses_of_services_with_custody():
    chain = chain_of(*economy.exchange())
    clusters = nps.cluster(chain)
    verdicts = services(chain, clusters, coinjoins=())
    found = stops(chain, clusters, verdicts)
    names = [f"deposit{k}" for k in range(12)] + ["hot"]
    assert sorted(found["address"]) == sorted(map(address_of, names))
    hot = clusters.labels[chain.address(address_of("hot")).row]
    assert (found["service"] == hot).all()
    by_address = found.set_index("address")["kind"]
    assert by_address[address_of("hot")] == "hot wallet"
    assert by_address[address_of("deposit3")] == "deposit address"
    only = stops(chain, clusters, verdicts, kinds="hot wallet")
    assert only["address"].tolist() == [address_of("hot")]
    assert "payroll" not in CUSTODY


def test_a_trace_stops_at_a_deposit_address_that_nobody_labelled():
    theft = ["x: ?thief=2000 -> thief 2000", "y: x:0 -> deposit3 1900", "z: y:0 -> hot 1800"]
    chain = chain_of(*economy.exchange(), *theft)
    clusters = nps.cluster(chain)
    where = stops(chain, clusters, services(chain, clusters))
    stolen = f"{txid_of('x')}:0"
    assert taint(chain, stolen, stop=where).total["stopped"] == 1_900
    assert taint(chain, stolen, stop=None).total["stopped"] == 0


def test_where_the_payers_are_unknown_a_deposit_address_is_judged_without():
    lines = [line if "customer" not in line else f"{line.split(':')[0]}: ? ->{line.split('->')[1]}"
             for line in economy.exchange()]  # fmt: skip
    chain = chain_of(*lines)
    found = services(chain, nps.cluster(chain))
    found = found[found["kind"] == "deposit address"]
    assert found[["met", "told"]].to_numpy().tolist() == [[5, 5]] * 12
    assert found["reasons"].str.contains("Can't be told: .* others are known to pay in").all()


def test_the_kind_of_a_stop_is_the_one_of_most_confidence():
    chain = chain_of(*economy.exchange())
    clusters = nps.cluster(chain)
    verdicts = services(chain, clusters, coinjoins=())
    verdicts = verdicts[verdicts["kind"] != "deposit address"]
    assert verdicts["kind"].tolist() == ["hot wallet", "mixer"]
    assert set(stops(chain, clusters, verdicts.iloc[::-1])["kind"]) == {"hot wallet"}


def test_errors_say_what_to_give():
    chain = chain_of("a: new -> ann 5")
    clusters = nps.cluster(chain)
    with pytest.raises(NpsError, match="from 0 to 1"):
        services(chain, clusters, coinjoins=(), at_least=70)
    with pytest.raises(NpsError, match="this frame has no kind"):
        stops(chain, clusters, pd.DataFrame({"cluster": [], "confidence": [], "service": []}))
    strange = pd.DataFrame({"cluster": [7], "kind": ["mixer"], "confidence": [1.0], "service": [7]})
    with pytest.raises(NpsError, match="There is no cluster 7"):
        stops(chain, clusters, strange)


def test_each_rule_gives_its_source_and_its_numbers_exist():
    chain = node_chain()
    counted = features(chain, nps.cluster(chain), coinjoins=())
    fed = feeding(counted, np.full(len(counted), -1))
    columns = set(measures(chain, counted, fed))
    for rule in RULES:
        assert rule.source
        assert rule.mistaken_for
        assert any(condition.must for condition in rule.conditions)
        for condition in rule.conditions:
            assert condition.column in columns
            assert "{}" in condition.text
            assert condition.at_least is not None or condition.at_most is not None
    assert len({rule.kind for rule in RULES}) == len(RULES)
    assert SHARES.keys() <= columns


def test_a_day_has_as_many_blocks_as_the_median_step_says():
    assert blocks_a_day(every(600, economy.pool())) == 144
    assert blocks_a_day(every(HOUR, economy.pool())) == 24
    assert blocks_a_day(chain_of()) == 144
    assert blocks_a_day(at_times(chain_of("a: new -> ann 1", "b: new -> ann 1"), [5, 5])) == 144


@pytest.mark.parametrize("clusters", ["co-spent", "owned"])
def test_on_the_node_chain_the_exchange_is_the_hot_wallet(clusters):
    chain = node_chain()
    joined = [chain.tx(txid).row for txid in txids_of("coinjoin")]
    if clusters == "owned":
        given_ = pd.DataFrame(owners().items(), columns=["address", "cluster"])
    else:
        given_ = nps.cluster(chain, without=joined)
    found = services(chain, given_, coinjoins=joined)
    found = found[found["kind"] == "hot wallet"]
    where = stops(chain, given_, found)["address"].map(owners())
    assert set(where) == {"exchange"}


@settings(max_examples=20)
@given(histories(), st.data())
def test_nothing_is_known_from_the_future(lines, data):
    chain = chain_of(*lines)
    height = data.draw(st.integers(-1, chain.height))
    labels = np.arange(len(chain.addresses)) % 3
    ours, theirs = (
        services(c, labels, coinjoins=(), at_least=0, as_of=height)
        for c in (chain, chain.upto(height))
    )
    pd.testing.assert_frame_equal(ours, theirs)


@pytest.mark.parametrize("height", [115, 140])
def test_another_future_changes_nothing(height):
    chain = node_chain()
    other = other_future(chain, height)
    assert other.height > height
    known = coinjoins(chain)  # of later days, too
    labels = pd.DataFrame(owners().items(), columns=["address", "cluster"])
    for clusters in (labels, nps.cluster(chain, as_of=height)):
        ours, theirs = (
            services(c, clusters, coinjoins=known, as_of=height, at_least=0) for c in (chain, other)
        )
        pd.testing.assert_frame_equal(ours, theirs)
        ours, theirs = (features(c, clusters, as_of=height) for c in (chain, other))
        pd.testing.assert_frame_equal(ours, theirs)


def test_what_a_service_does_later_changes_no_earlier_verdict():
    lines = economy.exchange()
    chain, other = chain_of(*lines), chain_of(*lines[:60], "x: ?stranger=9 -> hot 4, deposit1 5")
    clusters = nps.cluster(chain, as_of=59)
    ours = services(chain, clusters, coinjoins=(), as_of=59)
    theirs = services(other, nps.cluster(other, as_of=59), coinjoins=(), as_of=59)
    assert len(ours) >= 12
    pd.testing.assert_frame_equal(ours, theirs)
