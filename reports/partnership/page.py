"""The report as one page of HTML that needs nothing else: no network, no script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from reports.partnership.contents import TITLE, Contents
from reports.partnership.drawings import Drawing
from reports.partnership.first_page import MainFigure
from reports.partnership.fonts import fonts_in_base64
from reports.partnership.listed import behind_sentences, behind_table
from reports.partnership.sheets import Sheet
from reports.partnership.shown import MOST_ROWS, Cell, Number, Role
from schemas.messages import number_words


def page(contents: Contents, drawings: Mapping[str, Drawing], *, for_print: bool = False) -> bytes:
    """The page of a report, in UTF-8, with charts by the key of their table. What is printed has no lists of rows."""
    template = _environment().get_template("laporan.jinja")
    return template.render(
        fonts=fonts_in_base64(),
        title=TITLE,
        working_copy=contents.copy,
        missing=contents.missing,
        told=contents.told,
        most_rows=MOST_ROWS,
        drawings=drawings,
        listed=None if for_print or contents.told is None else contents.told.listed,
    ).encode()


def sheet_page(sheet: Sheet, contents: Contents) -> bytes:
    """The page of a one-page sheet, in UTF-8."""
    return (
        _environment()
        .get_template("lembar.jinja")
        .render(
            fonts=fonts_in_base64(),
            title=TITLE,
            working_copy="",
            missing=contents.missing,
            told=contents.told,
            most_rows=MOST_ROWS,
            drawings={},
            listed=None,
            sheet=sheet,
        )
        .encode()
    )


_CODES: dict[Role, str] = {"figure": "kode", "base": "penyebut", "difference": "selisih"}


def _number(number: Number) -> Markup:
    """A number with its code: in the text for whoever points at it, and for programs."""
    return Markup('<data value="{}" data-{}="{}" title="kemitraan trace {}">{}</data>').format(
        number.value, _CODES[number.role], number.code, number.code, str(number)
    )


def _cell(cell: Cell) -> Markup:
    if cell is None:
        return Markup("–")
    return _number(cell) if isinstance(cell, Number) else escape(cell)


def _sentence(parts: Iterable[str | Number]) -> Markup:
    return Markup("").join(_cell(part) for part in parts)


def _main_figure(figure: MainFigure) -> Markup:
    """A figure of the first page, and what it is counted of."""
    if figure.base is None:
        return _number(figure.value)
    return _number(figure.value) + Markup(" dari ") + _number(figure.base)


@lru_cache
def _environment() -> Environment:
    jinja = Environment(
        loader=PackageLoader("reports", "partnership"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters |= {"isi": _cell, "kalimat": _sentence, "angka_utama": _main_figure}
    jinja.filters["bilangan"] = number_words
    jinja.filters["baris"] = lambda table, listed: list(behind_table(table, listed, MOST_ROWS))
    jinja.filters["baris_kalimat"] = lambda sentences, listed: list(behind_sentences(sentences, listed))
    jinja.filters["gambar"] = Markup  # made by our own charts, whose texts are escaped
    jinja.tests["angka"] = lambda cell: isinstance(cell, Number)
    return jinja
