"""The report as an Excel workbook for those who go on calculating: a summary, charts, a sheet for each table, every
code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from reports.partnership.contents import TITLE, Contents, Told
from reports.partnership.first_page import MainFigure
from reports.partnership.shown import Bars, Cell, Number, Role, Sentence, Table, Unit, in_words

SUMMARY, CHARTS, CODES = "Ringkasan", "Grafik", "Asal angka"
HEAD_ROW = 3
"""Row of a sheet's headings: above it stand title and definition."""
MOST_BARS = 40
TEXTS_STAY_TEXTS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_INK, _MUTED, _HEAD, _LINE = "#1F2933", "#52606D", "#1F4E78", "#CBD2D9"
_BARS = ("#1F4E78", "#D98E04", "#7A9CC6", "#8A8F98")
_NO_DAY = datetime(1980, 1, 1, tzinfo=UTC)
_WIDEST, _NARROWEST = 44, 9
_ROLES: dict[Role, str] = {"figure": "angka", "base": "penyebut", "difference": "selisih"}
_PATTERNS: dict[Unit, str] = {"number": "#,##0", "rupiah": '"Rp"#,##0'}
_FRACTIONS = "#,##0.00"
_CHARACTERS, _LINE_POINTS = 84, 15
"""How many characters a line of the summary's first column holds, and how high it is."""
_TITLE_POINTS = 26
_CHART_PIXELS, _ROW_PIXELS = 900, 20

Receipt = tuple[str, str, Number]
"""A sheet, a cell in it, and the number that stands there."""


def workbook(contents: Contents) -> bytes:
    """The workbook of a report. Numbers are numbers, and no text is ever a formula or a link; the same report gives the
    same bytes.
    """
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, **TEXTS_STAY_TEXTS})
    writer = _Writer(book)
    told = contents.told
    tables = (told.first.requests, *told.tables) if told else ()
    book.set_properties(
        {
            "title": f"{TITLE}, {told.month}" if told else TITLE,
            "company": "Kemitraan Sulbar",
            # The moment as it is known, not the moment of writing. Of a report without one, the day before all others.
            "created": (told.moment if told else _NO_DAY).replace(tzinfo=None),
        }
    )
    receipts = [*writer.summary(contents, tables)]
    if told:
        writer.charts([table for table in tables if table.bars and table.rows])
        for table in tables:
            receipts += writer.table(table)
        writer.codes(receipts)
    book.close()
    return file.getvalue()


