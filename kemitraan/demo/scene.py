"""What every office's story needs: where to write, which month, and the invented data of the office."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from kemitraan.demo.layouts import Layout, write_workbook
from kemitraan.demo.population import Month, make_regency
from kemitraan.demo.values import Values
from schemas.contracts import CONTRACTS
from schemas.messages import period_words
from schemas.model import Contract, WorkbookKind
from schemas.office import OfficeCode
from schemas.reference import Reference

FOLDERS = {
    "pasangkayu": "76.01",
    "mamuju": "76.02",
    "mamasa": "76.03",
    "polewali-mandar": "76.04",
    "majene": "76.05",
    "mamuju-tengah": "76.06",
    "sulsel-makassar": "73.71",
    "sulsel-parepare": "73.72",
    "provinsi": "76",
}
REGENCIES = tuple(folder for folder, office in FOLDERS.items() if OfficeCode(office).is_regency)


@dataclass(frozen=True)
class MadeFile:
    """A file of the demonstration: its inbox folder, its path, and its contents (Indonesian, for the summary)."""

    folder: str
    path: Path
    story: str


@dataclass(frozen=True)
class Scene:
    """One office in one month."""

    inbox: Path
    folder: str
    month: Month
    seed: int
    reference: Reference

    @property
    def office(self) -> str:
        """The office's code."""
        return FOLDERS[self.folder]

    @property
    def month_in_words(self) -> str:
        """``November 2026``."""
        return period_words(self.month.period)

    @property
    def contract(self) -> Contract:
        """The contract version in force in the month."""
        return CONTRACTS.at(self.month.period)

    def values(self) -> Values:
        """The dice of this office in this month."""
        return Values(self.seed, int(self.office.replace(".", "")), self.month.months, 7)

    def regency(self, folder: str | None = None) -> dict[str, pd.DataFrame]:
        """The sheets of a regency this month."""
        return make_regency(self.reference, FOLDERS[folder or self.folder], self.month, self.seed)

    def path(self, name: str) -> Path:
        """A file in the office's inbox folder, which is made."""
        folder = self.inbox / self.folder
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name

    def cover(self, kind: WorkbookKind, **instead: Any) -> list[tuple[str, Any]]:
        """The labels and values of Identitas. ``instead`` is by field name."""
        officer = self.values()
        values = {
            "instansi": "Dinas Perdagangan dan UKM",
            "kabupaten": self.reference.place_names[self.office].removeprefix("Kabupaten "),
            "periode": self.month_in_words,
            "petugas": officer.people(officer.sexes(1))[0],
            "jabatan": "Staf Bidang UKM",
            "telepon": officer.phone(1)[0],
            "tanggal_kirim": self.month.last_day,
            "versi_templat": self.contract.version,
            **instead,
        }
        return [(field.label, values[field.name]) for field in kind.cover]

    def write(
        self, name: str, kind: str, sheets: dict[str, pd.DataFrame], layout: Layout, story: str, **instead: Any
    ) -> MadeFile:
        """Writes a workbook of this office."""
        path = self.path(name)
        form = self.contract.kind(kind)
        write_workbook(path, form, self.cover(form, **instead), sheets, layout)
        return MadeFile(self.folder, path, story)
