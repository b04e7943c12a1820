"""The report as a PDF: tagged, in its own fonts, not too long, and without anything from elsewhere."""

from __future__ import annotations

import builtins
import re
import zlib

import pytest

from reports.errors import MissingLibrary
from reports.partnership.forms import Report
from reports.partnership.pdf import pdf

pytestmark = pytest.mark.xdist_group("figures")  # the small world is made once


def unpacked(content: bytes) -> bytes:
    """The file with what is packed in it."""
    streams = re.findall(rb">>\nstream\n(x.*?)\nendstream", content, re.DOTALL)
    return content + b"".join(zlib.decompressobj().decompress(stream) for stream in streams)


def test_it_is_tagged_says_its_language_and_brings_its_own_fonts(report: Report) -> None:
    content = unpacked(report.form("pdf"))
    assert b"pdfuaid:part" in content
    assert b"/StructTreeRoot" in content
    assert re.search(rb"/Lang \(id\)", content)
    assert {name.partition(b"+")[2] for name in re.findall(rb"/BaseFont ?/([\w+-]+)", content)} == {
        b"Noto-Sans",
        b"Noto-Sans-Bold",
    }
    assert b"CreationDate" not in content
    assert 1 < len(re.findall(rb"/Type /Page\b", content)) <= 18


def test_a_page_that_asks_for_something_elsewhere_gets_nothing(caplog: pytest.LogCaptureFixture) -> None:
    assert pdf(b'<html lang="id"><title>x</title><p><img src="file:///etc/hostname" alt="x">x</p></html>')
    assert "Failed to load image" in caplog.text


def test_without_pango_a_sentence_names_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    really = builtins.__import__

    def without_pango(name: str, *arguments, **more):
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return really(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(MissingLibrary, match=r"libpango-1\.0-0"):
        pdf(b"<p>x</p>")