class _Writer:
    """Writes into one book, whose formats it holds."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        base = {"font_name": "Calibri", "font_size": 11, "font_color": _INK, "valign": "top"}

        def look(**more: Any) -> Format:
            return book.add_format(base | more)

        self._title = look(font_size=16, bold=True, font_color=_HEAD)
        self._muted = look(font_color=_MUTED)
        self._long = look(text_wrap=True)
        self._explained = look(font_color=_MUTED, text_wrap=True)
        self._note = look(text_wrap=True, bg_color="#FFFAF0", border=1, border_color="#B7791F")
        self._section = look(font_size=12, bold=True, font_color=_HEAD)
        self._text = look(num_format="@", text_wrap=True, bottom=1, bottom_color=_LINE)
        heading = {"bold": True, "font_color": "#FFFFFF", "bg_color": _HEAD, "text_wrap": True, "valign": "vcenter"}
        self._heading, self._heading_of_numbers = look(**heading), look(**heading, align="right")
        cell = {"bottom": 1, "bottom_color": _LINE, "align": "right"}
        self._numbers = {unit: look(**cell, num_format=pattern) for unit, pattern in _PATTERNS.items()}
        self._fractions = look(**cell, num_format=_FRACTIONS)
        large = {"font_size": 14, "bold": True, "align": "right"}
        self._large = {unit: look(**large, num_format=pattern) for unit, pattern in _PATTERNS.items()}

    def summary(self, contents: Contents, tables: Sequence[Table]) -> Iterator[Receipt]:
        """The first sheet: as known when, sentences, figures, requests, and a link to every sheet."""
        sheet = self._book.add_worksheet(SUMMARY)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 76)
        sheet.set_column(1, 2, 22)
        sheet.set_column(3, 3, 60)
        sheet.set_row(0, _TITLE_POINTS)
        sheet.write_string(0, 0, TITLE, self._title)
        row = 1
        told = contents.told
        if told:
            sheet.write_string(1, 0, f"Bulan {told.month}, seperti diketahui pada {told.known_on}.", self._muted)
            row = 2
            lines = [in_words(told.offices)] if told.offices else []
            if told.carried:
                lines.append(f"Dibawa dari bulan sebelumnya: {', '.join(told.carried)}.")
            for line in lines:
                self._wrapped(sheet, row, line, self._long)
                row += 1
        for note in (*((contents.copy,) if told else ()), *contents.missing):
            self._wrapped(sheet, row, note, self._note)
            row += 1
        if told:
            yield from self._first_page(sheet, row + 1, told, tables)
        _printed(sheet)

    def _first_page(self, sheet: Worksheet, row: int, told: Told, tables: Sequence[Table]) -> Iterator[Receipt]:
        row = self._sentences(sheet, row, "Ringkasan", told.first.sentences)
        for place, heading in enumerate(("Angka utama", "Nilai", "Dari", "Bergerak")):
            sheet.write_string(row, place, heading, self._heading_of_numbers if place in (1, 2) else self._heading)
        for figure in told.first.figures:
            row += 1
            yield from self._main_figure(sheet, row, figure)
        row += 2
        sheet.write_string(row, 0, "Lembar", self._section)
        for table in tables:
            row += 1
            sheet.write_url(row, 0, f"internal:'{table.sheet}'!A1", string=f"{table.sheet}: {table.title}")
        sheet.write_url(row + 1, 0, f"internal:'{CODES}'!A1", string=f"{CODES}: kode setiap angka")

    def _sentences(self, sheet: Worksheet, row: int, heading: str, sentences: Iterable[Sentence]) -> int:
        """Writes sentences under a heading, and gives the row after an empty one below them."""
        sheet.write_string(row, 0, heading, self._section)
        for sentence in sentences:
            row += 1
            self._wrapped(sheet, row, in_words(sentence), self._long)
        return row + 2

    def _wrapped(self, sheet: Worksheet, row: int, text: str, look: Format) -> None:
        """A text of several lines: its row is as high as they are, in programs that do not see to it themselves,
        too.
        """
        sheet.set_row(row, _LINE_POINTS * -(-len(text) // _CHARACTERS))
        sheet.write_string(row, 0, text, look)

    def _main_figure(self, sheet: Worksheet, row: int, figure: MainFigure) -> Iterator[Receipt]:
        sheet.write_string(row, 0, figure.words, self._long)
        for place, number in enumerate((figure.value, figure.base), 1):
            if number is not None:
                sheet.write_number(row, place, number.value, self._large[number.unit])
                yield SUMMARY, xl_rowcol_to_cell(row, place), number
        moved = "; ".join(map(in_words, figure.moved))
        sheet.write_string(row, 3, moved, self._long)

    def table(self, table: Table) -> Iterator[Receipt]:
        """A sheet: title, definition, headings, rows."""
        sheet = self._book.add_worksheet(table.sheet)
        sheet.set_row(0, _TITLE_POINTS)
        sheet.write_string(0, 0, table.title, self._title)
        self._across(sheet, 1, table, table.about)
        self._across(sheet, 2, table, " ".join(map(in_words, table.notes)))
        columns = [[row[place] for row in table.rows] for place in range(len(table.headings))]
        looks = [self._look(column) for column in columns]
        for place, heading in enumerate(table.headings):
            numeric = any(isinstance(cell, Number) for cell in columns[place])
            sheet.write_string(HEAD_ROW, place, heading, self._heading_of_numbers if numeric else self._heading)
            sheet.set_column(place, place, _width(table, place))
        for at, row in enumerate(table.rows, HEAD_ROW + 1):
            for place, cell in enumerate(row):
                whole = isinstance(cell, Number) and looks[place] is not self._fractions
                _write(sheet, at, place, cell, self._numbers[cell.unit] if whole else looks[place])
                if isinstance(cell, Number):
                    yield table.sheet, xl_rowcol_to_cell(at, place), cell
        if table.rows:
            sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + len(table.rows), len(table.headings) - 1)
        else:
            sheet.write_string(HEAD_ROW + 1, 0, "Tidak ada.", self._muted)
        sheet.freeze_panes(HEAD_ROW + 1, 1)
        sheet.repeat_rows(HEAD_ROW)
        _printed(sheet)

    def _across(self, sheet: Worksheet, row: int, table: Table, text: str) -> None:
        """A text over all columns of a table, in as many lines as it takes, so that it makes no printed sheet wider."""
        if not text:
            return
        width = sum(_width(table, place) for place in range(len(table.headings)))
        sheet.set_row(row, _LINE_POINTS * -(-len(text) // width))
        if len(table.headings) > 1:
            sheet.merge_range(row, 0, row, len(table.headings) - 1, "", self._explained)
        sheet.write_string(row, 0, text, self._explained)

    def _look(self, column: Sequence[Cell]) -> Format:
        """How a column's cells look: with two decimals where one of its numbers is no whole one."""
        numbers = [cell for cell in column if isinstance(cell, Number)]
        if not numbers:
            return self._text
        whole = all(float(number.value).is_integer() for number in numbers)
        return self._numbers[numbers[0].unit] if whole else self._fractions

    def charts(self, tables: Iterable[Table]) -> None:
        """A sheet with the bars of every table that has some, one below the other."""
        sheet = self._book.add_worksheet(CHARTS)
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, CHARTS, self._title)
        row, starts = 2, []
        for table in tables:
            row += self._chart(sheet, row, table)
            starts.append(row)
        sheet.set_h_pagebreaks(starts[:-1])
        _printed(sheet)

    def _chart(self, sheet: Worksheet, row: int, table: Table) -> int:
        """The bars of a table, drawn by Excel from its cells, and told in words for who does not see them; gives how
        many rows they take.
        """
        bars = table.bars
        assert bars is not None
        count = min(len(table.rows), MOST_BARS)
        last = HEAD_ROW + count
        chart: Any = self._book.add_chart({"type": "bar", **({"subtype": "stacked"} if bars.stacked else {})})
        for colour, place in zip(_BARS, bars.measures, strict=False):
            chart.add_series(
                {
                    "name": [table.sheet, HEAD_ROW, place],
                    "categories": [table.sheet, HEAD_ROW + 1, 0, last, bars.labels],
                    "values": [table.sheet, HEAD_ROW + 1, place, last, place],
                    "fill": {"color": colour},
                    "gap": 40,
                }
            )
        chart.set_title({"name": table.title, "overlay": False, "name_font": {"size": 12, "color": _HEAD}})
        chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
        chart.set_x_axis(
            {"min": 0, "num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": _LINE}}}
        )
        chart.set_legend({"position": "bottom"} if len(bars.measures) > 1 else {"none": True})
        height = 140 + count * (_ROW_PIXELS if bars.stacked else _ROW_PIXELS + 4)
        chart.set_size({"width": _CHART_PIXELS, "height": height})
        sheet.insert_chart(row, 0, chart, {"description": _told_in_words(table, bars, count)})
        return height // _ROW_PIXELS + 2

    def codes(self, receipts: Iterable[Receipt]) -> None:
        """The last sheet: for every number its cell and its code."""
        sheet = self._book.add_worksheet(CODES)
        sheet.write_string(0, 0, CODES, self._title)
        sheet.write_string(
            1,
            0,
            "`kemitraan trace` dengan kode ini menghitung angkanya lagi dan menunjukkan baris asalnya.",
            self._muted,
        )
        for place, (heading, width) in enumerate(
            (("Lembar", 18), ("Sel", 8), ("Angka", 18), ("Arti", 10), ("Kode", 110))
        ):
            sheet.write_string(HEAD_ROW, place, heading, self._heading_of_numbers if place == 2 else self._heading)
            sheet.set_column(place, place, width)
        for row, (name, address, number) in enumerate(receipts, HEAD_ROW + 1):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, address)
            sheet.write_number(row, 2, number.value, self._look([number]))
            sheet.write_string(row, 3, _ROLES[number.role])
            sheet.write_string(row, 4, number.code)
        sheet.freeze_panes(HEAD_ROW + 1, 0)
        sheet.repeat_rows(HEAD_ROW)
        _printed(sheet)


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, look: Format) -> None:
    if isinstance(cell, Number):
        sheet.write_number(row, column, cell.value, look)
    elif cell is None:
        sheet.write_blank(row, column, None, look)
    else:
        sheet.write_string(row, column, cell, look)


def _printed(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RHalaman &P dari &N")


def _width(table: Table, place: int) -> int:
    texts = [str(row[place]) for row in table.rows if row[place] is not None]
    return min(_WIDEST, max(_NARROWEST, len(table.headings[place]) + 3, *(len(text) + 3 for text in texts), 0))


def _told_in_words(table: Table, bars: Bars, count: int) -> str:
    """What a chart shows: its table's title, its measures, and where it is longest."""
    rows = table.rows[:count]
    measures = ", ".join(table.headings[place] for place in bars.measures)
    longest = max(rows, key=lambda row: sum(_value(row[place]) for place in bars.measures))
    name = ", ".join(str(cell) for cell in longest[: bars.labels + 1])
    values = ", ".join(f"{table.headings[place]} {longest[place] or 0}" for place in bars.measures)
    return f"Diagram batang: {table.title}. Ukuran: {measures}. Terpanjang: {name} ({values})."


def _value(cell: Cell) -> float:
    return cell.value if isinstance(cell, Number) else 0
