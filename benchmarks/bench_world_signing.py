"""Signing drafts, mining and judging them, against coincurve alone and the package ecdsa.

``python -m benchmarks.bench_world_signing``. A draft has two inputs and two outputs, all of one
lock. "coincurve alone" makes as many signatures of hashes that are there already, by keys that are
there already, and nothing else: no library that signs with it can be quicker. ``mark`` is all the
rest of the work, without a signature. Mining and judging are timed on drafts of the mixture that
`SHARES` states; the estimate is for a chain of 42,000 transactions.
"""

from collections.abc import Iterator

from coincurve import PrivateKey

from benchmarks.timing import least
from nps_chain.world import signing
from nps_chain.world.consensus import Judge
from nps_chain.world.draft import Coin, Draft, Output
from nps_chain.world.engine import Engine, Mined
from nps_chain.world.mining import Miner
from nps_chain.world.software import KINDS
from nps_chain.world.wallets import Wallet

MANY, ROUNDS, BLOCKS, CHAIN = 1000, 3, 40, 42_000
SHARES = {
    "p2wpkh": 45, "p2pkh": 22, "p2sh-p2wpkh": 15, "p2tr": 8, "p2wsh": 6, "p2sh-multisig": 4,
}  # fmt: skip
SIGNATURES = {"p2wsh": 2, "p2sh-multisig": 2}
"""Of an input; one where it isn't stated."""


def wallet() -> Wallet:
    """Return a wallet in a world of its own."""
    engine = Engine(1, signing.sign)
    return Wallet(engine, "Ann", engine.books.entity("Ann", "miner"), KINDS["core"])


def source(owner: Wallet, locks: list[str]) -> Draft:
    """Return a draft with a coin for each lock."""
    outputs = [Output(100_000, owner.new_address(lock), "payment") for lock in locks]
    draft = Draft("payment", [], outputs, ())
    draft.txid = bytes(range(32))
    give_coins(draft)
    return draft


def give_coins(draft: Draft) -> None:
    """Let the outputs of a draft be spent."""
    draft.coins = [
        None if out.address is None else Coin(out.value, out.address, draft, n)
        for n, out in enumerate(draft.outputs)
    ]


def pairs(owner: Wallet, coins: list[Coin | None]) -> Iterator[Draft]:
    """Yield drafts that spend two coins each into two outputs of the same lock."""
    for one, other in zip(coins[::2], coins[1::2], strict=True):
        assert one is not None
        assert other is not None
        outputs = [
            Output(90_000, owner.new_address(one.address.lock), "self_transfer") for _ in range(2)
        ]
        yield Draft("self_transfer", [one, other], outputs, (owner,))


def signatures_alone(lock: str) -> float:
    """Return the seconds that coincurve takes for the signatures of all drafts."""
    key, digest = PrivateKey(bytes(31) + b"\x07"), bytes(range(32))
    many = range(MANY * 2 * SIGNATURES.get(lock, 1))
    if lock == "p2tr":
        return least(lambda: [key.sign_schnorr(digest, None) for _ in many], ROUNDS)[0]  # type: ignore[arg-type]
    return least(lambda: [key.sign(digest, hasher=None) for _ in many], ROUNDS)[0]


def compare(lock: str) -> tuple[float, float]:
    """Print how many drafts of a lock are signed a second; return seconds of one, and a key's."""
    owner = wallet()
    addresses, _ = least(lambda: [owner.new_address(lock) for _ in range(MANY)], 1)
    drafts = list(pairs(owner, source(owner, [lock] * 2 * MANY).coins))

    def run(give) -> float:  # type: ignore[no-untyped-def]
        return least(lambda: [give(draft) for draft in drafts], ROUNDS)[0]

    signed, marked, alone = run(signing.sign), run(signing.mark), signatures_alone(lock)
    print(
        f"{lock:<14} sign {MANY / signed:7,.0f}/s, {alone / signed:.2f} of coincurve alone"
        f" (want 0.7); mark {MANY / marked:7,.0f}/s; new address {MANY / addresses:7,.0f}/s"
    )
    return signed / MANY, addresses / MANY


def judge() -> tuple[float, float]:
    """Print how long blocks of the mixture take; return seconds a transaction, mined and judged."""
    owner = wallet()
    miner, made, raws = Miner(1), [], []

    def block(height: int, *drafts: Draft) -> Draft:
        outputs = [Output(50 * 10**8, owner.new_address(), "coinbase")]
        coinbase = Draft("coinbase", [], outputs, ())
        give_coins(coinbase)
        made.append(Mined(height, (coinbase, *drafts)))
        raws.append(miner.mine(made[-1]))
        return coinbase

    coins = [block(height).coins[0] for height in range(1, 102)]
    locks = [lock for lock, share in SHARES.items() for _ in range(share * 2)]
    for height in range(102, 102 + BLOCKS):
        coin = coins[height - 102]
        assert coin is not None
        parent = source(owner, locks)
        parent.inputs, parent.senders = [coin], (owner,)
        signing.sign(parent)
        drafts = list(pairs(owner, parent.coins))
        for draft in drafts:
            signing.sign(draft)
        block(height, parent, *drafts)
    spent = sum(len(mined.drafts) for mined in made[101:])

    def mine_again() -> None:
        again = Miner(1)
        for mined in made:
            del mined.drafts[0].outputs[-1], mined.drafts[0].coins[-1]
            again.mine(mined)

    def judge_all() -> None:
        with Judge() as node:
            for raw in raws:
                node.check(raw)

    mined, judged = least(mine_again, ROUNDS)[0] / spent, least(judge_all, ROUNDS)[0] / spent
    print(
        f"mining {1 / mined:,.0f} transactions/s, judging {1 / judged:,.0f}/s ({spent:,} of them)"
    )
    return mined, judged


def main() -> None:
    """Print each figure, and what they come to for a whole chain."""
    total = sum(judge())
    for lock, share in SHARES.items():
        signed, address = compare(lock)
        total += share / 100 * (signed + 2 * address)
    print(f"{CHAIN:,} transactions, from keys to verdict: {CHAIN * total:.0f} s")
    try:
        from ecdsa import SECP256k1, SigningKey
    except ImportError:
        print("the package ecdsa is not installed")
        return
    key, digest = SigningKey.from_string(bytes(31) + b"\x07", SECP256k1), bytes(range(32))
    slow, _ = least(lambda: [key.sign_digest_deterministic(digest) for _ in range(100)], ROUNDS)
    print(f"coincurve: {slow / 100 / (signatures_alone('p2wpkh') / MANY / 2):.0f}x ecdsa")


if __name__ == "__main__":
    main()
