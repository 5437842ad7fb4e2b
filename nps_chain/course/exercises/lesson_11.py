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

PUBLIC = {"deposit", "withdrawal"}
STEPS = {*PUBLIC, "order", "escrow"}

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
    rest, way = darknet.second_letter()
    stops = []
    for relay in way:
        stop, rest = relay.decrypt(rest).split(b"|", 1)
        stops.append(stop.decode())
    return [*stops, rest.decode()]


def _percent(hostile: int, relays: int, ways: int) -> int:
    """Return in percent how probable it is that at least one of so many ways is seen."""
    return round(100 * (1 - (1 - (hostile / relays) ** 2) ** ways))


def _kept(hostile: int, relays: int, ways: int) -> int:
    """Return the same for one guard that is kept."""
    share = hostile / relays
    return round(100 * share * (1 - (1 - share) ** ways))


@dataclass(frozen=True)
class _Names:
    """The onion names on the saved pages: the lesson's, the right ones, the one with a slip.

    Then those of three shops that show one handle: a copy, and the two that are the vendor's.
    """

    shown: str
    right: list[str]
    slip: str
    copy: str
    first: str
    second: str

    @property
    def meant(self) -> str:
        """The right name that the slip differs from in one letter."""
        return next(name for name in onion.slips(self.slip) if name in self.right)


@once
def _names() -> _Names:
    pages = material.pages()
    found = pages.of("onion")
    valid = found.loc[found["valid"], "text"]
    slip = next(iter(set(found.loc[~found["valid"], "text"])))
    shops = pages.titled(exhibit("vendor-tin_harbour")).drop_duplicates("url")
    named = {
        url.split("/")[2]: set(found.loc[found["file"] == file, "text"])
        for file, url in zip(shops["file"], shops["url"], strict=True)
    }
    by_others = {
        name: sum(name in names for site, names in named.items() if site != name) for name in named
    }
    copy, first, second = sorted(by_others, key=lambda name: by_others[name])
    return _Names(valid.iloc[0], sorted(set(valid)), slip, copy, first, second)


def _cases(names: _Names) -> list[tuple[str]]:
    """Return names that are right, and texts that are not for one reason each."""
    right = names.right[0]
    bare = right.removesuffix(".onion")
    return [(text,) for text in (right, names.slip, bare.upper(), bare[:-1], "a" * 56, bare[:16])]


