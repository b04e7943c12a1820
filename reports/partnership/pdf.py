"""The report as a PDF for a meeting: the same page laid out on paper, with headings, tables and language told to readers."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from reports.errors import MissingLibrary

_FONTS = files("reports.partnership") / "huruf"
_SCHEME = "huruf:"
_WEIGHTS = {"NotoSans-Regular.ttf": 400, "NotoSans-Bold.ttf": 700}
_FACES = "".join(
    f'@font-face {{ font-family: "Noto Sans"; font-weight: {weight}; src: url("{_SCHEME}{name}"); }}\n'
    for name, weight in _WEIGHTS.items()
)


def pdf(page: bytes) -> bytes:
    """The PDF of a page. It reads nothing but the page and the fonts of this package; the same page gives the same bytes.

    Raises MissingLibrary where Pango is not installed.
    """
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError:
        raise MissingLibrary(
            "PDF memerlukan pustaka Pango. Pasang paket libpango-1.0-0, libpangoft2-1.0-0, dan libharfbuzz-subset0, atau "
            "pakai --format html."
        ) from None
    fonts, fetcher = FontConfiguration(), _only_our_fonts()
    faces = CSS(string=_FACES, url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=page.decode(), url_fetcher=fetcher)
    content = document.write_pdf(stylesheets=[faces], font_config=fonts, pdf_variant="pdf/ua-1")
    assert content is not None  # no target is named
    return content


def _only_our_fonts() -> Any:
    """What gives WeasyPrint the package's own fonts, and refuses every other address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyOurFonts(URLFetcher):
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            """The font of a name. Raises ValueError for anything else: a report reads nothing from elsewhere."""
            name = url.removeprefix(_SCHEME)
            if name not in _WEIGHTS:
                raise ValueError("a report reads nothing from elsewhere")
            return URLFetcherResponse(url, (_FONTS / name).read_bytes(), {"Content-Type": "font/ttf"})

    return OnlyOurFonts()
