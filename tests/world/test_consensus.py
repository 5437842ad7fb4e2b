"""What Bitcoin Core accepts, and what it refuses in which words."""

import sys
import tempfile
from dataclasses import replace
from importlib import import_module

import pytest

from nps_chain.chain.wire.block import parse_block
from nps_chain.chain.wire.hashes import double_sha256, meets_target, shown
from nps_chain.chain.wire.transaction import parse_transaction
from nps_chain.errors import NpsError
from nps_chain.world import signing
from nps_chain.world.consensus import Judge
from nps_chain.world.draft import Draft
from tests.world.small_chain import BTC, LOCKS, SmallChain

FALSE = "Script evaluated without error but finished with a false/empty top stack element"


@pytest.fixture
def chain():
    return SmallChain()


@pytest.fixture
def judge(chain):
    """A judge who has accepted all blocks of the chain."""
    with Judge() as judge:
        for raw in chain.blocks:
            judge.check(raw)
        assert judge.height == 102
        yield judge


def refusal(judge: Judge, raw: bytes) -> str:
    """Return what the judge says against a block, beside its height."""
    with pytest.raises(NpsError) as refused:
        judge.check(raw)
    start, end = "Bitcoin Core refuses block 103", " Change the step of the scenario that made it."
    text = str(refused.value)
    assert (text[: len(start)], text[-len(end) :]) == (start, end)
    assert judge.height == 102
    return text[len(start) : -len(end)]


def script_refusal(draft: Draft, why: str) -> str:
    """Return what is said against a draft with one input whose script fails."""
    coin = draft.inputs[0]
    return (
        f", transaction {shown(draft.txid)}: block-script-verify-flag-failed ({why}), "
        f"input 0 of {shown(draft.txid)} (wtxid {shown(double_sha256(draft.raw))}), "
        f"spending {shown(coin.draft.txid)}:{coin.n}."
    )


def mined_again(raw: bytes) -> bytes:
    """Return a block with as much work as it needs, after its header was changed."""
    for nonce in range(1000):
        raw = raw[:76] + nonce.to_bytes(4, "little") + raw[80:]
        if meets_target(double_sha256(raw[:80]), 0x207FFFFF):
            return raw
    raise AssertionError("no nonce was found")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_lock_is_opened_by_its_keys(chain, judge, lock):
    _, raw = chain.next(chain.pay(chain.coins[lock], ("p2wpkh", BTC)))
    judge.check(raw)
    assert judge.height == 103


@pytest.mark.parametrize("lock", ["p2wsh", "p2sh-multisig"])
@pytest.mark.parametrize("two", [(0, 1), (0, 2), (2, 1)])
def test_any_two_of_three_keys_open(chain, judge, lock, two):
    _, raw = chain.next(chain.pay(chain.coins[lock], ("p2wpkh", BTC), signers={1: two}))
    judge.check(raw)
    assert judge.height == 103


def test_all_locks_are_opened_in_one_transaction_and_its_coins_in_the_same_block(chain, judge):
    coins = [coin for pair in zip(*chain.coins.values(), strict=True) for coin in pair]
    everything = chain.pay(coins, *[(lock, 2 * BTC - 1000) for lock in LOCKS], locktime=102)
    child = chain.pay(everything.coins, ("p2tr", 11 * BTC))
    _, raw = chain.next(everything, child)
    judge.check(raw)
    assert judge.height == 103


