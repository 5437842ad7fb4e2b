"""Verdict: what verification says of a package, and the way to what is in one that is whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.bag.examination import KEPT, Examination
from nps_chain.evidence.bag.findings import Finding
from nps_chain.evidence.bag.manifest import PAYLOAD
from nps_chain.evidence.bag.opened.package import Package
from nps_chain.evidence.bag.reread import Reread
from nps_chain.harmless import harmless

_Files = Mapping[str, bytes]  # named outside of the class, in which bytes is a method
_SHOWN = 10  # findings; the rest is in the frames
_NAME, _WHY = 200, 300  # characters of texts that come from the package


@dataclass(frozen=True, eq=False, repr=False)
class Verdict:
    """What verification says of a package.

    Attributes
    ----------
    path : Path
        The package.
    expected : bool
        Whether it was told by whom it has to be sealed.
    """

    path: Path
    expected: bool
    _made: Examination
    _package: Package | None

    @property
    def ok(self) -> bool:
        """Whether the package is whole, and sealed by who was expected, if that was told."""
        return not self._made.problems

    @property
    def signer(self) -> str:
        """The fingerprint of the key whose seal fits, ``SHA256:...``; empty if there is none."""
        return self._made.signer

    @property
    def info(self) -> dict[str, str]:
        """What ``bag-info.txt`` says, by label; a label's values are lines."""
        said: dict[str, list[str]] = {}
        for label, value in self._made.told:
            said.setdefault(harmless(label, _NAME), []).append(harmless(value, _WHY))
        return {label: "\n".join(values) for label, values in said.items()}

    @property
    def problems(self) -> pd.DataFrame:
        """What the package is refused for: ``what``, ``where``, ``why``.

        The kinds in ``what`` are those of `nps_chain.evidence.bag.findings.WORDS`.
        """
        return _frame(self._made.problems)

    @property
    def notes(self) -> pd.DataFrame:
        """What is odd and refuses nothing, as in `problems`."""
        return _frame(self._made.notes)

    @cached_property
    def files(self) -> pd.DataFrame:
        """One row a file, sorted: ``file``, ``bytes``, ``sha512``."""
        rows = [
            (name, self._made.sizes[name], digests[KEPT])
            for name, digests in sorted(self._made.digests.items())
        ]
        frame = pd.DataFrame(rows, columns=["file", "bytes", "sha512"])
        return frame.astype({"file": "str", "bytes": "int64", "sha512": "str"})

    def bytes(self, file: str) -> bytes:
        """Return what a file of the package holds.

        Parameters
        ----------
        file : str
            Its path in the package, such as ``data/README.txt``.

        Raises
        ------
        NpsError
            If the package is refused, has no such file, or was changed since it was verified.
        """
        if not self.ok or self._reread is None:
            raise NpsError(f"{self.path} is refused, so nothing is taken out of it.")
        if file not in self._made.digests:
            raise NpsError(f"{self.path} has no file {file!r:.120}.")
        data = self._reread.read(file)
        if data is None:
            raise NpsError(f"{self.path} was changed since it was verified: verify it again.")
        return data

    @cached_property
    def _reread(self) -> Reread | None:
        return Reread(self._package, self._made) if self._package else None

    @cached_property
    def payload(self) -> _Files:
        """The files in ``data/``, by their paths in it; one is read when it is asked for."""
        return _Payload(self)

    @property
    def contents(self) -> Any:
        """What a case package has in it, read back: tables, tags, log, report, letters.

        Raises
        ------
        NpsError
            If the package is refused, or wasn't made by nps-chain.
        """
        from nps_chain.evidence.bag.contents import opened

        return opened(self.payload)

    @property
    def says(self) -> str:
        """The verdict in a sentence or two."""
        if not self.ok:
            first = _sentence(self._made.problems[0])
            only = len(self._made.problems) == 1
            return f"{self._refusal} {first}" if only else f"{self._refusal} The first: {first}"
        if not self.signer:
            return (
                "The package is whole, but not sealed: whoever changes a file can change the lists"
                " as well."
            )
        if not self.expected:
            return (
                f"The package is whole, and sealed by {self.signer}. Whose key that is, it can't"
                " say: compare the fingerprint with one that you got by another way."
            )
        whose = f" ({self._made.name})" if self._made.name else ""
        return f"The package is whole, and sealed by {self.signer}{whose}, as expected."

    @property
    def _refusal(self) -> str:
        count = len(self._made.problems)
        return f"The package is refused{f' for {count:,} reasons' if count > 1 else ''}."

    def __bool__(self) -> bool:
        return self.ok

    def __repr__(self) -> str:
        lines = [self.says if self.ok else self._refusal]
        for title, found in (("Problem", self._made.problems), ("Note", self._made.notes)):
            lines += [f"  {title}: {_sentence(each)}" for each in found[:_SHOWN]]
            if len(found) > _SHOWN:
                lines.append(f"  {title}: {len(found) - _SHOWN:,} more.")
        return "\n".join(lines)


class _Payload(Mapping[str, bytes]):
    def __init__(self, verdict: Verdict) -> None:
        self._verdict = verdict
        files = verdict.files["file"]
        payload = (str(name) for name in files if name.startswith(PAYLOAD))
        self._names = dict.fromkeys(name[len(PAYLOAD) :] for name in payload)

    def __getitem__(self, name: str) -> bytes:
        if name not in self._names:
            raise KeyError(name)
        return self._verdict.bytes(PAYLOAD + name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _sentence(found: Finding) -> str:
    return f"{harmless(found.where, _NAME)} ({found.what}): {harmless(found.why, _WHY)}."


def _frame(findings: Sequence[Finding]) -> pd.DataFrame:
    rows = [
        (found.what, harmless(found.where, _NAME), harmless(found.why, _WHY)) for found in findings
    ]
    return pd.DataFrame(rows, columns=list(Finding._fields)).astype("str")
