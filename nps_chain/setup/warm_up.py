"""Compile the library's kernels before a lesson needs them.

Numba compiles a kernel when it is first called, and keeps the result on disk. So that no lesson
waits for it, this program reads a small chain and groups its addresses once; matplotlib builds its
list of fonts on the same occasion.
"""

import nps_chain

DATA = "core-regtest"


def warm_up() -> None:
    """Call what the lessons call, on the smallest data set."""
    import matplotlib.pyplot

    matplotlib.pyplot.close()
    nps_chain.cluster(nps_chain.load(DATA))


if __name__ == "__main__":
    from nps_chain.setup import remedies

    def work() -> int:
        """Warm up, and report no trouble."""
        warm_up()
        return 0

    raise SystemExit(remedies.in_one_sentence(work))
