"""The cells of a sheet's XML, proven to be written the usual way: all tags at once, by their bytes, without a parser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

NARROW_COLUMNS = 52
_BLOCK = 2_000_000
"""Bytes looked at together: small enough for the processor's cache."""
_SHARED = re.compile(rb'<c [^<>]*\bt="s"[^<>]*(?:>\s*<v>(\d{1,8})</v>|/>)')
_TEXT_TYPES = re.compile(rb'\bt="(?:str|e)"')
_OTHER_ATTRIBUTE = re.compile(rb" (?:cm|vm|ph)=")
_MOST_TEXTS = 100_000
_BLANKS = np.frombuffer(b"\t\n\r", dtype=np.uint8)

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
_MAY_FOLLOW = np.zeros((len(_CODES) + 1, len(_CODES) + 1), dtype=bool)
for _name, _names in _FOLLOWERS.items():
    _MAY_FOLLOW[_CODE[_name], [_CODE[name] for name in _names]] = True
_OTHER = len(_CODES)
_BY_LETTERS = np.full(65_536, _OTHER, dtype=np.uint8)
"""The first two bytes of a tag → its code, those that close themselves as if they did not."""
_LENGTHS = np.zeros(len(_CODES) + 1, dtype=np.int64)
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
    ``height``: the largest number of a row. ``formulas``: there are some. ``shared``: the numbers of shared strings.
    """

    def __init__(self, xml: bytes, start: int, end: int) -> None:
        self._xml = xml
        self._bytes = np.frombuffer(xml, dtype=np.uint8)
        self.usual, self.height, self.formulas = True, 0, False
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
        data = self._bytes
        controls = data[start:end][data[start:end] < ord(" ")]
        if len(controls) and not np.isin(controls, _BLANKS).all():
            return False
        opens = np.flatnonzero(data[start:end] == ord("<")) + start
        closes = np.flatnonzero(data[start:end] == ord(">")) + start
        if len(opens) != len(closes) or (closes < opens).any() or (opens[1:] < closes[:-1]).any():
            return False
        if not len(opens):
            return True
        codes = self._tag_codes(opens, closes)
        if codes[0] not in (_CODE["row"], _CODE["row/"]) or codes[-1] not in (_CODE["/row"], _CODE["row/"]):
            return False
        if not _MAY_FOLLOW[codes[:-1], codes[1:]].all():
            return False
        self.formulas = self.formulas or bool(((codes == _CODE["f"]) | (codes == _CODE["f/"])).any())
        return (
            self._quotes_are_usual(start, end, opens, closes)
            and self._attributes_are_usual(start, end, codes, opens, closes)
            and self._positions_are_usual(codes, opens)
            and self._values_are_usual(start, end, codes, opens, closes)
        )

    def _tag_codes(self, opens: np.ndarray, closes: np.ndarray) -> np.ndarray:
        data = self._bytes
        codes = _BY_LETTERS[data[opens + 1] | data[opens + 2].astype(np.uint16) << 8]
        for name in ("row", "is"):
            places = np.flatnonzero(codes == _CODE[name])
            behind = data[opens[places] + 1 + len(name)]
            has_name = self._bytes_are(opens[places] + 1, name.encode()) & ((behind == ord(" ")) | (behind == ord(">")))
            codes[places[~has_name]] = _OTHER
            closing = np.flatnonzero(codes == _CODE[f"/{name}"])
            codes[closing[~self._bytes_are(opens[closing] + 2, name.encode())]] = _OTHER
        lengths = _LENGTHS[codes]
        codes[(lengths > 0) & (lengths != closes - opens)] = _OTHER
        empty_tags = np.flatnonzero((data[closes - 1] == ord("/")) & (lengths == 0) & (codes != _OTHER))
        codes[empty_tags] = np.where(codes[empty_tags] == _CODE["is"], _OTHER, codes[empty_tags] + 2)
        return codes

    def _quotes_are_usual(self, start: int, end: int, opens: np.ndarray, closes: np.ndarray) -> bool:
        """No attribute stands in single quotes."""
        if self._xml.find(b"'", start, end) < 0:
            return True
        quotes = np.flatnonzero(self._bytes[start:end] == ord("'")) + start
        tags = np.searchsorted(opens, quotes) - 1
        return bool(((tags >= 0) & (closes[tags] < quotes)).all())

    def _attributes_are_usual(
        self, start: int, end: int, codes: np.ndarray, opens: np.ndarray, closes: np.ndarray
    ) -> bool:
        """Cells have no attribute whose name nobody knows: it may be the address or the format, damaged."""
        data = self._bytes
        signs = np.flatnonzero(data[start:end] == ord("=")) + start
        name = data[signs - 1]
        usual = (data[signs - 2] == ord(" ")) & ((name == ord("r")) | (name == ord("s")) | (name == ord("t")))
        signs = signs[~usual]
        tags = np.searchsorted(opens, signs) - 1
        is_cell = (codes[tags] == _CODE["c"]) | (codes[tags] == _CODE["c/"])
        signs = signs[(tags >= 0) & is_cell & (closes[tags] > signs)]
        return len(signs) <= _MOST_TEXTS and all(_OTHER_ATTRIBUTE.match(self._xml, sign - 3) for sign in signs)

    def _positions_are_usual(self, codes: np.ndarray, opens: np.ndarray) -> bool:
        is_row = (codes == _CODE["row"]) | (codes == _CODE["row/"])
        is_cell = (codes == _CODE["c"]) | (codes == _CODE["c/"])
        rows, cells = opens[is_row], opens[is_cell]
        if not (self._goes_on(rows + 4, b' r="') and self._goes_on(cells + 2, b' r="')):
            return False
        numbers, lengths = self._numbers(rows + 8)
        last_numbers = np.concatenate(([self.height], numbers))
        if (
            not (lengths > 0).all()
            or not (last_numbers[1:] > last_numbers[:-1]).all()
            or not self._quote_at(rows + 8 + lengths)
        ):
            return False
        self.height = int(numbers[-1])
        first_letters, second_letters = (
            self._bytes[cells + 6].astype(np.int64) - 64,
            self._bytes[cells + 7].astype(np.int64) - 64,
        )
        has_two = (second_letters >= 1) & (second_letters <= 26)
        columns = np.where(has_two, first_letters * 26 + second_letters, first_letters)
        if not ((first_letters >= 1) & (first_letters <= 26) & (columns <= NARROW_COLUMNS)).all():
            return False
        row_of_cell = numbers[(np.cumsum(is_row) - 1)[is_cell]]
        at = cells + 7 + has_two
        row_numbers, lengths = self._numbers(at)
        keys = row_of_cell * 64 + columns
        return bool(
            (row_numbers == row_of_cell).all() and self._quote_at(at + lengths) and (keys[1:] > keys[:-1]).all()
        )

    def _values_are_usual(self, start: int, end: int, codes: np.ndarray, opens: np.ndarray, closes: np.ndarray) -> bool:
        data, xml = self._bytes, self._xml
        at = np.flatnonzero(codes == _CODE["v"])
        values, ends = closes[at] + 1, opens[at + 1] if len(at) else closes[at]
        has_value = ends > values
        first_bytes, last_bytes = data[values], data[ends - 1]
        is_digit = (last_bytes >= ord("0")) & (last_bytes <= ord("9"))
        is_number = is_digit & (((first_bytes >= ord("0")) & (first_bytes <= ord("9"))) | (first_bytes == ord("-")))
        shared = self._bytes_are(opens[at] - 6, b't="s">')
        inline = self._bytes_are(opens[at] - 5, b'Str">')  # inlineStr, whose value the reader does not look at
        if inline.any():
            return False
        if shared.any():
            indexes, lengths = self._numbers(values[shared])
            if not (lengths == (ends - values)[shared]).all():
                return False
            self.shared.append(indexes[lengths > 0])
        shared_count = xml.count(b't="s"', start, end)
        if shared_count != shared.sum():
            references = _SHARED.findall(xml, start, end)
            if shared_count != len(references):
                return False
            self.shared.append(np.array([int(index) for index in references if index], dtype=np.int64))
        other_places = at[has_value & ~is_number]
        if len(other_places) and not self._are_texts(other_places, codes, opens, closes):
            return False
        if xml.find(b"&", start, end) >= 0:
            marks = np.flatnonzero(data[start:end] == ord("&")) + start
            tags = np.searchsorted(opens, marks) - 1
            inside = tags[(tags >= 0) & (codes[tags] == _CODE["v"])]
            return not len(inside) or self._are_texts(np.unique(inside), codes, opens, closes)
        return True

    def _are_texts(self, values: np.ndarray, codes: np.ndarray, opens: np.ndarray, closes: np.ndarray) -> bool:
        """Whether the cells of these values say that they hold a text or an error."""
        if len(values) > _MOST_TEXTS:
            return False
        cells = values - 1
        for _ in range(2):  # over the formula, if there is one
            cells = np.where(codes[cells] == _CODE["c"], cells, cells - 1)
        return all(
            _TEXT_TYPES.search(self._xml, opens[cell], closes[cell]) is not None for cell in cells[codes[cells] == 3]
        ) and bool((codes[cells] == _CODE["c"]).all())

    def _goes_on(self, places: np.ndarray, text: bytes) -> bool:
        return bool(self._bytes_are(places, text).all())

    def _bytes_are(self, places: np.ndarray, text: bytes) -> np.ndarray:
        is_same = np.ones(len(places), dtype=bool)
        for offset, byte in enumerate(text):
            is_same &= self._bytes[places + offset] == byte
        return is_same

    def _quote_at(self, places: np.ndarray) -> bool:
        return bool((self._bytes[places] == ord('"')).all())

    def _numbers(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The numbers that stand there and how many digits they have, eight at most; no digits are 0."""
        numbers = np.zeros(len(places), dtype=np.int64)
        lengths = np.zeros(len(places), dtype=np.int64)
        goes_on = np.ones(len(places), dtype=bool)
        for offset in range(8):
            byte = self._bytes[places + offset]
            goes_on &= (byte >= ord("0")) & (byte <= ord("9"))
            if not goes_on.any():
                break
            numbers = np.where(goes_on, numbers * 10 + byte - ord("0"), numbers)
            lengths += goes_on
        return numbers, lengths
