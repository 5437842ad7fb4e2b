"""Pin every package that a checkout installs, with its hashes, for all systems and Pythons.

Reads ``pyproject.toml``; writes ``requirements.txt`` (the course) and ``requirements-test.txt``
(the course and its checks, at the same versions). Needs ``uv`` and a network. The files name no
package index, so a mirror or a folder serves as well. Run it when a dependency changes::

    python tools/pin.py             # keep the versions that are pinned already, where they fit
    python tools/pin.py --upgrade   # take the newest
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = ["uv", "pip", "compile", "pyproject.toml", "--group", "build", "--universal", "--quiet"]
NAMELESS = ["--generate-hashes", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
FILES = {
    "requirements.txt": [],
    "requirements-test.txt": ["--extra", "test", "--constraint", "requirements.txt"],
}


def main(options: list[str]) -> None:
    """Write both files; ``options`` go to uv."""
    environment = os.environ | {"UV_CUSTOM_COMPILE_COMMAND": "python tools/pin.py"}
    for file, more in FILES.items():
        command = [*COMPILE, *NAMELESS, *more, *options, "--output-file", file]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
