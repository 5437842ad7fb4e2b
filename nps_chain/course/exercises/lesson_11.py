"""Exercises of lesson 11: look inside the darknet."""

from collections.abc import Callable
from dataclasses import dataclass

from nps_chain.chain import onion
from nps_chain.course import darknet, material
from nps_chain.course.exercise import Exercise, Lesson
from nps_chain.course.material import once
from nps_chain.course.quiz import Quiz
from nps_chain.exhibits import exhibit

WELL_FORMED = Callable[[str], bool]

LESSONS_NUMBERS = (40, 1000, 1000)
OTHER_NUMBERS = (90, 1500, 300)
"""Of relays how many are hostile, how many there are, how many ways."""

STEPS = {"deposit", "order", "buyer is content", "withdrawal"}
PUBLIC = {"order", "buyer is content"}
"""Steps of an order, and those that make a payment on the chain at the second market."""

KINDS = {
    "Silk Road": "device",
    "Silk Road 2.0": "inside",
    "AlphaBay": "device",
    "Hansa": "inside",
    "RAMP": "not told",
    "DarkMarket": "server",
    "Hydra": "server",
    "Nemesis": "server",
    "Archetyp": "money",
}
"""What ended each market, in a word."""


def _stops() -> list[str]:
    """Return where the second letter goes, stop by stop, and last what it says."""
    letter, way = darknet.second_letter()
    opened = [way[0].unlock(letter)]
    for relay in way[1:]:
        opened.append(relay.unlock(opened[-1].rest))
    return [*(one.stop for one in opened), str(opened[-1].rest)]


def _percent(hostile: int, relays: int, ways: int) -> int:
    """Return in percent how probable it is that at least one of so many ways is seen."""
    return round(100 * (1 - (1 - (hostile / relays) ** 2) ** ways))


def _kept(hostile: int, relays: int, ways: int) -> int:
    """Return the same for one guard that is kept."""
    share = hostile / relays
    return round(100 * share * (1 - (1 - share) ** ways))


@dataclass(frozen=True)
class _Names:
    """The onion names on the saved pages: the lesson's, the last one, the one with a slip.

    Then those of three shops that show one handle: a copy, and the two that are the vendor's. Last,
    the files in which the copy's name stands.
    """

    shown: str
    last: str
    right: list[str]
    slip: str
    copy: str
    first: str
    second: str
    files: list[str]

    @property
    def meant(self) -> str:
        """The right name that the slip differs from in one letter."""
        return next(name for name in onion.slips(self.slip) if name in self.right)

    @property
    def warning(self) -> str:
        """The page of the police on which the copy's name stands."""
        return next(file for file in self.files if file.startswith("police/"))

    @property
    def forum(self) -> str:
        """A page of the forum on which it stands."""
        return next(file for file in self.files if file.startswith("forum/"))


@once
def _names() -> _Names:
    pages = material.pages()
    found = pages.of("onion")
    valid = found.loc[found["valid"], "text"]
    slip = next(iter(set(found.loc[~found["valid"], "text"])))
    shops = [pages[file] for file in pages.titled(exhibit("vendor-tin_harbour"))["file"].head(3)]
    named = {shop.host: set(shop.texts("onion")) for shop in shops}
    by_others = {
        name: sum(name in names for site, names in named.items() if site != name) for name in named
    }
    copy, first, second = sorted(by_others, key=lambda name: by_others[name])
    files = list(pages.find(copy)["file"])
    rules = pages.titled(f"Rules | {exhibit('market-lanternfen')}")["file"].iloc[0]
    shown = pages[rules].host
    return _Names(
        shown, found["text"].iloc[-1], sorted(set(valid)), slip, copy, first, second, files
    )


