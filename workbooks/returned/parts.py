"""How the parts of a package hang together: relationships and content types."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from workbooks.returned.package import Package
from workbooks.returned.xml_text import Element, escaped, root

CONTENT_TYPES = "[Content_Types].xml"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


@dataclass(frozen=True)
class Relation:
    """One relationship of a part; ``kind`` is the last word of its type, ``target`` a part's name."""

    id: str
    kind: str
    target: str


def relations_part(part: str) -> str:
    """The name of the part that holds a part's relationships (for the package itself: ``""``)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str) -> list[Relation]:
    """A part's relationships to other parts of the package, targets resolved. External ones are left out."""
    return [
        Relation(
            element.get("Id") or "",
            (element.get("Type") or "").rpartition("/")[2],
            _resolved(part, element.get("Target") or ""),
        )
        for element in _relation_elements(package, part)
        if (element.get("TargetMode") or "").lower() != "external"
    ]


def add_relation(package: Package, part: str, kind: str, target: str) -> str:
    """Relates a part to another one and gives the new id."""
    relations_name = relations_part(part)
    document = root(package.text(relations_name) if relations_name in package else _EMPTY)
    taken_ids = {(relation.get("Id") or "").lower() for relation in document.children()}
    number = len(taken_ids) + 1
    while f"rid{number}" in taken_ids:
        number += 1
    base = STRICT_RELATIONS if is_strict(package) else OFFICE_RELATIONS
    added = f'<{document.prefix}Relationship Id="rId{number}" Type="{base}/{kind}" Target="/{escaped(target)}"/>'
    package.write(relations_name, document.replaced(document.with_inner(document.inner + added)))
    return f"rId{number}"


def remove_relation(package: Package, part: str, relation_id: str) -> None:
    """Takes a relationship out. A part of relationships that becomes empty goes with it."""
    for element in _relation_elements(package, part):
        if element.get("Id") == relation_id:
            package.write(relations_part(part), element.replaced(""))
    if not _relation_elements(package, part):
        package.remove(relations_part(part))


def is_strict(package: Package) -> bool:
    """Whether the package uses the namespaces of ISO strict."""
    return b"purl.oclc.org" in package.read("_rels/.rels")


def add_content_type(package: Package, part: str, content_type: str) -> None:
    """Declares the type of a new part."""
    _add_to_types(package, f'Override PartName="/{escaped(part)}" ContentType="{content_type}"/>')


def add_default_type(package: Package, extension: str, content_type: str) -> None:
    """Declares the type of all parts with an extension, unless it is declared already."""
    for element in root(package.text(CONTENT_TYPES)).children():
        if element.local == "Default" and (element.get("Extension") or "").lower() == extension:
            return
    types = root(package.text(CONTENT_TYPES))
    added = f'<{types.prefix}Default Extension="{extension}" ContentType="{content_type}"/>'
    package.write(CONTENT_TYPES, types.replaced(types.with_inner(added + types.inner)))


def remove_part(package: Package, part: str) -> None:
    """Takes a part, its relationships and its content type out."""
    package.remove(part)
    package.remove(relations_part(part))
    for element in root(package.text(CONTENT_TYPES)).children():
        if element.local == "Override" and (element.get("PartName") or "").lstrip("/").lower() == part.lower():
            package.write(CONTENT_TYPES, element.replaced(""))


def _add_to_types(package: Package, entry: str) -> None:
    types = root(package.text(CONTENT_TYPES))
    package.write(CONTENT_TYPES, types.replaced(types.with_inner(f"{types.inner}<{types.prefix}{entry}")))


def _relation_elements(package: Package, part: str) -> list[Element]:
    relations_name = relations_part(part)
    return root(package.text(relations_name)).children() if relations_name in package else []


def _resolved(part: str, target: str) -> str:
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
