"""Compile the library's kernels before a lesson needs them.

Numba compiles a kernel when it is first called, and keeps the result on disk. So that no lesson
waits for it, this program does once what the lessons do: it reads a small chain in several ways and
groups its addresses; matplotlib builds its list of fonts on the same occasion.

Numba compiles a kernel anew when its own file changed, but not when a kernel that it calls did, in
another file: the old one would go on running. So all are forgotten when any file with kernels
changed since they were compiled, as an update of the course does.
"""

import hashlib
from pathlib import Path

import nps_chain
from nps_chain.places import PACKAGE, data_path

DATA = "core-regtest"
STAMP = Path("__pycache__", "kernels.sha256")


def warm_up() -> None:
    """Call what the lessons call, on the smallest data set."""
    import matplotlib.pyplot

    matplotlib.pyplot.close()
    chain = nps_chain.load(DATA)
    _techniques(chain)
    nps_chain.read(data_path(f"{DATA}/blocks"))
    nps_chain.read(data_path(f"{DATA}/getblock-verbosity3.jsonl.gz"))


def _techniques(chain: nps_chain.Chain) -> None:
    """Call each technique, in as many ways as it has kernels."""
    from nps_chain.trace.change import HEURISTICS, answers
    from nps_chain.trace.coinjoin.interpretations import interpretations_of

    answers(chain, HEURISTICS, as_of=chain.height)
    nps_chain.coinjoins(chain)
    interpretations_of([10**6 + k for k in range(6)], [2**k for k in range(7)])
    nps_chain.cluster(chain, change="vote", limit=1000)
    clusters = nps_chain.cluster(chain)
    largest = clusters.frame["cluster"] == clusters.sizes.index[0]
    a, *_, b = clusters.frame.index[largest].tolist()
    clusters.when(a, b)
    clusters.without(*clusters.why(a, b).frame["tx"])
    clusters.bridges()
    clusters.graph(top=3)
    for policy in ("fifo", "haircut"):
        nps_chain.taint(chain, 0, None, policy=policy)
        nps_chain.taint(chain, 0, None, policy=policy, backward=True)
    nps_chain.follow(chain, 300)
    nps_chain.peel(chain, 843)
    nps_chain.paths(chain, a, b)
    nps_chain.match(chain, range(500, 530), range(530, 600), fee=(0, 0.05), delay=6)
    nps_chain.services(chain, clusters)
    nps_chain.explore(chain, chain.address(a), clusters=clusters).fold(chain.address(a))
    nps_chain.score(clusters, nps_chain.truth(DATA))


def forget_stale_kernels(package: Path = PACKAGE) -> bool:
    """Remove a package's compiled kernels if sources of kernels changed; return whether they had.

    Where the package can't be written, Numba keeps kernels elsewhere, and the package only changes
    as a whole: then nothing is done.
    """
    sources = hashlib.sha256()
    for file in sorted(package.rglob("*.py")):
        source = file.read_bytes()
        if b"numba" in source:
            sources.update(file.relative_to(package).as_posix().encode() + source)
    stamp = package / STAMP
    try:
        if stamp.exists() and stamp.read_text("ascii") == sources.hexdigest():
            return False
        for kernel in package.rglob("__pycache__/*.nb[ic]"):
            kernel.unlink()
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(sources.hexdigest(), "ascii")
    except OSError:
        return False
    return True


if __name__ == "__main__":
    from nps_chain.setup import remedies

    def work() -> int:
        """Warm up, and report no trouble."""
        forget_stale_kernels()
        warm_up()
        return 0

    raise SystemExit(remedies.in_one_sentence(work))