@pytest.mark.parametrize("lock", LOCKS)
def test_a_signature_by_another_key_is_refused(chain, judge, lock):
    draft = chain.pay(chain.coins[lock][:1], ("p2wpkh", BTC // 2))
    address = draft.inputs[0].address
    other = chain.wallet.new_address("p2tr")
    if lock == "p2tr":
        # A Schnorr key looks at its own signature, so the coin is made to look like another's.
        mine, address.script = address.script, other.script
        address.secrets = other.secrets
        signing.sign(draft)
        address.script = mine
        why = "Invalid Schnorr signature"
    else:
        address.secrets = (other.secrets * 3)[: len(address.secrets)]
        signing.sign(draft)
        why = FALSE
    assert refusal(judge, chain.next(draft)[1]) == script_refusal(draft, why)


@pytest.mark.parametrize("lock", LOCKS)
def test_marks_are_refused(chain, judge, lock):
    draft = chain.pay(chain.coins[lock][:1], ("p2wpkh", BTC // 2))
    signing.mark(draft)
    why = "Invalid Schnorr signature" if lock == "p2tr" else "Non-canonical DER signature"
    assert refusal(judge, chain.next(draft)[1]) == script_refusal(draft, why)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_payment_changed_after_it_was_signed_is_refused(chain, judge, lock):
    draft = chain.pay(chain.coins[lock][:1], ("p2wpkh", BTC // 2))
    signed = parse_transaction(draft.raw)
    draft.outputs[0].value += 1
    output = replace(signed.outputs[0], value=BTC // 2 + 1)
    forged = replace(signed, outputs=(output,))
    draft.raw, draft.txid = forged.to_bytes(), forged.txid
    why = {"p2tr": "Invalid Schnorr signature"}.get(lock, FALSE)
    assert refusal(judge, chain.next(draft)[1]) == script_refusal(draft, why)


def test_spending_more_than_there_is_is_refused(chain, judge):
    draft = chain.pay(chain.coins["p2tr"], ("p2wpkh", BTC), ("p2tr", BTC + 1))
    assert refusal(judge, chain.next(draft, extra=1)[1]) == (
        f", transaction {shown(draft.txid)}: bad-txns-in-belowout, value in (2.00) < value out "
        f"(2.00000001) in transaction {shown(draft.txid)}."
    )


def test_spending_a_coin_twice_in_one_block_is_refused(chain, judge):
    once = chain.pay(chain.coins["p2wpkh"][:1], ("p2wpkh", BTC // 2))
    twice = chain.pay(chain.coins["p2wpkh"], ("p2tr", BTC // 2))
    assert refusal(judge, chain.next(once, twice)[1]) == (
        f", transaction {shown(twice.txid)}: bad-txns-inputs-missingorspent, CheckTxInputs: "
        f"inputs missing/spent in transaction {shown(twice.txid)}."
    )


def test_spending_a_coin_twice_in_two_blocks_is_refused(chain, judge):
    twice = chain.pay([chain.rewards[0]], ("p2tr", BTC))
    assert refusal(judge, chain.next(twice)[1]) == (
        f", transaction {shown(twice.txid)}: bad-txns-inputs-missingorspent, CheckTxInputs: "
        f"inputs missing/spent in transaction {shown(twice.txid)}."
    )


def test_a_child_before_its_parent_is_refused(chain, judge):
    parent = chain.pay(chain.coins["p2wpkh"], ("p2wpkh", BTC))
    child = chain.pay(parent.coins, ("p2tr", BTC // 2))
    assert refusal(judge, chain.next(child, parent)[1]).startswith(
        f", transaction {shown(child.txid)}: bad-txns-inputs-missingorspent"
    )


def test_new_coins_are_spent_after_100_blocks_and_not_before(chain, judge):
    early = chain.pay([chain.rewards[3]], ("p2tr", BTC))
    assert refusal(judge, chain.next(early)[1]) == (
        f", transaction {shown(early.txid)}: bad-txns-premature-spend-of-coinbase, tried to spend "
        f"coinbase at depth 99 in transaction {shown(early.txid)}."
    )
    judge.check(chain.next(chain.pay([chain.rewards[2]], ("p2tr", BTC)))[1])
    assert judge.height == 103


def test_a_coinbase_that_takes_too_much_is_refused(chain, judge):
    draft = chain.pay(chain.coins["p2tr"], ("p2wpkh", BTC))
    assert refusal(judge, chain.next(draft, extra=1)[1]) == (
        ": bad-cb-amount, coinbase pays too much (actual=5100000001 vs limit=5100000000)."
    )
    judge.check(chain.next(draft)[1])
    assert judge.height == 103


def test_another_merkle_root_is_refused(chain, judge):
    _, raw = chain.next()
    changed = mined_again(raw[:36] + bytes(32) + raw[68:])
    assert refusal(judge, changed) == ": bad-txnmrklroot, hashMerkleRoot mismatch."


def test_too_little_work_is_refused(chain, judge):
    _, raw = chain.next()
    tries = (raw[:76] + nonce.to_bytes(4, "little") + raw[80:] for nonce in range(1000))
    lazy = next(t for t in tries if not parse_block(t).header.meets_target)
    assert refusal(judge, lazy) == ": high-hash, proof of work failed."


def test_other_witnesses_than_the_coinbase_commits_to_are_refused(chain, judge):
    draft = chain.pay(chain.coins["p2wpkh"], ("p2wpkh", BTC))
    _, raw = chain.next(draft)
    signing.mark(draft)
    signed = parse_block(raw).transactions[1].to_bytes()
    assert refusal(judge, raw.replace(signed, draft.raw)) == (
        ": bad-witness-merkle-match, CheckWitnessMalleation : witness merkle commitment mismatch."
    )


def test_a_time_not_after_the_median_of_eleven_blocks_is_refused(chain, judge):
    _, raw = chain.next()
    median = parse_block(chain.blocks[96]).header.time
    late, early = (
        mined_again(raw[:68] + time.to_bytes(4, "little") + raw[72:])
        for time in (median + 1, median)
    )
    assert refusal(judge, early) == ": time-too-old, block's timestamp is too early."
    judge.check(late)
    assert judge.height == 103


@pytest.mark.parametrize("number", [0, 101])
def test_a_block_once_more_is_refused(chain, judge, number):
    with pytest.raises(NpsError) as refused:
        judge.check(chain.blocks[number])
    assert str(refused.value) == (
        "Bitcoin Core refuses block 103: it is not the next block of the chain. "
        "Give the judge each block, in order."
    )


def test_a_second_block_upon_the_same_one_is_refused(chain, judge):
    judge.check(chain.next()[1])
    with pytest.raises(NpsError, match="refuses block 104: it is not the next block of the chain"):
        judge.check(chain.next()[1])


def test_a_block_left_out_is_missed():
    chain = SmallChain()
    with Judge() as judge:
        judge.check(chain.blocks[0])
        with pytest.raises(NpsError, match="refuses block 2: prev-blk-not-found"):
            judge.check(chain.blocks[2])


def test_bytes_that_are_no_block_are_refused(chain, judge):
    with pytest.raises(NpsError) as refused:
        judge.check(chain.blocks[0][:-1])
    assert str(refused.value) == (
        "Bitcoin Core refuses block 103: its bytes are no block. "
        "Give the judge blocks as nodes send them."
    )


def test_a_judge_leaves_nothing_behind_and_another_begins_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    chain = SmallChain()
    for _ in range(2):
        with Judge() as judge:
            judge.check(chain.blocks[0])
            assert judge.height == 1
            assert len(list(tmp_path.iterdir())) == 1
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("module", "package", "name"),
    [("consensus", "pbk", "py-bitcoinkernel"), ("keys", "coincurve", "coincurve")],
)
def test_who_lacks_a_package_is_told_what_to_install(monkeypatch, module, package, name):
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, f"nps_chain.world.{module}")
    with pytest.raises(NpsError) as missed:
        import_module(f"nps_chain.world.{module}")
    assert str(missed.value).endswith(
        f" needs {name}, which isn't installed: pip install 'nps-chain[simulate]'."
    )
