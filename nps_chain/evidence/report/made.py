"""A report as it is made: its numbers, its annex, its check, its files."""

import json
import os
from pathlib import Path
from typing import Any

import pandas as pd

from nps_chain.errors import NpsError
from nps_chain.evidence.report.annex import annex
from nps_chain.evidence.report.data import as_data
from nps_chain.evidence.report.numbers import Number, frame, numbered
from nps_chain.evidence.report.page import page
from nps_chain.evidence.report.script import program
from nps_chain.evidence.report.telling import tell
from nps_chain.evidence.report.written import Written
from nps_chain.files import write_files


class Report(Written):
    """Findings, what they rest on, and the workings of every number in them.

    It is begun by :func:`nps_chain.evidence.report.report`, which tells how one is written.

    Attributes
    ----------
    title, question, agency, author, case : str
        What it is called, what was asked, and by whom it is.
    date : str
        The day of the report, as ``2025-03-25``: nothing later is known in it.
    handling : str
        Its TLP mark.
    invented : bool
        Whether it is about invented data.
    findings : list of Finding
        What was found, in order.
    pictures : list of Picture
        What is shown.
    limits : list of Sentence
        What the author adds to what the methods can't know.
    """

    @property
    def numbers(self) -> dict[tuple[str, str], Number]:
        """Every value that is told, numbered in the order of reading."""
        return numbered(self._sentences())

    @property
    def annex(self) -> pd.DataFrame:
        """Every transaction that the report speaks of, one a row, in chain order.

        ``txid``, ``height``, ``time``, ``fee`` (satoshi), ``inputs`` and ``outputs`` (how many),
        ``findings`` and ``exhibits`` that speak of it.
        """
        listed, _ = annex(self.findings, self.workings)
        columns = ["txid", "height", "time", "fee", "inputs", "outputs", "findings", "exhibits"]
        rows = [
            (one.txid, one.height, one.time, one.fee, len(one.inputs), len(one.outputs),
             ", ".join(one.findings), ", ".join(one.exhibits))
            for one in listed
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def check(self, **given: Any) -> pd.DataFrame:
        """Work out every number again, and return both beside each other.

        Parameters
        ----------
        **given
            Results to take as they are, such as ``chain=`` another copy of the same chain.

        Returns
        -------
        pandas.DataFrame
            One row a number: ``number``, ``where`` it is told, the ``call`` that gives it, as it
            was ``told`` and as it comes out ``again``, and whether they are ``equal``.

        Raises
        ------
        NpsError
            If a result that is given is none of this report, or a call fails now.
        """
        unknown = [name for name in given if name not in self.workings.steps]
        if unknown:
            raise NpsError(f"{unknown[0]!r} is no name of a result of this report.")
        results = self.workings.again(given)
        rows = []
        for number in self.numbers.values():
            told = number.told
            again = tell(told.path, told.unit, told.path.value(results))
            rows.append((number, again.words, str(again.value) == number.raw))
        return frame(rows)

    @property
    def script(self) -> str:
        """The workings as a program: run, it prints each number of the report."""
        whose = f"{self.agency}, {self.author}, {self.date}"
        return program(self.title, whose, self.workings, self.numbers.values())

    @property
    def data(self) -> dict[str, Any]:
        """All of the report as JSON has it."""
        return as_data(self)

    @property
    def html(self) -> str:
        """The report as a page that prints."""
        return page(self).decode()

    @property
    def files(self) -> dict[str, bytes]:
        """The report as files: the page, its data, its workings."""
        told = json.dumps(self.data, indent=1, ensure_ascii=False) + "\n"
        return {
            "report.html": page(self),
            "report.json": told.encode(),
            "workings.py": self.script.encode(),
        }

    def save(
        self, folder_or_file: str | os.PathLike[str], *, overwrite: bool = False
    ) -> list[Path]:
        """Write the report: into a folder all of it, or as one file what its ending says.

        Parameters
        ----------
        folder_or_file : str or path
            A folder; or a file that ends in ``.html``, ``.json`` or ``.py``.
        overwrite : bool
            Whether files that are there may be replaced.

        Returns
        -------
        list of Path
            What was written.

        Raises
        ------
        NpsError
            If there is nothing in it, a file is there already, or can't be written.
        """
        if not self.findings:
            raise NpsError('The report has no finding yet: begin with report.fact("...").')
        path, files = Path(folder_or_file), self.files
        kind = {Path(name).suffix: data for name, data in files.items()}
        if path.suffix in kind and not path.is_dir():
            return write_files({path: kind[path.suffix]}, overwrite=overwrite)
        whole = {path / name: data for name, data in files.items()}
        return write_files(whole, overwrite=overwrite)

    def __repr__(self) -> str:
        lines = [f"Report: {self.title} ({self.handling})", *map(repr, self.findings)]
        return "\n".join(lines)
