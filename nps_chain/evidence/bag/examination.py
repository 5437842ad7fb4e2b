"""What comes of looking at a package: problems, notes, checksums, and what is said of it."""

from dataclasses import dataclass, field

from nps_chain.evidence.bag.findings import Finding

KEPT = "sha512"
"""By which a file is known again when it is read after the examination."""


@dataclass
class Examination:
    """What came of looking at a package.

    Attributes
    ----------
    problems, notes : list of Finding
        What it is refused for, and what is odd.
    told : list of (str, str)
        What is said of it.
    signer : str
        The fingerprint of the key whose seal fits; empty where there is none.
    name : str
        Whose it is, as a list of signers says; empty where none does.
    digests : dict of str to dict of str to str
        The checksums of each file, by its name and the algorithm's.
    sizes : dict of str to int
        The bytes of each file.
    """

    problems: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    signer: str = ""
    name: str = ""
    digests: dict[str, dict[str, str]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    _refused: set[tuple[str, str]] = field(default_factory=set)
    _noted: set[Finding] = field(default_factory=set)

    def refuse(self, what: str, where: str, why: str) -> None:
        """Add a problem; one of a kind is enough for a place."""
        if (what, where) not in self._refused:
            self._refused.add((what, where))
            self.problems.append(Finding(what, where, why))

    def has(self, what: str, where: str) -> bool:
        """Return whether there is a problem of a kind at a place."""
        return (what, where) in self._refused

    def note(self, what: str, where: str, why: str) -> None:
        """Add what is odd, once."""
        if (noted := Finding(what, where, why)) not in self._noted:
            self._noted.add(noted)
            self.notes.append(noted)

    def said(self, label: str) -> list[str]:
        """Return what is said of the package under a label."""
        return [value for name, value in self.told if name.lower() == label.lower()]
