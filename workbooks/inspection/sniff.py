"""The type of a file, by its content and not by its name (contract section 3)."""

from __future__ import annotations

import re

from workbooks.inspection.biff import holds_filepass
from workbooks.inspection.content_types import CONTENT_TYPES
from workbooks.inspection.ole import open_ole, workbook_stream
from workbooks.inspection.package import Package, open_package, part_chunks, read_part, zip_span
from workbooks.inspection.relations import main_part
from workbooks.limits import FileRejectedError, Limits

ZIP_SIGNATURE = b"PK\x03\x04"
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_MAIN_PARTS = (
    (b"application/vnd.ms-excel.sheet.binary.macroenabled.main", "xlsb"),
    (b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "xlsx"),
    (b"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml", "xlsx"),
    (b"application/vnd.ms-excel.sheet.macroenabled.main+xml", "xlsx"),
    (b"application/vnd.ms-excel.template.macroenabled.main+xml", "xlsx"),
)
_OVERRIDE = re.compile(rb"<(?:\w+:)?Override\b[^>]*>")
"""The type of one part. It wins over a Default, which may name types of parts that do not exist."""
_WORKBOOK_ROOT = re.compile(rb"[^<]*(?:<[?!][^>]*>[^<]*)*<(?:[\w.-]+:)?workbook\b[^>]*spreadsheetml")
_WORKBOOK_PARTS = frozenset({"xl/workbook.xml", "xl/workbook.bin", "content.xml"})

_UTF8_BOM = b"\xef\xbb\xbf"
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a")) + b"\x7f"
"""Bytes that no text has; a form feed and a closing Ctrl-Z are relics of old programs."""
_SYLK = rb"ID;P[^;\r\n]*(?:;[NE])*\r?\n(?:P;P|F;[A-Z]|B;[XY]|C;[XYK]|O;[A-Z]|NN;|E\r?\n)|ID;P[A-Z]*(?:;[NE])+\r?\n"
"""The header of SYLK. Its first line alone may be the header of a csv ("ID;Pemilik"), so the second one counts
as well.
"""
_OTHER_TEXT = re.compile(rb"<|\{\\rtf|%PDF|%!|MIME-Version:|TABLE\r?\n0,1|BEGIN:|\{\s*[\"}]|\[\s*[\[{\"]|" + _SYLK)
"""Text that is no csv: markup, RTF, PDF, PostScript, web archive, SYLK, DIF, vCard, JSON."""
_DELIMITER = re.compile(rb"[,;\t]")


def sniff(data: bytes, limits: Limits) -> str:
    """The type of a file: ``xlsx`` (xlsm too), ``xlsb``, ``ods``, ``xls`` or ``csv``.

    Raises FileRejectedError: ``file.type`` for anything else, ``file.unreadable`` where the signature is right and the
    inside is not, ``file.encrypted``, ``file.too_large``. Of a zip, only its directory and its type are read.
    """
    if data.startswith(ZIP_SIGNATURE):
        _refuse_large(data, limits)
        return _zip_type(open_package(data, limits))
    if data.startswith(OLE_SIGNATURE):
        _refuse_large(data, limits)
        return _ole_type(data)
    if zip_span(data) is not None:
        _refuse_large(data, limits)
        return _type_of_zip_inside(data, limits)
    _refuse_other_than_csv(data)
    _refuse_large(data, limits)
    return "csv"


def _refuse_large(data: bytes, limits: Limits) -> None:
    if len(data) > limits.packed_bytes:
        raise FileRejectedError("file.too_large", f"{len(data)} bytes, {limits.packed_bytes} allowed")


def _zip_type(package: Package) -> str:
    if package.encrypted:
        if any(package.find(part) is not None for part in _WORKBOOK_PARTS):
            raise FileRejectedError("file.encrypted", "the zip asks for a password")
        raise FileRejectedError("file.type", "a zip with a password that is no workbook")
    if package.find("mimetype") is not None and read_part(package, "mimetype").strip() == _ODS:
        if b"encryption-data" in read_part(package, "META-INF/manifest.xml"):
            raise FileRejectedError("file.encrypted", "the manifest names encrypted parts")
        return "ods"
    if package.find(CONTENT_TYPES) is not None:
        types = _as_utf8(read_part(package, CONTENT_TYPES))
        for text in (*_OVERRIDE.findall(types), types):
            for main_part_type, name in _MAIN_PARTS:
                if main_part_type in text.lower():
                    return name
    return _type_of_main_part(package)


def _type_of_zip_inside(data: bytes, limits: Limits) -> str:
    """The type of a file with a zip behind other bytes: a workbook, or no workbook at all."""
    try:
        return _zip_type(open_package(data, limits))
    except FileRejectedError as refusal:
        if refusal.code != "file.unreadable":
            raise
        raise FileRejectedError("file.type", "a zip behind other bytes that cannot be read") from refusal


def _type_of_main_part(package: Package) -> str:
    """The type of a package that does not list the type of its main part. Its relationships lead there."""
    part = main_part(package)
    if part is not None and part.lower().endswith(".bin"):
        return "xlsb"
    if part is not None and _WORKBOOK_ROOT.match(_as_utf8(next(part_chunks(package, part), b""))):
        return "xlsx"
    raise FileRejectedError("file.type", "a zip that is no workbook")


def _as_utf8(part: bytes) -> bytes:
    """An XML part without the zero bytes of UTF-16: enough to find ASCII words in it."""
    return part.replace(b"\x00", b"")


def _ole_type(data: bytes) -> str:
    with open_ole(data) as ole:
        if ole.exists("EncryptedPackage") or ole.exists("EncryptionInfo"):
            raise FileRejectedError("file.encrypted", "an encrypted Office file")
        stream = workbook_stream(ole)
    if stream is None:
        raise FileRejectedError("file.type", "an OLE file that is no workbook")
    if holds_filepass(stream):
        raise FileRejectedError("file.encrypted", "an Excel 97 workbook with a password")
    return "xls"


def _refuse_other_than_csv(data: bytes) -> None:
    if not data.strip():
        raise FileRejectedError("file.type", "an empty file")
    if len(data) != len(data.translate(None, _CONTROLS)):
        raise FileRejectedError("file.type", "binary content")
    text = data.removeprefix(_UTF8_BOM).lstrip()
    if _OTHER_TEXT.match(text):
        raise FileRejectedError("file.type", "text that is no csv")
    if not _DELIMITER.search(text):
        raise FileRejectedError("file.type", "text without a delimiter")
    if not _is_text(data):
        raise FileRejectedError("file.type", "text neither in UTF-8 nor in Windows-1252")


def _is_text(data: bytes) -> bool:
    for codec in ("utf-8", "cp1252"):
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return True
    return False
