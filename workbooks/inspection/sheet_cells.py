"""The cells of a sheet's XML, proven to be written the usual way: all tags at once, by their bytes, without a
parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from workbooks.inspection.tag_bytes import bytes_are, holds_controls, numbers_at, tags_between

NARROW_COLUMNS = 52
_BLOCK = 2_000_000
"""Bytes looked at together: small enough for the processor's cache."""
_MOST_ENDINGS = 100
"""More endings of cell tags in one block than any workbook has kinds and formats of cells."""
_ENDING = re.compile(rb'(?: s="\d{1,6}"| t="(?P<kind>[A-Za-z]{1,9})"| (?:cm|vm|ph)="[^"<>&]*")* ?')
_ATTRIBUTE = re.compile(rb" (\w+)=")

_NUMBER, _SHARED, _TEXT, _ERROR, _INLINE = range(1, 6)
_KINDS = {b"": _NUMBER, b"n": _NUMBER, b"b": _NUMBER, b"s": _SHARED, b"str": _TEXT, b"e": _ERROR, b"inlineStr": _INLINE}
"""What a cell holds by its type. Dates as texts (``d``) are not usual."""

_CODES = ("row", "/row", "row/", "c", "/c", "c/", "v", "/v", "v/", "f", "/f", "f/", "is", "/is", "t", "/t", "t/")
_CODE = {name: number for number, name in enumerate(_CODES)}
_FOLLOWERS = {
    "row": ("c", "c/", "/row"),
    "/row": ("row", "row/"),
    "row/": ("row", "row/"),
    "c": ("v", "v/", "f", "f/", "is", "/c"),
    "/c": ("c", "c/", "/row"),
    "c/": ("c", "c/", "/row"),
    "v": ("/v",),
    "/v": ("/c",),
    "v/": ("/c",),
    "f": ("/f",),
    "/f": ("v", "v/", "/c"),
    "f/": ("v", "v/", "/c"),
    "is": ("t", "t/", "/is"),
    "/is": ("/c",),
    "t": ("/t",),
    "/t": ("/is",),
    "t/": ("/is",),
}
_OTHER = len(_CODES)
_PAIRS = 32
_MAY_FOLLOW = np.zeros(_PAIRS * _PAIRS, dtype=bool)
"""By the code of a tag times ``_PAIRS`` plus that of the next one."""
for _name, _names in _FOLLOWERS.items():
    _MAY_FOLLOW[[_CODE[_name] * _PAIRS + _CODE[name] for name in _names]] = True
_BY_LETTERS = np.full(65_536, _OTHER, dtype=np.uint8)
"""The first two bytes of a tag → its code, those that close themselves as if they did not."""
_LENGTHS = np.zeros(len(_CODES) + 1, dtype=np.uint8)
"""How long a closing tag is; 0 for others."""
for _name, _code in _CODE.items():
    if _name.startswith("/"):
        _BY_LETTERS[ord("/") | ord(_name[1]) << 8] = _code
        _LENGTHS[_code] = len(_name) + 1
    elif len(_name) == 1:
        for _behind in " />":
            _BY_LETTERS[ord(_name) | ord(_behind) << 8] = _code
    elif not _name.endswith("/"):
        _BY_LETTERS[ord(_name[0]) | ord(_name[1]) << 8] = _code