LESSON = Lesson(
    "11",
    "Look inside the darknet",
    {
        1: Exercise(
            about=_stops,
            right=lambda stops: stops[-2],
            wrong=[
                (
                    lambda stops: stops[0],
                    "That is the first stop: the first relay sends the rest there.",
                ),
                (
                    lambda stops: stops[1],
                    "That is the second stop. This letter has more layers.",
                ),
                (
                    lambda stops: stops[2],
                    "That is the name of a relay.",
                ),
                (
                    lambda stops: stops[-1],
                    "That is what the letter says.",
                ),
            ],
            example=lambda stops: "site",
            otherwise="Open all four layers with the loop. The last stop that it prints is meant.",
            because="Each relay read one name only, and the last one read the letter.",
            hints=(
                "The loop above opens one layer for each relay. This way has four relays.",
                "Begin with rest = second.letter, and take `for relay in second.way:`.",
                "In the loop: opened = relay.unlock(rest), rest = opened.rest, print(opened.stop)",
            ),
        ),
        2: Exercise(
            about=lambda: OTHER_NUMBERS,
            right=lambda numbers: _percent(*numbers),
            wrong=[
                (
                    lambda numbers: round(100 * (numbers[0] / numbers[1]) ** 2),
                    "That is for one single way. How is it for all of them together?",
                ),
                (
                    lambda numbers: _kept(*numbers),
                    "So it is with one guard kept.",
                ),
                (
                    lambda numbers: 100 - _percent(*numbers),
                    "That is the chance that no way is seen.",
                ),
                (
                    lambda numbers: round(100 * (1 - (1 - numbers[0] / numbers[1]) ** numbers[2])),
                    "You worked as if one hostile relay on a way were enough.",
                ),
                (
                    lambda numbers: _percent(numbers[0], numbers[1], LESSONS_NUMBERS[2]),
                    "The number of ways is still an old one.",
                ),
                (
                    lambda numbers: _percent(LESSONS_NUMBERS[0], LESSONS_NUMBERS[1], numbers[2]),
                    "The numbers of relays are still the old ones.",
                ),
            ],
            example=lambda numbers: _percent(*LESSONS_NUMBERS),
            otherwise="Read again what the table of the lesson has in its rows and columns.",
            because="A small chance, taken very often, is not small any more.",
            hints=(
                "The cell with the table has it for 40 of 1,000 relays, and for other ways.",
                "darknet.caught takes the hostile relays, all relays, and a list of ways.",
                "darknet.caught(90, 1500, [300]); read the column with a new guard each time.",
            ),
        ),
        3: Exercise(
            about=_names,
            right=lambda names: names.slip,
            wrong=[
                (
                    lambda names: names.meant,
                    "This is what the writer meant, and it is right. Which one was written?",
                ),
                (
                    lambda names: names.slip.removesuffix(".onion"),
                    "It is this one. Give it whole, with .onion at its end.",
                ),
                (
                    lambda names: names.last,
                    "That is the last name of the loop.",
                ),
            ],
            example=lambda names: names.shown,
            otherwise="Give one of the names in `names`, as it was written there.",
            because="A report gives the name as it was written, and says that it has a mistake.",
            hints=(
                "The cell with the typing mistakes has a loop and an `if`. You need the opposite.",
                "Take `for name in names:`, and in the loop `if not ...:` with the test.",
                "if not onion.check(name).teaching: print(name)",
            ),
        ),
        4: Exercise(
            about=_names,
            right=lambda names: [names.copy, names.warning],
            wrong=[
                (
                    lambda names: [names.copy],
                    "It is the copy. Now look for the file of the police, and give both.",
                ),
                (
                    lambda names: [names.warning, names.copy],
                    "Both are right, in another order.",
                ),
                (
                    lambda names: [names.copy, names.forum],
                    "It is the copy, and this page names it. But it is a page of the forum.",
                ),
                (
                    lambda names: [names.copy.removesuffix(".onion"), names.warning],
                    "Both are right. Give the name whole, with .onion at its end.",
                ),
                (
                    lambda names: [names.first, names.warning],
                    "This site is not the copy. Compare the three lists.",
                ),
                (
                    lambda names: [names.second, names.warning],
                    "This site is not the copy. Compare the three lists again.",
                ),
                (
                    lambda names: [names.first],
                    "This site is not the copy. Compare the three lists.",
                ),
                (
                    lambda names: [names.second],
                    "This site is not the copy. Compare the three lists again.",
                ),
            ],
            example=lambda names: [names.shown, names.warning],
            otherwise="Give two texts: the name with .onion, and a file, as pages.find gives it.",
            because="No real site names it, and others warn of it: two reasons of two sources.",
            hints=(
                "Each site lists its own name and another one. Whose name stands in no other list?",
                'Ask pages.find(...)["file"] for that name. The folder of a file says whose it is.',
                'copy = ["... .onion", "police/..."], with what you have found.',
            ),
        ),
        5: Exercise(
            about=lambda: PUBLIC,
            right=lambda public: public,
            wrong=[
                (
                    lambda public: STEPS - public,
                    "So it is at the first market.",
                ),
                (
                    lambda public: {"order"},
                    "This one is right, and not the only one.",
                ),
                (
                    lambda public: {"buyer is content"},
                    "This one is right. It is not the only one.",
                ),
                (
                    lambda public: {*public, "deposit"},
                    "One of these steps does not happen at the second market.",
                ),
                (
                    lambda public: {*public, "withdrawal"},
                    "Not each of these steps happens at the second market.",
                ),
            ],
            example=lambda public: STEPS,
            otherwise="Ask of each step: does money move then, and from where to where?",
            because="Here each order is a payment of its own, so you can see each order.",
            hints=(
                "Read the first two lines below the one with How, and think of the first market.",
                "Where are no balances, nobody pays in before, and nobody takes out afterwards.",
                "Each order is paid to an address of its own; later somebody is paid from there.",
            ),
        ),
        6: Exercise(
            about=lambda: [case.market for case in darknet.closed_markets()],
            right=lambda markets: [KINDS[market] for market in markets[3:]],
            wrong=[
                (
                    lambda markets: [KINDS[market] for market in markets],
                    "These are all cases. The first three stand in the text: begin with Hansa.",
                ),
                (
                    lambda markets: [
                        "server" if market == "Hansa" else KINDS[market] for market in markets[3:]
                    ],
                    "Look at the first again: what does the line say of Hansa?",
                ),
                (
                    lambda markets: [
                        "server" if market == "RAMP" else KINDS[market] for market in markets[3:]
                    ],
                    "Look at the second again: does anybody say how RAMP was found?",
                ),
                (
                    lambda markets: [
                        "device" if market == "Archetyp" else KINDS[market]
                        for market in markets[3:]
                    ],
                    "Look at the last again: what is named first there?",
                ),
            ],
            example=lambda markets: ["device", "inside", "device"],
            otherwise="Six words, in the order of the list, from Hansa to Archetyp.",
            because="Where a source tells how, it names servers, people, devices or money.",
            hints=(
                "Read what stands after each name, and look for computers, people or payments.",
                "Three of the six lost their servers. One line says that nothing was published.",
                "Hansa was run by the police themselves; in Archetyp, payments were followed.",
            ),
        ),
    },
    quiz=Quiz(
        ("c", "The guard takes the letter from the sender. The others take it from a relay."),
        ("b", "Likeness counts only where a law has a clause for it."),
        (
            "a",
            "At home one sees that a line uses Tor: not who sat there, nor where the way led.",
            "Look at who sees what: what does the line at home show?",
        ),
    ),
)
