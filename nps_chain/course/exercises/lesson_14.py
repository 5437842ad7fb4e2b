"""Exercises of lesson 14: follow one Bitcoin payment."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from nps_chain.chain.tables import Chain
from nps_chain.chain.views import TransactionView
from nps_chain.course import material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.exhibits import exhibit
from nps_chain.trace.fees import fees

COPIED = ("TCB-signed", "shop-tin_harbour", "letter-1")
MISTYPED = "letter-2"
"""Exhibits whose addresses a colleague copied by hand, and the one that went wrong."""


def written_down() -> list[str]:
    """Return addresses as a colleague copied them from a screen: one has a typing error."""
    return sorted([*map(str, map(exhibit, COPIED)), _with_letters_exchanged(exhibit(MISTYPED))])


def _with_letters_exchanged(address: str) -> str:
    """Return an address in which two neighbours in the middle have changed places.

    >>> _with_letters_exchanged("bcrt1qaaaaaaaabc")
    'bcrt1qaaaaaaabac'
    """
    at = next(n for n in range(len(address) // 2, len(address)) if address[n] != address[n - 1])
    return address[: at - 1] + address[at] + address[at - 1] + address[at + 1 :]


DEAR = 10
"""Satoshi for each virtual byte, above which the lesson prints a day."""


@dataclass(frozen=True)
class _Case:
    """The chain, and what the exercises look at in it."""

    chain: Chain

    def tx(self, name: str) -> TransactionView:
        """Return the transaction of an exhibit."""
        return self.chain.tx(exhibit(name))

    @property
    def next_step(self) -> TransactionView:
        """Return the transaction by which the market gathered the officers' coin."""
        payment, paid_to = self.tx("ADP-1"), exhibit("ADP-1-address")
        n = [coin.address for coin in payment.outputs].index(paid_to)
        spender = payment.went_to[n]
        assert spender is not None, "the market never gathered this coin"
        return spender

    def gathered_at(self) -> list[int]:
        """Return the heights at which the coins that it gathered were made."""
        return [tx.height for tx in self.next_step.came_from if tx is not None]

    def came_back(self) -> int:
        """Return what goes back to an address of the inputs, in satoshi."""
        view = self.tx("self-change")
        own = {coin.address for coin in view.inputs}
        return sum(coin.value for coin in view.outputs if coin.address in own)

    @property
    def daily(self) -> pd.DataFrame:
        """Return the fees of each day."""
        return fees(self.chain)

    @property
    def dear_days(self) -> pd.DataFrame:
        """Return those of the days that the lesson prints."""
        return self.daily[self.daily["median"] > DEAR]


@once
def _case() -> _Case:
    return _Case(material.chain())


def _went_in(view: TransactionView) -> int:
    return sum(coin.value for coin in view.inputs)


def _came_out(view: TransactionView) -> int:
    return sum(coin.value for coin in view.outputs)


def _btc(satoshi: int) -> str:
    return f"{satoshi / 100_000_000:.8f}"


def _from_bytes(order: str) -> Callable[[bytes], int]:
    return lambda eight: int.from_bytes(eight, "little" if order == "little" else "big")


def _values(case: _Case) -> list[tuple[bytes]]:
    """Return values as the wire has them: one satoshi, a thousand, the purchase, all there is."""
    paid = [coin.value for coin in case.tx("ADP-1").outputs]
    return [(value.to_bytes(8, "little"),) for value in (1, 1000, *paid, 2_100_000_000_000_000)]


