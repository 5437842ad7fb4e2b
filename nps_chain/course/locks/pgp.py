"""PGP keys that say what one likes: a name in a key proves nothing."""

from hashlib import sha256

from nps_chain.world.pages.openpgp import Key


def pgp_block(name: str) -> str:
    """Return a new public PGP key, as it is shown on pages, with a name in it that anybody chose.

    Examples
    --------
    >>> import nps_chain as nps
    >>> nps.pgp_key(pgp_block("the only real one")).names
    ('the only real one',)
    """
    signing, locking = (
        sha256(f"{use}, teaching only: {name}".encode()).digest() for use in ("signs", "locks")
    )
    return Key(name, 0, signing, locking).public_block("FIXTURE KEY, teaching only")
