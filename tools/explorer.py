"""Build the explorer's script again, from its sources in ``explorer`` and the parts they use.

Needs Node.js with npm, and a network or npm's cache. The parts' versions and hashes are pinned in
``explorer/package-lock.json``, which names no registry. The same sources give the same bytes::

    python tools/explorer.py            # fetch the parts, build, write; print the checksum
    python tools/explorer.py --check    # say whether what is committed is what this would write
    python tools/explorer.py --parts    # fetch the parts alone: the browser's tests use axe-core
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "explorer"
STATIC = ROOT / "nps_chain" / "show" / "static"
BUILT = SOURCES / "built.json"

FETCH = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
BUNDLE = [
    "src/index.js",
    "--bundle",
    "--minify",
    "--format=esm",
    "--target=es2022",
    "--charset=utf8",
    "--loader:.css=text",
    "--legal-comments=none",  # they hold addresses of the web; LICENCES.txt has what they say
    "--log-level=warning",
]
WITHIN_CYTOSCAPE = """\
The script of cytoscape holds parts by others, each under the MIT licence, whose words are above.

heap: by Xueqiao Xu.
lodash: by John-David Dalton, the jQuery Foundation and other contributors; based on Underscore.js,
    copyright Jeremy Ashkenas, DocumentCloud and Investigative Reporters & Editors.
Thenable, an embeddable implementation of promises: copyright (c) 2013-2014 Ralf S. Engelschall.
A generator of Bezier curves: copyright Gaetan Renaudeau.
A generator of spring physics by Runge and Kutta's method, adapted from Framer.js: copyright Koen
    Bok.
"""


def main(options: list[str]) -> int:
    """Do as asked; return 1 if what is committed is something else, or 0."""
    run("npm", *FETCH)
    if "--parts" in options:
        return 0
    made = files()
    for path, content in made.items():
        print(hashlib.sha256(content).hexdigest(), path.relative_to(ROOT).as_posix())
    if "--check" in options:
        other = [path for path, content in made.items() if path.read_bytes() != content]
        for path in other:
            print(f"{path.relative_to(ROOT).as_posix()} is not what the sources give.")
        return int(bool(other))
    for path, content in made.items():
        path.write_bytes(content)
    return 0


def files() -> dict[Path, bytes]:
    """Return what is written, by path."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "explorer.js"
        run("npx", "--no-install", "esbuild", *BUNDLE, f"--outfile={out}")
        script = out.read_bytes()
    built = {"script": hashlib.sha256(script).hexdigest(), "sources": sources()}
    return {
        STATIC / "explorer.js": script,
        STATIC / "LICENCES.txt": licences().encode(),
        BUILT: (json.dumps(built, indent=2) + "\n").encode(),
    }


def sources(paths: Iterable[Path] = ()) -> str:
    """Return one SHA-256 of what the script is built from: its sources, and the parts' pins."""
    whole = hashlib.sha256()
    for path in paths or [*sorted((SOURCES / "src").iterdir()), SOURCES / "package-lock.json"]:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{path.name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return whole.hexdigest()


def licences() -> str:
    """Return which parts of others the script holds, in which version, under which licence."""
    part = SOURCES / "node_modules" / "cytoscape"
    version = json.loads((part / "package.json").read_text("utf-8"))["version"]
    licence = re.sub(r"[ \t]+$", "", (part / "LICENSE").read_text("utf-8"), flags=re.MULTILINE)
    return (
        "explorer.js is built from this project's own sources, under the MIT licence, and from\n"
        f"this part, by others.\n\ncytoscape {version}, MIT licence\n\n{licence.strip()}\n\n"
        f"{WITHIN_CYTOSCAPE}"
    )


def run(program: str, *words: str) -> None:
    """Run a program of Node's in the folder of the sources."""
    found = shutil.which(program)
    if found is None:
        sys.exit(f"{program} is not found: install Node.js, which brings it.")
    subprocess.run([found, *words], cwd=SOURCES, env=os.environ | {"CI": "true"}, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