LESSON = Lesson(
    "14",
    "Follow one Bitcoin payment",
    {
        1: Exercise(
            about=_case,
            right=lambda case: _went_in(case.tx("self-change")) - case.came_back(),
            example=lambda case: case.tx("self-change").fee,
            wrong=[
                (
                    lambda case: _came_out(case.tx("self-change")) - case.came_back(),
                    "That is what the other person got. It cost the payer more.",
                ),
                (
                    lambda case: _went_in(case.tx("self-change")),
                    "That is all that goes in. It did not all leave the payer.",
                ),
                (
                    lambda case: _came_out(case.tx("self-change")),
                    "That is all that comes out. It did not all leave the payer.",
                ),
                (
                    lambda case: case.came_back(),
                    "That is what the payer kept. What did the payer lose?",
                ),
                (
                    lambda case: case.came_back() + case.tx("self-change").fee,
                    "You took the change for the payment.",
                ),
                (
                    lambda case: case.tx("self-change").fee,
                    "That is the fee alone.",
                ),
                (
                    lambda case: _btc(_went_in(case.tx("self-change")) - case.came_back()),
                    "The amount is right, in BTC. Give it in satoshi: 1 BTC has 100,000,000.",
                ),
            ],
            otherwise="Ask of each satoshi that went in: does the payer still have it?",
            because="What went in, less the change: the payment and the fee together.",
            hints=(
                "Compare the addresses: which output has the address of the input?",
                "That output comes back. All the rest of the input is given away.",
                "Take its value from the input: other.inputs[0].value - other.outputs[...].value",
            ),
        ),
        2: Exercise(
            about=_case,
            right=lambda case: _from_bytes("little"),
            tried_on=_values,
            wrong=[
                (
                    lambda case: _from_bytes("big"),
                    "You read the bytes in another order than the tape does.",
                ),
                (
                    lambda case: sum,
                    "You added the bytes as if each of them counted the same.",
                ),
                (
                    lambda case: lambda eight: eight[0],
                    "You read the first byte alone. Perhaps the return stands inside the loop.",
                ),
                (
                    lambda case: (
                        lambda eight: sum(256 * byte * at for at, byte in enumerate(eight))
                    ),
                    "The third byte, and those after it, count for too little here.",
                ),
            ],
            otherwise="Read again how the tape takes the next bytes as a number.",
            because="So anybody can read an amount from the bytes, without any program.",
            hints=(
                "The bytes e8 03 and six times 00 are 232 + 3 * 256 = 1,000 satoshi.",
                "Go through the places 0 to 7, and add up eight[place] * 256 ** place.",
                'Or look at the function `number`: int.from_bytes(eight, "little") does it all.',
            ),
        ),
        3: Exercise(
            about=_case,
            right=lambda case: _with_letters_exchanged(exhibit(MISTYPED)),
            example=lambda case: exhibit("ADP-1-address").replace("q", "p", 1),
            wrong=[
                (
                    lambda case: str(exhibit(MISTYPED)),
                    "That is how it should be. Give the text as the colleague wrote it.",
                ),
                *(
                    (
                        lambda case, name=name: str(exhibit(name)),
                        "This one has no typing error.",
                    )
                    for name in COPIED
                ),
            ],
            otherwise="Give one of the four texts in `notes`, whole.",
            because="No eye sees two letters that changed places; the checksum does.",
            hints=(
                "Just above, the lesson tests an address, and the same one with a wrong letter.",
                "In the loop over the notes: print(text, address_tool.check(text).why)",
                "Copy the one whose checksum is wrong, in quotes; or write notes[...] for it.",
            ),
        ),
        4: Exercise(
            about=_case,
            right=lambda case: case.daily["total"].idxmax(),
            example=lambda case: "2025-01-05",
            wrong=[
                (
                    lambda case: case.daily["highest"].idxmax(),
                    "On that day one transaction paid the highest fee rate.",
                ),
                (
                    lambda case: case.dear_days["total"].idxmin(),
                    "On that day the miners got the least of all these days.",
                ),
            ],
            otherwise="Ask what a miner keeps of a block, and which column tells it.",
            because="On that day all that had waited came in: many transactions, and good fees.",
            hints=(
                "The column `total` of the table has the sum of all fees of a day.",
                "The largest number is among the dear days, so the table above is enough.",
                'daily["total"].idxmax() names the row with the largest number.',
            ),
        ),
        5: Exercise(
            about=_case,
            right=lambda case: case.tx("ADP-1").height - case.tx("first-sale").height + 1,
            example=lambda case: case.chain.height - case.tx("ADP-1").height + 1,
            wrong=[
                (
                    lambda case: case.tx("ADP-1").height - case.tx("first-sale").height,
                    "Read again which blocks are counted as confirmations.",
                ),
                (
                    lambda case: case.chain.height - case.tx("first-sale").height + 1,
                    "So it is today. The question asks for an earlier day.",
                ),
                (
                    lambda case: case.tx("first-sale").height - case.tx("ADP-1").height + 1,
                    "That is less than nothing. Which of the two is the older block?",
                ),
                (
                    lambda case: case.tx("first-sale").height,
                    "That is the height of a block, and not a number of confirmations.",
                ),
            ],
            otherwise="Think of the chain as it was then, and count as the lesson does.",
            because="What was known on a day counts blocks up to that day, not up to today.",
            hints=(
                "The lesson did it for `payment`: look at the cell with chain.height.",
                "On that day the newest height was not chain.height, but payment.height.",
                "payment.height - sale.height is one too few.",
            ),
        ),
        6: Exercise(
            about=_case,
            right=lambda case: max(case.gathered_at()),
            example=lambda case: case.tx("ADP-1").height,
            wrong=[
                (
                    lambda case: min(case.gathered_at()),
                    "That is the oldest coin.",
                ),
                (
                    lambda case: case.next_step.height,
                    "In that block the coins were spent.",
                ),
                (
                    lambda case: len(case.gathered_at()),
                    "That is how many coins there are.",
                ),
                (
                    lambda case: case.next_step.height - max(case.gathered_at()),
                    "That is for how many blocks it waited.",
                ),
                (
                    lambda case: case.tx("ADP-1").came_from[0].height,
                    "That is the coin that the officers spent. Go back from `next_step`.",
                ),
            ],
            otherwise="Give the height of the block in which one of these coins was made.",
            because="So each coin can be followed back, although they were spent together.",
            hints=(
                "The lesson went one step back from `payment`. Now begin at `next_step`.",
                "Print the height of each: for tx in next_step.came_from: print(tx.height)",
                "A newer block has a larger height: give the largest number of the loop.",
            ),
        ),
        7: Exercise(
            about=_case,
            right=lambda case: {"a", "c"},
            example=lambda case: {"a", "e"},
            wrong=[
                (
                    lambda case: {"a", "b", "c"},
                    "One of your sentences says more of the keys than the chain does.",
                ),
                (
                    lambda case: {"a", "c", "d"},
                    "One of your sentences says more of the time than the chain does.",
                ),
                (
                    lambda case: {"a", "c", "e"},
                    "One of your sentences is true here, but we know it from elsewhere.",
                ),
                (
                    lambda case: {"a"},
                    "This one may stand, and it is not the only one.",
                ),
                (
                    lambda case: {"c"},
                    "This one may stand, and it is not alone.",
                ),
                (
                    lambda case: {"a", "c", "f"},
                    "One of your sentences says less of the past than the chain does.",
                ),
                (
                    lambda case: {"b", "d", "e", "f"},
                    "These are the ones that may not stand there.",
                ),
            ],
            otherwise="Ask of each sentence: can a stranger who has only the chain check it?",
            because="Anybody can look up both. One of the others is false; the rest need more.",
            hints=(
                "The box `In court` says what the record shows. Two of the six stay within it.",
                "The chain shows no holder, no time of sending, no change; and its past stands.",
                "What remains: what a transaction made, and that somebody with the key spent it.",
            ),
        ),
    },
    quiz=Quiz(
        (
            "a",
            "In our world an exchange's coins are very large: so its change is, too.",
            "Look at the two shares that the lesson counts.",
        ),
        ("c", "The hash of the block changes, and the next block still names the old one."),
        ("b", "There your coin is one of many, and only the market's records say whose it is."),
    ),
)
