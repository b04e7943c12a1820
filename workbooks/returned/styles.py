"""The sender's style sheet: marks as clones of the sender's own formats, and the formats of our two sheets."""

from __future__ import annotations

import re

from schemas.finding import Severity
from workbooks.returned.palette import DARK_FOR_THEME_WHITE, DARK_FOR_WHITE, MARKS
from workbooks.returned.xml_text import Element, elements, prefixed, root, with_attribute

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_XF = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
_DEFAULTS = {
    "numFmts": "",
    "fonts": '<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>',
    "fills": '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    "borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellStyleXfs": _XF,
    "cellXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    "cellStyles": '<cellStyle name="Normal" xfId="0" builtinId="0"/>',
}
_ORDER = (*_DEFAULTS, "dxfs", "tableStyles", "colors", "extLst")
EMPTY = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{MAIN}">'
    + "".join(f"<{name}>{inner}</{name}>" for name, inner in _DEFAULTS.items() if inner)
    + "</styleSheet>"
)
_NO_COLOUR = 'indexed="64"'
_PLAIN = {mark.plain_style for mark in MARKS.values()}
_OVER_FILL = {mark.over_fill for mark in MARKS.values()}
_COLOURS_TO_WHITE = {DARK_FOR_THEME_WHITE: 'theme="0"', DARK_FOR_WHITE: 'rgb="FFFFFFFF"'}


