"""The report as a PDF for a meeting: the same page laid out on paper, with headings, tables and language told to
readers.
"""

from __future__ import annotations

from reports.errors import MissingLibrary


def pdf(page: bytes) -> bytes:
    """The PDF of a page. It reads nothing but the page, which brings its fonts; the same page gives the same bytes.

    Raises MissingLibrary where Pango is not installed.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except OSError:
        raise MissingLibrary(
            "PDF memerlukan pustaka Pango. Pasang paket libpango-1.0-0, libpangoft2-1.0-0, dan libharfbuzz-subset0, atau "
            "pakai --format html."
        ) from None
    document = HTML(string=page.decode(), url_fetcher=URLFetcher(allowed_protocols=["data"]))
    content = document.write_pdf(pdf_variant="pdf/ua-1")
    assert content is not None  # no target is named
    return content
