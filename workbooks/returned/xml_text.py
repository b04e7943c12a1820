"""Small tools to edit XML as text, so that everything not edited stays as the sender's program wrote it.

A parser that writes its tree back renames prefixes and drops declarations that ``mc:Ignorable`` needs; Excel then calls
the workbook damaged. No entity is ever resolved here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<[?!][^>]*>"
    r"|<(?P<close>/)?(?P<name>[A-Za-z_][\w:.-]*)(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(?P<empty>/)?>",
    re.S,
)
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TO_ESCAPE = re.compile(f'[&<>"]|{_NOT_IN_XML.pattern}')
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class MalformedXmlError(ValueError):
    """The XML is not nested properly."""


@dataclass(frozen=True)
class Element:
    """An element inside ``xml``: the start and end of its start tag, of its content and of itself."""

    xml: str
    name: str
    start: int
    inner_start: int
    inner_end: int
    end: int

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix with its colon; empty when there is none."""
        before, colon, _ = self.name.rpartition(":")
        return before + colon

    @property
    def text(self) -> str:
        """The whole element."""
        return self.xml[self.start : self.end]

    @property
    def tag(self) -> str:
        """The start tag."""
        return self.xml[self.start : self.inner_start]

    @property
    def inner(self) -> str:
        """What stands between the tags."""
        return self.xml[self.inner_start : self.inner_end]

    def get(self, name: str) -> str | None:
        """An attribute's value."""
        return attributes(self.tag).get(name)

    def get_local(self, name: str) -> str | None:
        """The value of a prefixed attribute, whatever its prefix (``r:id``)."""
        for key, value in attributes(self.tag).items():
            if ":" in key and key.rpartition(":")[2] == name:
                return value
        return None

    def children(self) -> list[Element]:
        """The elements directly inside."""
        return elements(self.xml, self.inner_start, self.inner_end)

    def child(self, local: str) -> Element | None:
        """The first direct child of this name."""
        return next((child for child in self.children() if child.local == local), None)

    def with_inner(self, inner: str) -> str:
        """The element with other content. An empty element gets an end tag."""
        tag = self.tag
        if tag.endswith("/>"):
            return f"{tag[:-2].rstrip()}>{inner}</{self.name}>"
        return f"{tag}{inner}</{self.name}>"

    def replaced(self, text: str) -> str:
        """The whole XML with this element's text exchanged."""
        return self.xml[: self.start] + text + self.xml[self.end :]


def elements(xml: str, start: int = 0, end: int | None = None) -> list[Element]:
    """The outermost elements between two places, or up to the end tag of the element around them.

    Raises MalformedXmlError when tags do not match.
    """
    end = len(xml) if end is None else end
    top_elements: list[Element] = []
    depth = 0
    open_tag: tuple[str, int, int] = ("", 0, 0)
    for token in TOKEN.finditer(xml, start, end):
        name = token["name"]
        if name is None:
            continue
        if token["close"]:
            depth -= 1
            if depth == 0:
                if name != open_tag[0]:
                    raise MalformedXmlError(f"<{open_tag[0]}> is closed by </{name}>")
                top_elements.append(Element(xml, name, open_tag[1], open_tag[2], token.start(), token.end()))
        elif token["empty"]:
            if depth == 0:
                top_elements.append(Element(xml, name, token.start(), token.end(), token.end(), token.end()))
        else:
            if depth == 0:
                open_tag = (name, token.start(), token.end())
            depth += 1
        if depth < 0:
            return top_elements
    if depth:
        raise MalformedXmlError("tags do not match")
    return top_elements


def root(xml: str) -> Element:
    """The document's element."""
    top_elements = elements(xml)
    if len(top_elements) != 1:
        raise MalformedXmlError("not one document element")
    return top_elements[0]


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a start tag, unescaped."""
    return {match[1]: unescape(match[2] if match[2] is not None else match[3]) for match in _ATTRIBUTE.finditer(tag)}


def with_attribute(tag: str, name: str, value: str) -> str:
    """The start tag with the attribute set."""
    tag = without_attribute(tag, name)
    end = len(tag) - (2 if tag.endswith("/>") else 1)
    return f'{tag[:end].rstrip()} {name}="{escaped(value)}"{tag[end:]}'


def without_attribute(tag: str, name: str) -> str:
    """The start tag without the attribute."""
    return re.sub(rf"\s+{re.escape(name)}\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", tag)


def escaped(text: str) -> str:
    """Text for element content or a double-quoted attribute. Signs that XML cannot hold are left out."""
    if not _TO_ESCAPE.search(text):
        return text
    text = _NOT_IN_XML.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def cell_text(text: str) -> str:
    """Text for a cell: escaped, no longer than a cell may hold, and safe from Excel's ``_x0041_`` escapes."""
    return escaped(_LOOKS_ESCAPED.sub("_x005F_", text[:32_000]))


def prefixed(fragment: str, prefix: str) -> str:
    """A fragment written without prefixes, given one."""
    return re.sub(r"<(/?)(?=[A-Za-z])", rf"<\1{prefix}", fragment) if prefix else fragment