class Styles:
    """A style sheet that only grows, so that ids in use keep their meaning."""

    def __init__(self, xml: str) -> None:
        self._xml = xml
        self._prefix = root(xml).prefix
        self._lists = {name: self._read(name) for name in _DEFAULTS}
        self._marked: dict[tuple[int, Severity], int] = {}

    def _read(self, section: str) -> list[str]:
        section_element = root(self._xml).child(section)
        if section_element is None:
            return [element.text for element in elements(prefixed(_DEFAULTS[section], self._prefix))]
        return [element.text for element in section_element.children()]

    def restore(self, *, backgrounds_kept: bool) -> None:
        """Gives every fill and font that we marked its own look back.

        ``backgrounds_kept`` says whether the program that saved the file left a solid fill's background colour alone.
        Otherwise the sender's own fill is lost, and the cell gets none.
        """
        self._lists["fills"] = [self._restored_fill(fill, backgrounds_kept) for fill in self._lists["fills"]]
        self._lists["fonts"] = [_restored_font(font) for font in self._lists["fonts"]]

    def marked(self, style: int, severity: Severity) -> int:
        """The id of a cell format that equals ``style`` except for the severity's fill."""
        if (style, severity) not in self._marked:
            formats = self._lists["cellXfs"]
            source = _element(formats[style] if style < len(formats) else formats[0])
            tag = with_attribute(source.tag, "fillId", str(self._mark_fill(int(source.get("fillId") or 0), severity)))
            tag = with_attribute(tag, "applyFill", "1")
            font = int(source.get("fontId") or 0)
            readable = self._readable_font(font)
            if readable != font:
                tag = with_attribute(with_attribute(tag, "fontId", str(readable)), "applyFont", "1")
            self._marked[style, severity] = self._index("cellXfs", tag + source.text[len(source.tag) :])
        return self._marked[style, severity]

    def add(
        self,
        *,
        font: str,
        fill: str | None = None,
        bordered: str | None = None,
        alignment: str = "",
        number_format: int | None = None,
    ) -> int:
        """The id of a format of ours. ``font`` is XML, colours are ARGB, ``number_format`` is a built-in id.

        Without a number format it is a text format, which stays text even when it is edited (``quotePrefix``).
        """
        ids = (
            self._index("fonts", prefixed(font, self._prefix)),
            self._index("fills", prefixed(_solid(f'rgb="{fill}"'), self._prefix)) if fill else 0,
            self._index("borders", prefixed(_thin_border(bordered), self._prefix)) if bordered else 0,
        )
        quote_attribute = ' quotePrefix="1"' if number_format is None else ""
        alignment_text = alignment or 'vertical="top"'
        xf = (
            f'<xf numFmtId="{number_format or 0}" fontId="{ids[0]}" fillId="{ids[1]}" borderId="{ids[2]}" xfId="0"'
            f' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
            f"{quote_attribute}><alignment {alignment_text}/></xf>"
        )
        return self._index("cellXfs", prefixed(xf, self._prefix))

    def to_xml(self) -> str:
        """The style sheet with all that was added."""
        xml = self._xml
        for name, items in self._lists.items():
            if items:
                xml = self._with_section(xml, name, items)
        return xml

    def _with_section(self, xml: str, name: str, items: list[str]) -> str:
        document = root(xml)
        section_element = document.child(name)
        if section_element is not None:
            tag = with_attribute(section_element.tag, "count", str(len(items)))
            return section_element.replaced(
                Element(tag, section_element.name, 0, len(tag), len(tag), len(tag)).with_inner("".join(items))
            )
        later = _ORDER[_ORDER.index(name) + 1 :]
        at = next((element.start for element in document.children() if element.local in later), document.inner_end)
        section = f'<{self._prefix}{name} count="{len(items)}">{"".join(items)}</{self._prefix}{name}>'
        return xml[:at] + section + xml[at:]

    def _index(self, section: str, item: str) -> int:
        items = self._lists[section]
        if item not in items:
            items.append(item)
        return items.index(item)

    def _mark_fill(self, fill: int, severity: Severity) -> int:
        own_colour = _solid_colour(self._lists["fills"][fill]) if fill < len(self._lists["fills"]) else None
        mark = MARKS[severity]
        colour = mark.over_fill if own_colour else mark.plain_style
        fill_xml = _solid(f'rgb="{colour}"', own_colour or _NO_COLOUR)
        return self._index("fills", prefixed(fill_xml, self._prefix))

    def _restored_fill(self, fill: str, backgrounds_kept: bool) -> str:
        colour = re.search(r"fgColor\s[^>]*rgb=\"(\w+)\"", fill)
        if not colour or colour[1] not in _PLAIN | _OVER_FILL:
            return fill
        own_colour = re.search(r"bgColor\s+([^>]*?)\s*/?>", fill)
        restored = (
            _solid(own_colour[1])
            if colour[1] in _OVER_FILL and own_colour and backgrounds_kept
            else '<fill><patternFill patternType="none"/></fill>'
        )
        return prefixed(restored, self._prefix)

    def _readable_font(self, font: int) -> int:
        """A font that can be read on a light fill: the same one unless its letters are white."""
        if font >= len(self._lists["fonts"]):
            return font
        source = self._lists["fonts"][font]
        for dark, white in _COLOURS_TO_WHITE.items():
            pattern = re.compile(rf"(color\s+){re.escape(white)}(\s*/?>)")
            if pattern.search(source):
                return self._index("fonts", pattern.sub(rf'\1rgb="{dark}"\2', source))
        return font


def font(*, size: int = 11, colour: str, bold: bool = False, underline: bool = False) -> str:
    """A font as XML."""
    return (
        f"<font>{'<b/>' if bold else ''}{'<u/>' if underline else ''}"
        f'<sz val="{size}"/><color rgb="{colour}"/><name val="Calibri"/><family val="2"/></font>'
    )


def _element(xml: str) -> Element:
    return elements(xml)[0]


def _solid(colour: str, behind: str = _NO_COLOUR) -> str:
    return f'<fill><patternFill patternType="solid"><fgColor {colour}/><bgColor {behind}/></patternFill></fill>'


def _solid_colour(fill: str) -> str | None:
    """The attributes of a solid fill's colour; None for no fill, hatches and gradients."""
    if 'patternType="solid"' not in fill:
        return None
    colour = re.search(r"fgColor\s+([^>]*?)\s*/?>", fill)
    return colour[1] if colour else None


def _thin_border(colour: str) -> str:
    sides = "".join(
        f'<{side} style="thin"><color rgb="{colour}"/></{side}>' for side in ("left", "right", "top", "bottom")
    )
    return f"<border>{sides}<diagonal/></border>"


def _restored_font(font_xml: str) -> str:
    for dark, white in _COLOURS_TO_WHITE.items():
        font_xml = font_xml.replace(f'rgb="{dark}"', white)
    return font_xml