class Cells:
    """The cells between two places of a sheet's XML. ``usual``: tags are nested as they should be, every row and cell
    says its own position first, in order, each once and within column AZ, and values are numbers or plain texts.
    ``height``: the largest number of a row. ``formulas`` and ``errors``: there are some. ``shared``: the numbers of
    shared strings.
    """

    def __init__(self, xml: bytes, start: int, end: int) -> None:
        self._xml = xml
        self._bytes = np.frombuffer(xml, dtype=np.uint8)
        self.usual, self.height, self.formulas, self.errors = True, 0, False, False
        self.shared: list[np.ndarray] = []
        for block_start, block_end in self._blocks(start, end):
            if not self._look(block_start, block_end):
                self.usual = False
                return

    def _blocks(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        while start < end:
            stop = self._xml.find(b"<row", min(start + _BLOCK, end), end) if start + _BLOCK < end else -1
            stop = end if stop < 0 else stop
            yield start, stop
            start = stop

    def _look(self, start: int, end: int) -> bool:
        if holds_controls(self._bytes[start:end]):
            return False
        tags = tags_between(self._bytes, start, end)
        if tags is None:
            return False
        opens, closes = tags
        if not len(opens):
            return True
        codes = self._tag_codes(opens, closes)
        if codes[0] not in (_CODE["row"], _CODE["row/"]) or codes[-1] not in (_CODE["/row"], _CODE["row/"]):
            return False
        if not _MAY_FOLLOW.take(codes[:-1].astype(np.intp) * _PAIRS + codes[1:]).all():
            return False
        has_formulas = bool(((codes == _CODE["f"]) | (codes == _CODE["f/"])).any())
        self.formulas = self.formulas or has_formulas
        cells = np.flatnonzero((codes == _CODE["c"]) | (codes == _CODE["c/"]))
        addresses_end = self._addresses_end(codes, opens, cells)
        if addresses_end is None or not self._quotes_are_usual(start, end, opens, closes):
            return False
        kinds = self._kinds(codes, closes, cells, addresses_end)
        return kinds is not None and self._values_are_usual(start, end, codes, opens, closes, kinds)

    def _tag_codes(self, opens: np.ndarray, closes: np.ndarray) -> np.ndarray:
        data = self._bytes
        codes = _BY_LETTERS.take(data[2:].take(opens).astype(np.intp) << 8 | data[1:].take(opens))
        for name in ("row", "is"):
            places = np.flatnonzero(codes == _CODE[name])
            behind = data[1 + len(name) :].take(opens[places])
            has_name = bytes_are(data, opens[places], b"<" + name.encode())
            codes[places[~(has_name & ((behind == ord(" ")) | (behind == ord(">"))))]] = _OTHER
            closing = np.flatnonzero(codes == _CODE[f"/{name}"])
            codes[closing[~bytes_are(data, opens[closing], b"</" + name.encode())]] = _OTHER
        lengths = _LENGTHS.take(codes)
        is_closing = lengths > 0
        codes[is_closing & (lengths != closes - opens)] = _OTHER
        empty_tags = np.flatnonzero(~is_closing & (data.take(closes - 1) == ord("/")) & (codes != _OTHER))
        codes[empty_tags] = np.where(codes[empty_tags] == _CODE["is"], _OTHER, codes[empty_tags] + 2)
        return codes

    def _quotes_are_usual(self, start: int, end: int, opens: np.ndarray, closes: np.ndarray) -> bool:
        """No attribute stands in single quotes."""
        if self._xml.find(b"'", start, end) < 0:
            return True
        quotes = np.flatnonzero(self._bytes[start:end] == ord("'")) + start
        tags = np.searchsorted(opens, quotes) - 1
        return bool(((tags >= 0) & (closes[tags] < quotes)).all())

    def _addresses_end(self, codes: np.ndarray, opens: np.ndarray, cells: np.ndarray) -> np.ndarray | None:
        """Where the address of each cell ends, behind its quote. ``cells`` are the places of their tags.

        None unless rows are numbered upwards, each cell is in the row that it says, and its columns go upwards, too.
        """
        data = self._bytes
        row_tags = np.flatnonzero((codes == _CODE["row"]) | (codes == _CODE["row/"]))
        rows, starts = opens[row_tags], opens[cells]
        if not (bytes_are(data[4:], rows, b' r="').all() and bytes_are(data[2:], starts, b' r="').all()):
            return None
        numbers, lengths = numbers_at(data[8:], rows)
        last_numbers = np.concatenate(([self.height], numbers))
        if not (lengths > 0).all() or not (last_numbers[1:] > last_numbers[:-1]).all():
            return None
        self.height = int(numbers[-1])
        cells_of_row = np.diff(np.searchsorted(cells, row_tags), append=len(cells))
        row_of_cell = np.repeat(np.arange(len(rows)), cells_of_row)
        first_letters, second_letters = data[6:].take(starts) - ord("@"), data[7:].take(starts) - ord("@")
        has_two = second_letters - 1 < 26  # a smaller byte is a large one now
        columns = np.where(has_two, first_letters.astype(np.int32) * 26 + second_letters, first_letters)
        if not ((first_letters - 1 < 26) & (columns <= NARROW_COLUMNS)).all():
            return None
        keys = row_of_cell * 64 + columns
        if not (keys[1:] > keys[:-1]).all():
            return None
        places = starts + 7 + has_two
        lengths_of_cells = np.repeat(lengths, cells_of_row)
        for offset in range(int(lengths.max())):
            digits = np.repeat(data[8 + offset :].take(rows), cells_of_row)
            if not ((data[offset:].take(places) == digits) | (offset >= lengths_of_cells)).all():
                return None
        ends = places + lengths_of_cells
        if not (data.take(ends) == ord('"')).all() or not (data[8:].take(rows + lengths) == ord('"')).all():
            return None
        return ends + 1

    def _kinds(
        self, codes: np.ndarray, closes: np.ndarray, cells: np.ndarray, addresses_end: np.ndarray
    ) -> np.ndarray | None:
        """What each tag holds, if it is a cell's. None when a cell has an attribute whose name nobody knows (it may be
        the address or the format, damaged) or a type that is not usual.

        The tags of cells end in a few ways only (`` s="5" t="s">``). So each way is looked at once.
        """
        lengths = closes[cells] - addresses_end - (codes[cells] == _CODE["c/"])
        kinds = np.zeros(len(codes), dtype=np.uint8)
        left = np.arange(len(cells))
        for _ in range(_MOST_ENDINGS):
            if not len(left):
                return kinds
            start = int(addresses_end[left[0]])
            ending = self._xml[start : start + int(lengths[left[0]])]
            kind = _kind(ending)
            if kind is None:
                return None
            self.errors = self.errors or kind == _ERROR
            alike = lengths[left] == len(ending)
            alike[alike] = bytes_are(self._bytes, addresses_end[left[alike]], ending)
            kinds[cells[left[alike]]] = kind
            left = left[~alike]
        return None

    def _values_are_usual(
        self,
        start: int,
        end: int,
        codes: np.ndarray,
        opens: np.ndarray,
        closes: np.ndarray,
        kinds: np.ndarray,
    ) -> bool:
        data = self._bytes
        at = np.flatnonzero(codes == _CODE["v"])
        cells = at - 1
        for _ in range(2):  # over the formula, if there is one
            is_cell = codes[cells] == _CODE["c"]
            if is_cell.all():
                break
            cells = np.where(is_cell, cells, cells - 1)
        kinds_of_values = kinds[cells]
        values, ends = closes[at] + 1, opens[at + 1]
        shared, number = kinds_of_values == _SHARED, kinds_of_values == _NUMBER
        if (kinds_of_values == _INLINE).any():  # the reader does not look at such a value
            return False
        indexes, lengths = numbers_at(data, values[shared])
        if not (lengths == (ends - values)[shared]).all():
            return False
        self.shared.append(indexes[lengths > 0])
        number &= ends > values
        first_bytes, last_bytes = data.take(values[number]), data.take(ends[number] - 1)
        if not (((first_bytes - ord("0") < 10) | (first_bytes == ord("-"))) & (last_bytes - ord("0") < 10)).all():
            return False
        if self._xml.find(b"&", start, end) >= 0:
            kinds[at] = kinds_of_values
            marks = np.flatnonzero(data[start:end] == ord("&")) + start
            tags = np.searchsorted(opens, marks) - 1
            of_values = tags[(tags >= 0) & (codes[tags] == _CODE["v"])]
            return bool(np.isin(kinds[of_values], (_TEXT, _ERROR)).all())
        return True


def _kind(ending: bytes) -> int | None:
    """What a cell holds by the rest of its tag behind the address; None when it is not written the usual way."""
    usual = _ENDING.fullmatch(ending)
    names = _ATTRIBUTE.findall(ending)
    if usual is None or len(set(names)) < len(names):
        return None
    return _KINDS.get(usual["kind"] or b"")
