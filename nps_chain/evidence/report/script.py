"""The workings as a program that another can run, without this report."""

from collections.abc import Iterable

from nps_chain import __version__
from nps_chain.evidence.report.numbers import Number
from nps_chain.evidence.report.workings import Workings
from nps_chain.harmless import harmless


def program(title: str, whose: str, workings: Workings, numbers: Iterable[Number]) -> str:
    """Return the program.

    It prints a line for each number of the report: its own number, a tab, and what came out.
    """
    imported = sorted({step.imported for step in workings.steps.values() if step.imported})
    lines = [
        f"# The workings of a report: {harmless(title, 200)}",
        f"# {harmless(whose, 200)}. Made with nps-chain {__version__}.",
        "#",
        "# Run it where the same data are at hand. It works out each number of the report again,",
        "# and prints it behind the number by which the report cites it.",
        "",
        "import nps_chain as nps",
        *imported,
        "",
        *(f"{step.name} = {step.code}" for step in workings.steps.values()),
        "",
        "numbers = {",
        *(f"    {number.place}: {number.told.code}," for number in numbers),
        "}",
        "for place, value in numbers.items():",
        '    print(place, value, sep="\\t")',
    ]
    return "\n".join(lines) + "\n"
