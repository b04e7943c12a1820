"""Pages as templates of Markdown, one file a page, in words that somebody who does not program can change.

Every value that a template puts in stays text, whatever a sender typed: only what is ``Markdown`` already is not
escaped. Filters write numbers, months, days and moments as people do, and links to what belongs to a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from kemitraan.pages.markdown import Markdown, file_link, long_code, page_link, plain, run_link
from schemas.messages import any_period_words, date_words, number_words, time_words

_BLANK_LINES = re.compile(r"\n{3,}")
_NOT_IN_CODE = dict.fromkeys(map(ord, "`|\r\n"), " ")


def rendered(name: str, **values: Any) -> str:
    """The page ``<name>.jinja`` filled with these values. A value that the template asks for and that is not given, or
    is nothing at all, is a program error (``jinja2.UndefinedError``, ``TypeError``).
    """
    return _BLANK_LINES.sub("\n\n", environment().get_template(f"{name}.jinja").render(values)).strip()


def _kept_as_text(value: Any) -> str:
    if value is None:
        raise TypeError("a page has a place for a value, and there is none")
    return value if isinstance(value, Markdown) else plain(str(value))


def _joined(links: Iterable[str], between: str = " · ") -> str:
    """Joins the parts that are there; "–" where there is none."""
    texts = [_kept_as_text(link) for link in links if link]
    return Markdown(between.join(texts)) or "–"


def _code(text: str) -> Markdown:
    return Markdown(f"`{text.translate(_NOT_IN_CODE)}`")


@lru_cache
def environment() -> Environment:
    """The Jinja environment of the templates."""
    jinja = Environment(
        loader=PackageLoader("kemitraan", "pages"),
        undefined=StrictUndefined,
        autoescape=False,  # Markdown, not HTML: see _kept_as_text
        finalize=_kept_as_text,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters |= {
        "angka": number_words,
        "bulan": any_period_words,
        "tanggal": date_words,
        "waktu": time_words,
        "kode": _code,
        "kode_panjang": long_code,
        "jadi_satu": _joined,
        "ke_halaman": page_link,
        "ke_putaran": run_link,
        "ke_berkas": file_link,
    }
    return jinja
