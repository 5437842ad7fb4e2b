"""Kinds of wallet software: the habits that a program leaves on each transaction it makes.

Investigators call such habits a fingerprint. Each kind is modelled on the ways of real programs of
2019 to 2021, and no kind is one of them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Software:
    """One kind of wallet software.

    Attributes
    ----------
    receive, change_lock : str
        The locks of addresses for receiving and for change, names in ``keys.INPUT_WEIGHT``.
    version : int
        Of its transactions.
    locktime : bool
        Whether it sets the lock time to the newest block, against fee sniping.
    replaceable : bool
        Whether its transactions may be replaced (BIP 125).
    order : str
        Of outputs: ``random``, ``bip69`` (which sorts inputs, too), ``change first`` or
        ``change last``.
    selection : str
        Which coins it takes: ``largest``, ``smallest`` or ``newest`` or ``oldest`` first, ``fit``
        (the smallest that is enough), ``match`` (one without change if there is one, else random).
    change : str
        ``fresh``, or ``same`` (back to the address of the first input).
    change_again : int
        Per mille of payments whose change goes to the last change address once more.
    needless : int
        Per mille of payments that spend one coin more than they need.
    all_coins : int
        Per mille of payments that spend all coins there are.
    payee_pays : int
        Per mille of payments whose fee is taken from the sum that is paid.
    """

    name: str
    receive: str
    change_lock: str
    version: int = 2
    locktime: bool = False
    replaceable: bool = False
    order: str = "random"
    selection: str = "largest"
    change: str = "fresh"
    change_again: int = 0
    needless: int = 0
    all_coins: int = 0
    payee_pays: int = 0


KINDS: dict[str, Software] = {
    kind.name: kind
    for kind in (
        Software("mobile", "p2wpkh", "p2wpkh", 1, order="change first", selection="smallest",
                 change_again=340, needless=340, payee_pays=70),
        Software("mobile taproot", "p2tr", "p2tr", 1, order="change first",
                 selection="smallest", change_again=340, needless=340, payee_pays=70),
        Software(
            "mobile 2", "p2wpkh", "p2wpkh", 1,
            order="bip69", selection="smallest", change_again=120, needless=340, payee_pays=70,
        ),
        Software(
            "mobile 2 taproot", "p2tr", "p2tr", 1,
            order="bip69", selection="smallest", change_again=120, needless=340, payee_pays=70,
        ),
        Software(
            "desktop", "p2wpkh", "p2wpkh", 2, True, True, order="bip69",
            change_again=340, needless=340, payee_pays=70,
        ),
        Software("core", "p2wpkh", "p2wpkh", 2, True, selection="match", change_again=200,
                 needless=340, payee_pays=70),
        Software(
            "web", "p2pkh", "p2pkh", 1, order="change last", selection="fit", change="same",
        ),
        Software(
            "legacy", "p2pkh", "p2pkh", 1,
            order="bip69", selection="smallest", change_again=400, needless=340, payee_pays=70,
        ),
        Software(
            "nested", "p2sh-p2wpkh", "p2sh-p2wpkh", 1,
            order="bip69", change_again=250, needless=340, payee_pays=70,
        ),
        Software(
            "nested taproot", "p2tr", "p2tr", 1,
            order="bip69", change_again=250, needless=340, payee_pays=70,
        ),
        Software("hybrid", "p2pkh", "p2wpkh", 1, change_again=340, needless=340, payee_pays=70,
                 all_coins=300),
        Software("taproot", "p2tr", "p2tr", 2, True, True, needless=340, payee_pays=70),
        Software("privacy", "p2wpkh", "p2wpkh", 1, order="random", selection="match"),
        Software("service", "p2wpkh", "p2wpkh", 1, order="bip69", selection="newest"),
        Software("service nested", "p2sh-p2wpkh", "p2sh-p2wpkh", 1, order="bip69",
                 selection="newest"),
        Software("service taproot", "p2tr", "p2tr", 1, order="bip69", selection="newest"),
        Software("service legacy", "p2pkh", "p2pkh", 1, order="bip69", selection="newest"),
        Software("service static", "p2pkh", "p2pkh", 1, order="bip69", selection="newest",
                 change="same"),
        Software("legacy new", "p2pkh", "p2pkh", 2, True, order="bip69", selection="smallest",
                 needless=340, payee_pays=70),
        Software("nested new", "p2sh-p2wpkh", "p2sh-p2wpkh", 2, True, True, needless=340,
                 payee_pays=70),
        Software("service multisig", "p2wsh", "p2wsh", 1, order="bip69", selection="newest"),
        Software("service locktime", "p2sh-p2wpkh", "p2sh-p2wpkh", 1, True, order="bip69",
                 selection="newest"),
        Software("vault", "p2wsh", "p2wsh", 2, selection="largest"),
        Software("old vault", "p2sh-multisig", "p2sh-multisig", 1, selection="largest"),
        Software("pool", "p2pkh", "p2pkh", 1, order="random", selection="oldest"),
    )
}  # fmt: skip
"""All kinds, by name."""
