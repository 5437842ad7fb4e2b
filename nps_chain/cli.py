"""The command ``nps-chain``: words to functions.

What a word needs is imported when it is used, so that ``start.py`` can ask on a bare Python what a
command line means.
"""

import argparse
import sys
from pathlib import Path

from nps_chain.setup import remedies

WORDS = {
    "start": "open the first lesson in JupyterLab (what happens if no word is given)",
    "test": "run the checks of the project",
    "doctor": "check what a lesson needs of this machine",
    "reset": "hand a lesson out again; your own is kept under another name",
    "read": "read a chain in any known format, and keep it as a folder",
    "simulate": "make an invented economy's chain, its truth and pages, as a data set",
    "wheels": "make a folder of packages, to set up without a network",
}


def main(words: list[str] | None = None) -> int:
    """Do what the command line says; return the exit status."""
    asked = parse(sys.argv[1:] if words is None else words)
    return remedies.in_one_sentence(lambda: _do(asked))


def parse(words: list[str], program: str = "nps-chain") -> argparse.Namespace:
    """Return what a command line asks for; a wrong one ends the program with a usage message."""
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help")):
        words = ["start", *words]
    parser = argparse.ArgumentParser(
        prog=program,
        description="A hands-on course in tracing cryptocurrency.",
        epilog="start.py also takes --wheels FOLDER: set up from that folder, without a network.",
        allow_abbrev=False,
    )
    parsers = parser.add_subparsers(dest="word", metavar="WORD")
    of = {
        word: parsers.add_parser(word, help=does, description=does, allow_abbrev=False)
        for word, does in WORDS.items()
    }
    add = of["start"].add_argument
    add("--present", action="store_true", help="for the projector: larger type, simple interface")
    add("--no-browser", action="store_true", help="only print the address")
    add("--port", type=int, metavar="N", help="listen on this port")
    add("--course", type=Path, metavar="FOLDER", help="your working copy (default: my-course)")
    of["test"].add_argument("--full", action="store_true", help="the slow checks too")
    add = of["reset"].add_argument
    add("lesson", metavar="LESSON", help="its number, its name or its file")
    add("--course", type=Path, metavar="FOLDER", help="your working copy (default: my-course)")
    add = of["read"].add_argument
    add("path", type=Path, metavar="PATH", help="a file or folder with blocks or transactions")
    add("--out", type=Path, metavar="FOLDER", required=True, help="where to keep the chain")
    add = of["simulate"].add_argument
    add("preset", metavar="PRESET", help="tiny, classroom, large, or a scenario's .toml file")
    add("--seed", type=int, metavar="N", default=0, help="another seed, another case (default: 0)")
    goes = of["simulate"].add_mutually_exclusive_group(required=True)
    goes.add_argument("--out", type=Path, metavar="FOLDER", help="where to keep the data set")
    goes.add_argument("--knobs", action="store_true", help="only print the scenario, explained")
    add("--blocks", action="store_true", help="keep the blocks, too, as a node's files")
    add = of["wheels"].add_argument
    add("folder", type=Path, metavar="FOLDER", help="where the packages go")
    add("--platform", choices=("windows", "macos", "linux"), help="default: this machine's")
    add("--python", choices=("3.11", "3.12", "3.13"), help="default: this machine's")
    add("--test", action="store_true", help="what the checks need, too")
    return parser.parse_args(words)


def _do(asked: argparse.Namespace) -> int:
    match asked.word:
        case "start":
            from nps_chain.setup.start import start

            return start(asked.course, asked.present, not asked.no_browser, asked.port)
        case "test":
            from nps_chain.setup import checks

            return checks.run(asked.full)
        case "doctor":
            from nps_chain.setup.doctor import doctor

            return doctor()
        case "reset":
            from nps_chain.setup.start import reset

            return reset(asked.lesson, asked.course)
        case "wheels":
            from nps_chain.setup import wheels

            return wheels.download(asked.folder, asked.platform, asked.python, asked.test)
        case "simulate":
            if asked.knobs:
                return _print_knobs(asked.preset)
            return _simulate(asked.preset, asked.seed, asked.out, asked.blocks)
        case _:
            return _read(asked.path, asked.out)


def _read(path: Path, out: Path) -> int:
    import nps_chain

    chain = nps_chain.read(path)
    chain.save(out)
    print(chain)
    print(f"It is kept in {out}; nps_chain.load({str(out)!r}) loads it.")
    return 0


def _simulate(preset: str, seed: int, out: Path, blocks: bool) -> int:
    import nps_chain
    from nps_chain.world.data_set import refuse_foreign

    refuse_foreign(out)  # before minutes of work, not after
    world = nps_chain.simulate(preset, seed)
    world.save(out, blocks=blocks)
    print(world)
    print(f"It is kept in {out}; nps_chain.load({str(out)!r}) loads its chain.")
    return 0


def _print_knobs(preset: str) -> int:
    from nps_chain.world.simulate import scenario_of

    print(scenario_of(preset).to_toml(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
