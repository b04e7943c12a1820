"""The short form by which everybody but its sender knows a file: office, month and fingerprint.

Senders name files as they like, after a person too, and no rule tells such a name from other words. What they typed is
kept in ``pribadi`` for their own answers and receipts.
"""

from __future__ import annotations

from pathlib import PurePath

_FORMS = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"))
_DIGITS = 8


def short_file_name(office: str, period: str | None, sha256: str, file_name: str) -> str:
    """``76.05_2026-11_151c103e.xlsx``; without the month while it is not known."""
    form = PurePath(file_name).suffix.casefold()
    return _joined(office, period, sha256[:_DIGITS]) + (form if form in _FORMS else "")


def short_answer_name(office: str, period: str | None, sha256: str, answer_name: str) -> str:
    """``76.05_2026-11_hasil-151c103e.xlsx``, with what the answer's name says of how it was sent."""
    form = ".xlsm" if ".xlsm" in answer_name.casefold() else ".xlsx"
    alone = WITHOUT_WORKBOOK if answer_name.endswith(WITHOUT_WORKBOOK) else ""
    return _joined(office, period, f"hasil-{sha256[:_DIGITS]}") + form + alone


WITHOUT_WORKBOOK = " (tanpa lampiran)"
"""Behind the name of an answer that went out as a letter alone, for its workbook was too large."""


def answer_end(short: str) -> str:
    """What an answer's short name and its name in the outbox have in common: ``…_hasil-151c103e.xlsx``."""
    return f"…_{short[short.index('hasil-') :]}"


def _joined(*parts: str | None) -> str:
    return "_".join(part for part in parts if part)
