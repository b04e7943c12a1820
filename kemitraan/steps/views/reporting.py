"""The partnership report of the day, in every form, in the home's ``laporan/`` folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from connectors.local_files import make_private_folder, write_atomically
from kemitraan.steps.workshop import Workshop
from reports.errors import MissingLibrary
from reports.partnership.contents import Contents
from reports.partnership.forms import FORMS, for_forum, make_report
from reports.partnership.mentoring import USUAL_VISITS
from reports.partnership.reading import read_source

_NAME = "laporan-kemitraan_"
_OURS = re.compile(rf"{_NAME}(\d{{4}}-\d{{2}}-\d{{2}})\.({'|'.join(FORMS)})")


@dataclass(frozen=True)
class PartnershipReport:
    """A report as it lies in the home: what it shows, its files by form, and which form this computer cannot make, and
    why, in a sentence.
    """

    contents: Contents
    paths: Mapping[str, Path]
    not_made: tuple[str, ...]


def make_partnership_report(workshop: Workshop) -> PartnershipReport:
    """Makes the report of today: the forms that are read in the forum's copy, the data in full. A second one on the same day
    replaces the first.

    Raises OSError when the folder cannot be written.
    """
    source = read_source(workshop.warehouse)
    full = make_report(source, USUAL_VISITS, workshop.config.settings.zone)
    report = for_forum(full, source)
    folder = workshop.home.reports
    make_private_folder(folder)
    paths = {form: folder / f"{_NAME}{workshop.now().date():%Y-%m-%d}.{form}" for form in FORMS}
    not_made = []
    for form, path in list(paths.items()):
        try:
            write_atomically(path, (full if form == "json" else report).form(form), mode=0o600)
        except MissingLibrary as error:
            not_made.append(str(error))
            del paths[form]
    return PartnershipReport(report.contents, paths, tuple(not_made))


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
