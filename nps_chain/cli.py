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
    "case": "pack the files of a case and seal them, or verify such a package",
    "progress": "gather what the participants of a class have solved, as one sheet",
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
    _add_case(of["case"])
    add = of["progress"].add_argument
    told = "a folder with working copies, or with sheets that were handed in"
    add("folders", type=Path, metavar="FOLDER", nargs="+", help=told)
    add("--out", type=Path, metavar="FILE", help="the sheet, such as class.csv")
    add = of["wheels"].add_argument
    add("folder", type=Path, metavar="FOLDER", help="where the packages go")
    add("--platform", choices=("windows", "macos", "linux"), help="default: this machine's")
    add("--python", choices=("3.11", "3.12", "3.13"), help="default: this machine's")
    add("--test", action="store_true", help="what the checks need, too")
    return parser.parse_args(words)


def _add_case(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", metavar="STEP", required=True)
    told = "pack a folder of files as a package, and seal it"
    files_only = (
        "The files are packed as they are. What you found on the chain goes into a package in a"
        " notebook, by nps.bag."
    )
    add = steps.add_parser(
        "pack", help=told, description=told, epilog=files_only, allow_abbrev=False
    ).add_argument
    add("folder", type=Path, metavar="FOLDER", help="the files to pack, such as an agency's folder")
    add("--out", type=Path, metavar="PATH", required=True, help="a new folder, or a new .zip file")
    add("--title", metavar="TEXT", required=True, help="what the case is")
    add("--agency", metavar="NAME", required=True, help="who hands it over")
    add("--date", metavar="DAY", required=True, help="the day, such as 2025-03-23")
    add(
        "--handling",
        metavar="MARK",
        default="TLP:AMBER",
        help="who may get it (default: TLP:AMBER)",
    )
    add(
        "--key",
        type=Path,
        metavar="FILE",
        help="the private key to seal it with; without one, it isn't sealed",
    )
    told = "say whether a package is whole, and whose seal it bears"
    add = steps.add_parser("verify", help=told, description=told, allow_abbrev=False).add_argument
    add("path", type=Path, metavar="PATH", help="a folder, a .zip or a .tar.gz file")
    add("--signer", metavar="WHO", help="who must have sealed it: SHA256:..., or a .pub file")
    told = "make a key to seal with: FILE is private, FILE.pub is for those who verify"
    add = steps.add_parser("key", help=told, description=told, allow_abbrev=False).add_argument
    add("file", type=Path, metavar="FILE", help="a new file")
    add("--owner", metavar="NAME", default="", help="whose it is")


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
        case "case":
            return _case(asked)
        case "progress":
            return _progress(asked.folders, asked.out)
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


def _case(asked: argparse.Namespace) -> int:
    if asked.step == "key":
        from nps_chain.evidence.bag.seal.key import new_key

        key = new_key(asked.file, comment=asked.owner)
        print(f"The key's fingerprint is {key.fingerprint}")
        print("Tell it by another way, such as the telephone, to those who get your packages.")
        print(f"Who has {asked.file} can seal in your name: keep it where only you can read it.")
        return 0
    import nps_chain

    if asked.step == "verify":
        verdict = nps_chain.verify(asked.path, asked.signer)
    else:
        verdict = nps_chain.bag(
            asked.out,
            title=asked.title,
            agency=asked.agency,
            date=asked.date,
            handling=asked.handling,
            files=asked.folder,
            sign_with=asked.key,
        )
    print(verdict)
    if asked.step == "pack":
        print(f"It is kept in {asked.out}.")
    return 0 if verdict.ok else 1


def _progress(folders: list[Path], out: Path | None) -> int:
    from nps_chain.course import gather, sheet

    rows, left_out = gather.gather(folders)
    print(*left_out, gather.summary(rows), sep="\n")
    if out is not None:
        sheet.save(rows, out)
        print(f"It is kept in {out}.")
    return 0


def _print_knobs(preset: str) -> int:
    from nps_chain.world.simulate import scenario_of

    print(scenario_of(preset).to_toml(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
