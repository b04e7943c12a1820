"""The boxes of notes in an old drawing (VML). Excel does not always write it as XML, so it is edited as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from schemas.grid import parse_address

EMPTY = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
)
_TYPE = "_x0000_t202"
_SHAPE_TYPE = (
    f'<v:shapetype id="{_TYPE}" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BLOCK = 1024
_SHAPE = re.compile(r"<v:shape\s.*?</v:shape>", re.S)
_SHAPE_ID = re.compile(r"_x0000_s(\d+)")
_IDMAP = re.compile(r"(<o:idmap\s[^>]*?data=[\"'])([\d,\s]*)([\"'])")
_ROW, _COLUMN = re.compile(r"<x:Row>\s*(\d+)\s*</x:Row>"), re.compile(r"<x:Column>\s*(\d+)\s*</x:Column>")
_CHARACTERS_A_LINE, _PIXELS_A_LINE, _WIDTH = 46, 15, 260


def free_block(drawings: Iterable[str]) -> int:
    """The first block of 1,024 shape ids that no drawing of the workbook uses."""
    used_blocks = [0]
    for drawing in drawings:
        used_blocks += [int(number) // _BLOCK for number in _SHAPE_ID.findall(drawing)]
        used_blocks += [int(number) for match in _IDMAP.findall(drawing) for number in re.findall(r"\d+", match[1])]
    return max(used_blocks) + 1


def with_boxes(drawing: str, notes: Mapping[str, str], first_block: int) -> str:
    """The drawing with a hidden box for each note (address → text)."""
    shapes = [
        _box(cell, text, first_block * _BLOCK + number) for number, (cell, text) in enumerate(notes.items(), start=1)
    ]
    blocks = range(first_block, first_block + len(shapes) // _BLOCK + 1)
    drawing = _IDMAP.sub(lambda match: match[1] + _joined(match[2], blocks) + match[3], drawing, count=1)
    head, closing, text_after = drawing.rpartition("</xml>")
    kind = "" if f'id="{_TYPE}"' in head else _SHAPE_TYPE
    return "".join((_with_namespaces(head), kind, *shapes, closing, text_after))


def without_boxes(drawing: str, cells: set[str]) -> str:
    """The drawing without the boxes of these cells' notes."""
    places = {parse_address(cell) for cell in cells}

    def remaining(shape: re.Match[str]) -> str:
        row, column = _ROW.search(shape[0]), _COLUMN.search(shape[0])
        is_note = re.search(r"ObjectType=[\"']Note[\"']", shape[0])
        is_erased = is_note and row and column and (int(row[1]), int(column[1])) in places
        return "" if is_erased else shape[0]

    return _SHAPE.sub(remaining, drawing)


def has_shapes(drawing: str) -> bool:
    """Whether the drawing has any shape."""
    return _SHAPE.search(drawing) is not None


def _box(cell: str, text: str, number: int) -> str:
    row, column = parse_address(cell)
    lines = sum(len(line) // _CHARACTERS_A_LINE + 1 for line in text.split("\n")) + 2
    height = min(lines, 24) * _PIXELS_A_LINE
    anchor = f"{column + 1}, 12, {max(row - 1, 0)}, 4, {column + 4}, 40, {max(row - 1, 0) + height // 20 + 1}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#{_TYPE}" style="position:absolute;margin-left:60pt;margin-top:2pt;'
        f'width:{_WIDTH}px;height:{height}px;z-index:{number % 65_000};visibility:hidden" fillcolor="#ffffe1"'
        ' o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        f'</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )


def _joined(numbers: str, new_numbers: range) -> str:
    return ",".join([*re.findall(r"\d+", numbers), *map(str, new_numbers)])


def _with_namespaces(head: str) -> str:
    """The beginning of the drawing, with the prefixes declared that our boxes use."""
    start = head.index("<xml")
    end = head.index(">", start)
    tag = head[start:end]
    for prefix, name in (("v", "vml"), ("o", "office:office"), ("x", "office:excel")):
        if f"xmlns:{prefix}=" not in tag:
            tag += f' xmlns:{prefix}="urn:schemas-microsoft-com:{name}"'
    return head[:start] + tag + head[end:]
