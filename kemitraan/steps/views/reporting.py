"""The partnership report of the day, in every form, in the home's ``laporan/`` folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from connectors.local_files import make_private_folder, write_atomically
from kemitraan.steps.workshop import Workshop
from reports.errors import MissingLibrary
from reports.partnership.carried import Assumptions
from reports.partnership.contents import Contents
from reports.partnership.forms import FORMS, Report, both_copies
from reports.partnership.lists import Lists
from reports.partnership.parts import Asked
from reports.partnership.reading import read_source
from schemas.period import Period

_NAME = "laporan-kemitraan_"
KEPT = "bulanan"
"""The folder of the months' reports; nothing in it is ever removed."""
_OF_MONTH = re.compile(rf"{_NAME}(\d{{4}}-\d{{2}})_(\d+)\.({'|'.join(FORMS)})")
_OURS = re.compile(rf"{_NAME}(\d{{4}}-\d{{2}}-\d{{2}})\.({'|'.join(FORMS)})")


@dataclass(frozen=True)
class PartnershipReport:
    """A report as it lies in the home: what it shows, its files by form, and which form this computer cannot make, and
    why, in a sentence. ``place`` is their folder in the home. ``is_new`` is false where nothing changed since they were
    made. ``number`` counts the reports that are kept of a month, from 1; 0 is a day's report.
    """

    contents: Contents
    paths: Mapping[str, Path]
    place: str
    not_made: tuple[str, ...] = ()
    is_new: bool = True
    number: int = 0

    @property
    def sentences(self) -> tuple[str, ...]:
        """What comes first in it, in words."""
        told = self.contents.told
        return tuple("".join(map(str, sentence)) for sentence in told.first.sentences) if told else ()


def make_partnership_report(workshop: Workshop) -> PartnershipReport:
    """Makes the report of today. A second one on the same day replaces the first.

    Raises OSError when the folder cannot be written.
    """
    copies = _copies(workshop, None)
    return _written(workshop, copies, workshop.home.reports, f"{_NAME}{workshop.now().date():%Y-%m-%d}")


def keep_month_report(workshop: Workshop, period: Period) -> PartnershipReport:
    """Keeps the report of a month for ever, its data beside it. One that is kept is never changed: where its data have
    changed, the next number is kept.

    Raises OSError when the folder cannot be written.
    """
    copies, folder = _copies(workshop, period), workshop.home.reports / KEPT
    kept = _kept(folder, period)
    newest = max(kept, default=0)
    if newest and kept[newest]["json"].read_bytes() == copies.full.form("json"):
        paths, place = kept[newest], _place(workshop, folder)
        return PartnershipReport(copies.shown.contents, paths, place, is_new=False, number=newest)
    return replace(_written(workshop, copies, folder, f"{_NAME}{period}_{newest + 1}"), number=newest + 1)


def kept_report(workshop: Workshop, period: Period, number: int) -> dict[str, Path]:
    """The files of a month's report by form. Raises KeyError when none of this number is kept."""
    return _kept(workshop.home.reports / KEPT, period)[number]


def assumptions(workshop: Workshop) -> Assumptions:
    """What the settings assume of what no workbook says."""
    report = workshop.config.report
    return Assumptions(report.transport_days, report.units_per_outlet, report.in_process_months)


def lists(workshop: Workshop) -> Lists:
    """Which list goes to whom, by the settings."""
    return Lists(**{name: frozenset(readers) for name, readers in workshop.config.report.lists})


@dataclass(frozen=True)
class _Copies:
    """The report in full, of which the data are kept, and the forum's copy, which people read."""

    full: Report
    shown: Report


def _copies(workshop: Workshop, period: Period | None) -> _Copies:
    source = read_source(workshop.warehouse, period=period, asked=Asked(assumptions=assumptions(workshop)))
    return _Copies(*both_copies(source, workshop.config.settings.zone, lists(workshop)))


def _written(workshop: Workshop, copies: _Copies, folder: Path, name: str) -> PartnershipReport:
    """Writes every form; the data last, so that files beside which data lie are whole."""
    make_private_folder(folder)
    paths, not_made = {}, []
    for form in FORMS:
        report = copies.full if form == "json" else copies.shown
        try:
            content = report.form(form)
        except MissingLibrary as error:
            not_made.append(str(error))
        else:
            paths[form] = folder / f"{name}.{form}"
            write_atomically(paths[form], content, mode=0o600)
    return PartnershipReport(copies.shown.contents, paths, _place(workshop, folder), tuple(not_made))


def _place(workshop: Workshop, folder: Path) -> str:
    return folder.relative_to(workshop.home.path).as_posix()


def _kept(folder: Path, period: Period) -> dict[int, dict[str, Path]]:
    """The files of a month by number and form, of each number whose data lie beside them: the others a killed
    run left.
    """
    files: dict[int, dict[str, Path]] = {}
    for path in folder.glob(f"{_NAME}{period}_*") if folder.is_dir() else ():
        if match := _OF_MONTH.fullmatch(path.name):
            files.setdefault(int(match[2]), {})[match[3]] = path
    return {number: paths for number, paths in files.items() if "json" in paths}


def kept_files(workshop: Workshop) -> list[Path]:
    """The files of months that are kept for ever."""
    folder = workshop.home.reports / KEPT
    return (
        sorted(path for path in folder.glob(f"{_NAME}*") if _OF_MONTH.fullmatch(path.name)) if folder.is_dir() else []
    )


def report_files(workshop: Workshop) -> list[Path]:
    """The files of reports, oldest day first."""
    folder = workshop.home.reports
    return sorted(path for path in folder.glob(f"{_NAME}*") if _OURS.fullmatch(path.name)) if folder.is_dir() else []


def remove_old_reports(workshop: Workshop, days: int) -> int:
    """Removes the files of reports that are older than so many days, never those of the newest day, and gives how many.
    Other files in the folder are left alone.

    Raises OSError when the folder cannot be written.
    """
    files = report_files(workshop)
    oldest = f"{workshop.now().date() - timedelta(days=days):%Y-%m-%d}"
    newest = _day(files[-1]) if files else oldest
    old_paths = [path for path in files if _day(path) < min(oldest, newest)]
    for path in old_paths:
        path.unlink()
    return len(old_paths)


def _day(path: Path) -> str:
    match = _OURS.fullmatch(path.name)
    assert match is not None
    return match[1]
