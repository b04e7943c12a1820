"""A one-page sheet for a regency or a retailer, and the list that a buyer gets."""

from __future__ import annotations

from kemitraan.errors import UsageError
from kemitraan.steps.views.reporting import lists
from kemitraan.steps.workshop import Workshop
from reports.partnership.forms import Report
from reports.partnership.page import sheet_page
from reports.partnership.pdf import pdf
from reports.partnership.reading import ReportSource
from reports.partnership.ready_list import read_ready, ready_workbook
from reports.partnership.sheets import sheet_of_office, sheet_of_retailer
from reports.partnership.shown import Numbers


def sheet_for(
    workshop: Workshop, source: ReportSource, report: Report, form: str, office: str | None, retailer: str | None
) -> bytes:
    """The sheet in this form; of a retailer as xlsx its list alone. Raises UsageError for one that there is none of."""
    told = report.contents.told
    if told is None or source.point is None:
        raise UsageError("Belum ada yang berlaku dari sudut pandang itu, jadi belum ada lembarnya.")
    if form == "json" or (form == "xlsx" and office):
        raise UsageError("Lembar kabupaten ada sebagai html dan pdf, lembar ritel juga sebagai xlsx.")
    if office:
        page = sheet_page(sheet_of_office(told, _office_name(workshop, report, office)), report.contents)
        return pdf(page) if form == "pdf" else page
    assert retailer is not None
    name = _retailer_name(report, retailer)
    point = source.point
    is_given = lists(workshop).given("ready", ("ritel",))
    if form == "xlsx" and not is_given:
        raise UsageError("Setelan [report.lists] ready tidak memberikan daftar produk yang siap kepada ritel.")
    at = {"period": point.period, "known_on": point.known_on}
    ready = read_ready(workshop.warehouse, [name], **at)[name] if is_given else None
    if ready is not None and form == "xlsx":
        return ready_workbook(ready, name, told.moment)
    numbers = Numbers.of(report.data, report.zone)
    page = sheet_page(sheet_of_retailer(told, report.data, numbers, name, ready), report.contents)
    return pdf(page) if form == "pdf" else page


def _office_name(workshop: Workshop, report: Report, given: str) -> str:
    """The name by which the report calls the office of this slug or code."""
    names = {row["office"]: row["nama_kabupaten"] for row in report.data["marts"]["legalitas"]}
    try:
        return names[workshop.config.office(given).code]
    except KeyError:
        slugs = sorted(office.slug for office in workshop.config.offices if office.code in names)
        raise UsageError(f"{given!r} bukan kabupaten; yang ada: {', '.join(slugs)}.") from None


def _retailer_name(report: Report, given: str) -> str:
    """The retailer's full name, of which a part is enough where it fits one alone."""
    names = sorted({row["ritel"] for row in report.data["marts"]["kesiapan"]})
    fitting = [name for name in names if given == name] or [
        name for name in names if given.casefold() in name.casefold()
    ]
    if len(fitting) != 1:
        raise UsageError(
            f"{given!r} bukan satu ritel yang berpersyaratan; yang ada: {', '.join(names) or 'tidak ada'}."
        )
    return fitting[0]
