"""OpenDocument spreadsheets for tests, from the XML of their tables."""

from __future__ import annotations

from tests.workbooks.makers_zip import zipped

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = " ".join(f'xmlns:{name}="{_URN}{name}:1.0"' for name in ("office", "table", "text", "style"))
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
_MANIFEST = f'<manifest:manifest xmlns:manifest="{_URN}manifest:1.0">{{}}</manifest:manifest>'


def ods(*tables: str, prolog: str = "", manifest: str = "", generator: str = "") -> bytes:
    """A spreadsheet of these ``table:table`` elements."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<office:document-content {_NAMESPACES} {_CALC}><office:body>'
        f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"mimetype": MIMETYPE, "META-INF/manifest.xml": _MANIFEST.format(manifest), "content.xml": content}
    if generator:
        parts["meta.xml"] = f"<meta>{generator}</meta>"
    return zipped(parts, stored=("mimetype",))


def table(*rows: str, name: str = "UMKM") -> str:
    """A table of these rows."""
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def row(*cells: str, repeated: int | str = 1) -> str:
    """A row of these cells."""
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def blank(repeated: int | str = 1) -> str:
    """Cells without content, formatted."""
    return f'<table:table-cell table:style-name="ce1" table:number-columns-repeated="{repeated}"/>'


def number(value: float, attributes: str = "") -> str:
    """A number cell."""
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}" {attributes}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def text(value: str, attributes: str = "") -> str:
    """A text cell."""
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{value}</text:p></table:table-cell>'


def error(value: str, attributes: str = "") -> str:
    """A formula whose result is an error, as LibreOffice stores it."""
    return (
        f'<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        f'calcext:value-type="error" {attributes}><text:p>{value}</text:p></table:table-cell>'
    )


NO_RESULT = '<table:table-cell table:formula="of:=1+1"/>'
