"""The report in each of its forms: all of them views of one set of data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from reports.partnership.as_data import as_bytes, report_data
from reports.partnership.contents import Contents, contents
from reports.partnership.drawings import Drawing, drawings
from reports.partnership.forum import Audience, forum_copy
from reports.partnership.lists import USUAL_LISTS, Lists, Sheet, for_readers, readers_of
from reports.partnership.page import page
from reports.partnership.pdf import pdf
from reports.partnership.reading import ReportSource
from reports.partnership.workbook import workbook


@dataclass(frozen=True)
class Report:
    """A report: its data as its readers may have them, what there is nothing of, and the clock in which its moment is
    told.
    """

    data: Mapping[str, Any]
    missing: tuple[str, ...]
    zone: ZoneInfo

    @cached_property
    def contents(self) -> Contents:
        """What its forms show."""
        return contents(self.data, self.missing, self.zone)

    @cached_property
    def page(self) -> bytes:
        """The page, with the rows behind its figures."""
        return page(self.contents, self._drawings)

    @property
    def printed(self) -> bytes:
        """The page as the PDF lays it out: without these rows, which are opened on a screen."""
        return page(self.contents, self._drawings, for_print=True)

    @cached_property
    def _drawings(self) -> Mapping[str, Drawing]:
        return drawings(self.data)

    def form(self, name: str) -> bytes:
        """The bytes of a form: one of ``FORMS``. Raises MissingLibrary where this computer cannot make it."""
        return FORMS[name](self)


FORMS: Mapping[str, Callable[[Report], bytes]] = {
    "html": lambda report: report.page,
    "pdf": lambda report: pdf(report.printed),
    "xlsx": lambda report: workbook(report.contents),
    "json": lambda report: as_bytes(report.data),
}
"""Every form, by the ending of its file."""


def make_report(
    source: ReportSource,
    zone: ZoneInfo,
    audience: Audience = "kantor",
    lists: Lists = USUAL_LISTS,
    sheet: Sheet | None = None,
) -> Report:
    """The report of what was read. ``audience`` is who reads it, ``lists`` says which lists that reader gets;
    ``sheet``: for whose one-page sheet it is.
    """
    data = report_data(source, zone)
    shown = forum_copy(data, source.money) if audience == "forum" else data
    return Report(for_readers(shown, lists, readers_of(audience, sheet)), tuple(source.missing()), zone)


def both_copies(source: ReportSource, zone: ZoneInfo, lists: Lists) -> tuple[Report, Report]:
    """The offices' copy and the forum's, of data that are made once."""
    data, missing = report_data(source, zone), tuple(source.missing())
    full = Report(for_readers(data, lists, ("kantor",)), missing, zone)
    return full, replace(full, data=for_readers(forum_copy(data, source.money), lists, ("forum",)))
