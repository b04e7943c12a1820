"""Makes a package that bends the standard sound: the same parts under the names by which all programs find them.

These things may be bent: bytes before or after the zip, backslashes, a leading ``./`` or another letter case in names
and targets, XML that is not in UTF-8, parts without a type. Values are not touched. The limits and the checks for
hostile packages look at the file as sent, before this.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from html import escape, unescape

from workbooks.inspection.content_types import CONTENT_TYPES, NO_TYPES, mended_types
from workbooks.inspection.encoding import in_utf8, is_utf8
from workbooks.inspection.package import (
    XML_ENDINGS,
    Package,
    assert_no_doctype,
    open_package,
    part_chunks,
    part_name,
    read_part,
    unreadable,
    zip_span,
)
from workbooks.inspection.relations import main_part, relations, relations_part, resolve
from workbooks.limits import FileRejectedError, Limits

_RELATIONSHIP = re.compile(r"<(?:[\w.-]+:)?Relationship\b[^>]*>")
_TARGET = re.compile(r"(\bTarget\s*=\s*)(?:\"([^\"]*)\"|'([^']*)')")
_EXTERNAL = re.compile(r"\bTargetMode\s*=\s*[\"']External[\"']", re.I)


def sound_file(data: bytes, limits: Limits) -> bytes:
    """The file as other programs can edit it: a sound package if it is an Office package, else the same bytes."""
    if zip_span(data) is None:
        return data
    try:
        return sound(data, limits)
    except FileRejectedError:
        return data


def sound(data: bytes, limits: Limits) -> bytes:
    """The zip package ``data`` made sound; nearly always the very same bytes.

    Raises FileRejectedError: ``file.unreadable`` for damage, document types and unknown encodings, ``file.too_large``.
    """
    package = open_package(data, limits)
    bare = zip_span(data) == (0, len(data))
    names = {name: part_name(name) for name in package.parts}
    if package.find(CONTENT_TYPES) is None and package.find("_rels/.rels") is None:
        is_sound = bare and all(name == sound_name for name, sound_name in names.items())
        return data if is_sound else _written(package, names, {})
    edits = {}
    for name in package.parts:
        if name.lower().endswith(XML_ENDINGS):
            head = next(part_chunks(package, name), b"")
            assert_no_doctype(head)
            if not is_utf8(head):
                edits[name] = in_utf8(read_part(package, name))
                assert_no_doctype(edits[name])
    _name_relationships(package, names)
    targets = _mended_targets(package, names, edits)
    if targets:  # rather name the parts as they are called for
        _name_as_called_for(package, names)
        _name_relationships(package, names)
        targets = _mended_targets(package, names, edits)
    edits |= targets
    _mend_types(package, names, edits)
    if bare and not edits and all(name == sound_name for name, sound_name in names.items()):
        return data
    return _written(package, names, edits)


def _name_relationships(package: Package, names: dict[str, str]) -> None:
    """Gives parts with a fixed name that name: a part's relationships are found by its own name."""
    for usual_part in (CONTENT_TYPES, "_rels/.rels"):
        part = package.find(usual_part)
        if part is not None:
            names[part] = usual_part
    for name, sound_name in list(names.items()):
        part = package.find(relations_part(sound_name))
        if part is not None and part != name:
            names[part] = relations_part(sound_name)


def _name_as_called_for(package: Package, names: dict[str, str]) -> None:
    """Gives parts the letter case of the relationships that name them: some programs look for parts by usual names."""
    for name in sorted(package.parts, key=len):  # those of the package itself come first
        if name.lower().endswith(".rels"):
            source_part = package.find(_source(part_name(name)))
            source = names[source_part] if source_part is not None else ""
            for relation in relations(package, source):
                if relation.part is not None:
                    target_name = part_name(
                        posixpath.join("/", posixpath.dirname(source), relation.target.replace("\\", "/"))
                    )
                    if target_name.lower() == part_name(relation.part).lower():
                        names[relation.part] = target_name


def _source(relations_name: str) -> str:
    """The part whose relationships stand in a part of this name."""
    folder, file = posixpath.split(relations_name)
    return posixpath.join(posixpath.dirname(folder), file[: -len(".rels")])


def _mended_targets(package: Package, names: dict[str, str], edits: dict[str, bytes]) -> dict[str, bytes]:
    mended = {}
    for name, sound_name in names.items():
        if sound_name.lower().endswith(".rels"):
            xml = _with_targets(package, name, names, edits)
            if xml is not None:
                mended[name] = xml
    return mended


def _text(package: Package, name: str, edits: dict[str, bytes]) -> str:
    return (edits.get(name) or read_part(package, name)).decode("utf-8", "replace")


def _with_targets(package: Package, name: str, names: dict[str, str], edits: dict[str, bytes]) -> bytes | None:
    """A part of relationships with those parts' names as targets; None when it has them already."""
    xml = _text(package, name, edits)
    source = _source(names[name])
    target_names = set(names.values())

    def mended(tag: re.Match[str]) -> str:
        target = _TARGET.search(tag[0])
        if not target or _EXTERNAL.search(tag[0]):
            return tag[0]
        target_written = unescape(target[2] if target[2] is not None else target[3])
        at = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target_written)).lstrip("/")
        is_plain = "\\" not in target_written and "./" not in target_written.replace("../", "")
        if is_plain and at in target_names:
            return tag[0]
        target_part = resolve(package, source, target_written)
        if target_part is None:
            return tag[0]
        return f'{tag[0][: target.start()]}{target[1]}"/{escape(names[target_part])}"{tag[0][target.end() :]}'

    changed = _RELATIONSHIP.sub(mended, xml)
    return changed.encode() if changed != xml else None


def _mend_types(package: Package, names: dict[str, str], edits: dict[str, bytes]) -> None:
    """Adds missing types for the parts of a workbook, by the names that they have now."""
    types_part = package.find(CONTENT_TYPES)
    types = _text(package, types_part, edits) if types_part else NO_TYPES
    if all(f'"/{name}"' in types for name in names.values() if _is_listed(name)):
        return
    workbook = main_part(package)
    if workbook is None or not workbook.lower().endswith(".xml"):
        return
    kinds = {names[workbook]: "officeDocument"}
    kinds |= {
        names[relation.part]: relation.kind for relation in relations(package, workbook) if relation.part is not None
    }
    changed = mended_types(types, names.values(), kinds)
    if types_part is None:
        names[CONTENT_TYPES] = CONTENT_TYPES
    if changed != types or types_part is None:
        edits[types_part or CONTENT_TYPES] = changed.encode()


def _written(package: Package, names: dict[str, str], edits: dict[str, bytes]) -> bytes:
    """The package with these names and contents. Raises FileRejectedError when two parts would have one name."""
    if len({names.get(name, name).lower() for name in package.parts}) < len(package.parts):
        raise unreadable("the zip directory names a part twice")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in dict.fromkeys((*package.parts, *edits)):
            content = edits[name] if name in edits else read_part(package, name)
            sound_name = names.get(name, name)
            compression = zipfile.ZIP_STORED if sound_name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(sound_name, content, compression)
    return buffer.getvalue()


def _is_listed(name: str) -> bool:
    return name.lower().endswith(".xml") and name != CONTENT_TYPES
