"""The content types of a package's parts, and types for parts that have none (ECMA-376 part 2, 6.2.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape

from workbooks.inspection.package import fold_part

CONTENT_TYPES = "[Content_Types].xml"
NO_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_TYPES = {
    "officeDocument": ("main+xml", f"{_SPREADSHEET}sheet.main+xml"),
    "worksheet": ("worksheet+xml", f"{_SPREADSHEET}worksheet+xml"),
    "sharedStrings": ("sharedstrings+xml", f"{_SPREADSHEET}sharedStrings+xml"),
    "styles": ("styles+xml", f"{_SPREADSHEET}styles+xml"),
}
"""Kind of relationship → the ending of its part's type, and the type to give it."""
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(Override|Default)\b[^>]*>")
_OPENING = re.compile(r"<((?:[\w.-]+:)?)Types\b[^>]*?(/?)>")
_ATTRIBUTE = re.compile(r"\b(PartName|Extension|ContentType)(\s*=\s*)(?:\"([^\"]*)\"|'([^']*)')")


def mended_types(xml: str, parts: Iterable[str], kinds: Mapping[str, str]) -> str:
    """The list of types with the real names of parts, and a type for each of ``kinds`` (part → kind of relationship)
    that has none. The text is unchanged when nothing is missing.
    """
    part_names = {fold_part(part): part for part in parts}
    overrides: set[str] = set()
    defaults: dict[str, str] = {}

    def mended(entry: re.Match[str]) -> str:
        attributes_given = {
            match[1]: unescape(match[3] if match[3] is not None else match[4])
            for match in _ATTRIBUTE.finditer(entry[0])
        }
        if entry[1] == "Default":
            defaults[attributes_given.get("Extension", "").lower()] = attributes_given.get("ContentType", "").lower()
            return entry[0]
        part_written = attributes_given.get("PartName", "")
        overrides.add(fold_part(part_written))
        part = part_names.get(fold_part(part_written))
        if part is None or part_written == f"/{part}":
            return entry[0]
        return _ATTRIBUTE.sub(
            lambda match: f'PartName="/{escape(part)}"' if match[1] == "PartName" else match[0], entry[0]
        )

    xml = _ENTRY.sub(mended, xml)
    missing_types = [
        (part, _TYPES[kind][1])
        for part, kind in kinds.items()
        if kind in _TYPES
        and fold_part(part) not in overrides
        and not defaults.get(part.rpartition(".")[2].lower(), "").endswith(_TYPES[kind][0])
    ]
    opening = _OPENING.search(xml)
    if not missing_types or opening is None:
        return xml
    prefix = opening[1]
    added = "".join(
        f'<{prefix}Override PartName="/{escape(part)}" ContentType="{kind}"/>' for part, kind in missing_types
    )
    if opening[2]:
        return f"{xml[: opening.end() - 2]}>{added}</{prefix}Types>{xml[opening.end() :]}"
    return xml[: opening.end()] + added + xml[opening.end() :]