def _right_length(name: str) -> bool:
    return len(name.lower().removesuffix(".onion")) == 56


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
                    "That is the first stop: the first relay sends the rest there. Go on.",
                ),
                (
                    lambda stops: stops[1],
                    "That is the second stop. This letter has more layers. Go on.",
                ),
                (
                    lambda stops: stops[2],
                    "That is the last relay. Where does this relay send the rest?",
                ),
                (
                    lambda stops: stops[-1],
                    "That is what the letter says. Where does the last relay send it?",
                ),
            ],
            example=lambda stops: "site",
            otherwise="Open all four layers with the loop. The last stop that it prints is meant.",
            because="Each relay read one name only, and the last one read the letter.",
            hints=(
                "The loop above opens one layer for each relay. This way has four relays.",
                "Use `for relay in way:`, and in the loop the two lines from above, with parcel.",
                "next_stop, parcel = relay.decrypt(parcel).split(b'|', 1), then print next_stop.",
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
                    "So it is with one guard kept. Here each way has a new guard.",
                ),
                (
                    lambda numbers: round(100 * numbers[2] * (numbers[0] / numbers[1]) ** 2),
                    "You added the chances of all ways. A chance above 100 percent cannot be.",
                ),
                (
                    lambda numbers: 100 - _percent(*numbers),
                    "That is the chance that no way is seen. Take it away from 100.",
                ),
                (
                    lambda numbers: round(100 * (1 - (1 - numbers[0] / numbers[1]) ** numbers[2])),
                    "You forgot the square: the first and the last relay must both be hostile.",
                ),
                (
                    lambda numbers: _percent(numbers[0], numbers[1], LESSONS_NUMBERS[2]),
                    "The number of ways is still the old one. Change it too.",
                ),
                (
                    lambda numbers: _percent(LESSONS_NUMBERS[0], LESSONS_NUMBERS[1], numbers[2]),
                    "The numbers of relays are still the old ones. Change them too.",
                ),
            ],
            example=lambda numbers: _percent(*LESSONS_NUMBERS),
            otherwise="Change the three numbers in the cell above, and nothing else.",
            because="A small chance, taken very often, is not small any more.",
            hints=(
                "Look at the cell with `once`. Only its first line has to change.",
                "hostile, relays, ways = 90, 1500, 300",
                "Then round(100 * (1 - (1 - (hostile / relays) ** 2) ** ways)).",
            ),
        ),
        3: Exercise(
            about=_names,
            right=lambda names: lambda name: onion.check(name).teaching,
            tried_on=_cases,
            wrong=[
                (
                    lambda names: _right_length,
                    "You count letters. A name with a slip has 56 letters, too.",
                ),
                (
                    lambda names: lambda name: len(name) == 62,
                    "You count letters. A name with a slip has as many.",
                ),
                (
                    lambda names: lambda name: onion.check(name).tor,
                    "You ask for Tor's rule, and this course has a rule of its own: teaching.",
                ),
                (
                    lambda names: lambda name: not onion.check(name).teaching,
                    "It is the wrong way round: True must stand for a right name.",
                ),
                (
                    lambda names: lambda name: True,
                    "It says True to every text, whatever it is.",
                ),
                (
                    lambda names: lambda name: name in names.right,
                    "You ask if the name is on the pages. A right name may be new to us.",
                ),
                (
                    lambda names: lambda name: onion.check(name),
                    "It gives all that the check found. Return only its part `.teaching`.",
                ),
            ],
            example=lambda names: lambda name: onion.check(name).why,
            otherwise="Let onion.check decide, and return True or False.",
            because="Now a program can test ten thousand names, and you look at the wrong ones.",
            hints=(
                "The library has the rule: onion.check(name) tests a name.",
                "In the cell with the typing mistakes, `.teaching` is True if the name is right.",
                "Write: return onion.check(name).teaching",
            ),
        ),
        4: Exercise(
            about=_names,
            right=lambda names: names.meant,
            wrong=[
                (
                    lambda names: names.slip,
                    "That is the name with the mistake. Which right name is nearest to it?",
                ),
                (
                    lambda names: names.meant.removesuffix(".onion"),
                    "It is the right one. Give it whole, with .onion at its end.",
                ),
            ],
            example=lambda names: names.shown,
            otherwise="The writer meant a name that differs from the wrong one in one letter.",
            because="The page shows the wrong name. A report gives both, and says who repaired it.",
            hints=(
                "The right name stands on the saved pages too, and differs in one letter.",
                "onion.slips(wrong) lists all names that differ in one letter. Try each in a loop.",
                "for other in onion.slips(wrong): if other in names: print(other)",
            ),
        ),
        5: Exercise(
            about=_names,
            right=lambda names: names.copy,
            wrong=[
                (
                    lambda names: names.first,
                    "Another site names this one, and this one names it: so they belong together.",
                ),
                (
                    lambda names: names.second,
                    "Two other sites name this one. Everybody can write a name down.",
                ),
                (
                    lambda names: names.copy.removesuffix(".onion"),
                    "It is the right one. Give it whole, with .onion at its end.",
                ),
                (
                    lambda names: names.slip,
                    "That is the name with the mistake. The copy's name has no mistake.",
                ),
            ],
            otherwise="Give one of the names that the cell prints, with .onion at its end.",
            because="The copy names a real site, and no real site names the copy.",
            hints=(
                "Each site lists two names: its own and another one.",
                "For each of the three names, count the other sites that list it.",
                "Two names are listed by other sites. The third is listed by its own site alone.",
            ),
        ),
        6: Exercise(
            about=lambda: PUBLIC,
            right=lambda public: public,
            wrong=[
                (
                    lambda public: STEPS - public,
                    "It is the other way round: read what the rules say of an order.",
                ),
                (
                    lambda public: {"deposit"},
                    "And how does the vendor get the money out of the market?",
                ),
                (
                    lambda public: {"withdrawal"},
                    "And how does the customer's money come into the market?",
                ),
                (
                    lambda public: {*public, "escrow"},
                    "At this market escrow is only a number in its books. Read the rules.",
                ),
                (
                    lambda public: {*public, "order"},
                    "An order only moves numbers in the books of the market. Read the rules.",
                ),
            ],
            example=lambda public: STEPS,
            otherwise="The rules say which steps happen inside the market only.",
            because="Between the two lies the market's pool: there only its own data help.",
            hints=(
                "Read the part of the page that begins with How.",
                "One sentence says: None of this is on the chain. Which steps does it speak of?",
                "Money that comes in or goes out is public. What moves inside is not.",
            ),
        ),
        7: Exercise(
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
                    "Look at the first again: police did more than take the servers of Hansa.",
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
            because="Servers, people and money gave the markets away, not the layers.",
            hints=(
                "Read what stands after each name, and look for computers, people or payments.",
                "Three of the six lost their servers. One line says that nothing was published.",
                "Hansa was run by the police themselves; in Archetyp, payments were followed.",
            ),
        ),
    },
    quiz=Quiz(
        ("b", "The guard takes the letter from the sender. The others take it from a relay."),
        ("c", "The check finds typing mistakes. A thief's name passes as well."),
        ("a", "The line and Tor are what you know. All else needs other evidence."),
    ),
)
