"""Set the course up on this machine, then open it: ``python3 start.py`` (Windows: ``py start.py``).

A fresh machine needs Python and nothing else. ``python3 start.py --help`` lists what else it does;
each word but ``--wheels FOLDER`` is passed on to the command ``nps-chain``.

This file alone must be readable by any Python, however old, for the sake of its first sentence. So
what needs a newer one is imported only after that.
"""

import sys

OLDEST = (3, 11)
NEWEST = (3, 13)


def refusal(version, bits):
    """Return the sentence for a Python that can't run the course, or "" for one that can."""
    if OLDEST <= version[:2] <= NEWEST and bits == 64:
        return ""
    words = "This is Python %d.%d (%d bits); the course needs 3.%d to 3.%d (64 bits). "
    remedy = "Install one of those beside it, and run start.py with it."
    return words % (version[0], version[1], bits, OLDEST[1], NEWEST[1]) + remedy


def main(words):
    """Find or make the environment, then run ``nps-chain`` in it; return the exit status."""
    import argparse
    from pathlib import Path

    from nps_chain import cli
    from nps_chain.setup import environment, remedies

    def work():
        own = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
        own.add_argument("--wheels", type=Path, metavar="FOLDER")
        options, rest = own.parse_known_args(words)
        command = cli.parse(rest, "start.py")  # a mistyped word is told before anything is fetched
        root = Path(__file__).resolve().parent
        python = environment.prepare(root, command.word == "test", options.wheels)
        return environment.hand_over(python, root, rest)

    return remedies.in_one_sentence(work)


if __name__ == "__main__":
    problem = refusal(sys.version_info, 64 if sys.maxsize > 2**32 else 32)
    sys.exit(problem or main(sys.argv[1:]))
