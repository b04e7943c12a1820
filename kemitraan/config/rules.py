"""Settings of a rule: the first month in whose reports it is a warning, and the first in which it is an error."""

from __future__ import annotations

from typing import Self

from pydantic import field_validator, model_validator
from rapidfuzz import process

from kemitraan.config.sources.base import Model, problem
from schemas.codes import Code
from schemas.context import RuleDates
from schemas.period import Period

DATABLE = tuple(sorted(code.value for code in Code if code.may_be_dated))
"""The codes of rules that may be dated."""


class RuleSettings(Model):
    """A rule by its code. A new one is a warning first; one that the contract has as a warning needs ``error_from``
    alone.
    """

    code: str
    warning_from: str | None = None
    error_from: str | None = None

    @field_validator("code")
    @classmethod
    def _datable(cls, code: str) -> str:
        if code not in DATABLE:
            nearest = process.extractOne(code, DATABLE, score_cutoff=60)
            which = f'Mungkin maksudnya "{nearest[0]}"?' if nearest else f"Yang boleh: {', '.join(DATABLE)}."
            raise problem(f'aturan "{code}" tidak dapat diberi tanggal.', which)
        return code

    @field_validator("warning_from", "error_from")
    @classmethod
    def _month(cls, text: str | None) -> str | None:
        try:
            Period.read_any(text)
        except ValueError:
            raise problem(f'"{text}" bukan bulan laporan.', 'Tulis seperti "2027-03".') from None
        return text or None

    @model_validator(mode="after")
    def _warned_of_before(self) -> Self:
        dates = self.dates
        if not Code(self.code).is_new:
            if dates.warning_from is not None:
                raise problem(
                    f"{self.code} sudah peringatan menurut kontrak.", "Hapus warning_from; isi error_from saja."
                )
            if dates.error_from is None:
                raise problem("bulannya belum ada.", 'Tambahkan misalnya error_from = "2027-03".')
        elif dates.warning_from is None:
            raise problem(
                "aturan baru harus menjadi peringatan lebih dahulu.", 'Tambahkan misalnya warning_from = "2027-01".'
            )
        elif dates.error_from is not None and dates.error_from <= dates.warning_from:
            raise problem(
                "error_from tidak sesudah warning_from.",
                "Beri kantor paling sedikit satu bulan laporan dengan peringatan saja.",
            )
        return self

    @property
    def dates(self) -> RuleDates:
        """What the check takes of it."""
        return RuleDates(self.code, Period.read_any(self.warning_from), Period.read_any(self.error_from))
