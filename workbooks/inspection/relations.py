"""The relationships between the parts of an Office package, followed as lenient programs follow them.

ECMA-376 part 2, 6.5. Targets may be absolute or relative, with backslashes, escapes or another letter case.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from workbooks.inspection.encoding import in_utf8
from workbooks.inspection.package import Package, assert_no_doctype, part_name, read_part, unreadable

OFFICE_DOCUMENT = "officeDocument"
NO_WORKSHEETS = frozenset({"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"})
"""Kinds of sheets that hold no cells of a table."""


@dataclass(frozen=True)
class Relation:
    """One relationship to another part. ``kind`` is the last word of its type, ``target`` the target as written,
    ``part`` the part as the directory writes it; None when there is none.
    """

    id: str
    kind: str
    target: str
    part: str | None


def relations_part(part: str) -> str:
    """The name of the part that holds a part's relationships (for the package itself: ``""``)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str) -> list[Relation]:
    """A part's relationships inside the package; none when it has no part for them.

    Raises FileRejectedError ``file.unreadable`` when that part is damaged.
    """
    source = package.find(relations_part(part))
    if source is None:
        return []
    return [
        Relation(
            element.get("Id", ""),
            element.get("Type", "").rpartition("/")[2],
            element.get("Target", ""),
            resolve(package, part, element.get("Target", "")),
        )
        for element in xml_root(package, source)
        if element.get("TargetMode", "").lower() != "external"
    ]


def resolve(package: Package, part: str, target: str) -> str | None:
    """The part that a relationship of ``part`` leads to. Targets from the root are found without their slash, too."""
    folder = posixpath.dirname(part_name(part))
    target = target.strip().partition("#")[0].replace("\\", "/")
    if not target:
        return None
    for spelling in dict.fromkeys((target, unquote(target))):
        for name in (posixpath.join("/", folder, spelling), f"/{spelling}"):
            real_name = package.find(part_name(name))
            if real_name is not None:
                return real_name
    return None


def main_part(package: Package) -> str | None:
    """The package's main part, as the directory writes it."""
    main_parts = (relation.part for relation in relations(package, "") if relation.kind == OFFICE_DOCUMENT)
    return next((part for part in main_parts if part is not None), None)


def xml_root(package: Package, part: str) -> Element:
    """Parses a small XML part. Raises FileRejectedError ``file.unreadable`` for damage, document types and entities."""
    content = in_utf8(read_part(package, part))
    assert_no_doctype(content)
    try:
        return fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise unreadable(f"{part}: {type(error).__name__}") from error


def local_name(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> Iterator[str]:
    """The values of an attribute in any namespace (``r:id``)."""
    return (value for key, value in element.attrib.items() if key.endswith("}" + name))
