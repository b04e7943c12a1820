"""Harms many small workbooks and compares what is read with what plain readers find: ``python -m
tests.workbooks.fuzzing``.

Prints a line for each harm that was not told, and at the end how many files were read and how many refused.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator

from schemas.kinds.serials import as_number
from tests.workbooks import makers_fuzz as fuzz
from tests.workbooks import makers_ods, makers_xls
from tests.workbooks.makers_zip import zipped
from workbooks.limits import FileRejectedError
from workbooks.read import read_workbook

CODES = {"file.type", "file.unreadable", "file.encrypted", "file.too_large"}
_Sheet = dict[tuple[int, int], object]
_Reader = Callable[[], list[_Sheet] | None]

_XLSX, _XLSB, _STREAM = fuzz.xlsx_parts(), fuzz.xlsb_parts(), fuzz.xls_stream()
_ODS = makers_ods.ods(
    *(
        makers_ods.table(
            *(
                makers_ods.row(makers_ods.text(f"teks {row}"), makers_ods.number(row), makers_ods.error("#REF!"))
                for row in range(5)
            ),
            name=name,
        )
        for name in fuzz.SHEETS
    )
)
_CSV = ("Kabupaten;Majene\n" + "Kode;Nama;Catatan\n" + "\n".join(f'K-{row};Kada;"a, b"' for row in range(8))).encode()


def _plain(cells: fuzz.Cells | None) -> list[_Sheet] | None:
    return None if cells is None else [_trimmed(sheet) for sheet in cells.values()]


def _trimmed(sheet: _Sheet) -> _Sheet:
    trimmed = {place: _plain_value(value) for place, value in sheet.items()}
    return {place: value for place, value in trimmed.items() if value != ""}


def _plain_value(value: object) -> object:
    """Text without blanks around; of a number that a harmed format shows as a date, the number."""
    if isinstance(value, str):
        return value.strip()
    number = None if isinstance(value, bool) else as_number(value)
    return value if number is None else number


def read(data: bytes) -> list[_Sheet]:
    """The cells of every sheet, in order."""
    return [
        _trimmed({(row, at): value for at, column in enumerate(grid.columns) for row, value in enumerate(column)})
        for grid in read_workbook(data).grids
    ]


def cases(chance: random.Random) -> Iterator[tuple[str, bytes, _Reader | None, bool]]:
    """What was done, the harmed file, what it holds (None: nobody can tell), and whether sheets may be empty for it."""
    xlsx, xlsb, xls = zipped(_XLSX), zipped(_XLSB), makers_xls.ole({"Workbook": _STREAM})
    for name, whole in (("xlsx", xlsx), ("xlsb", xlsb)):
        yield f"{name}, bytes flipped", fuzz.flip(whole, chance), lambda whole=whole: read(whole), True
        yield f"{name}, cut", fuzz.cut(whole, chance), lambda whole=whole: read(whole), True
    parts = fuzz.harm_part(_XLSX, chance)
    yield "xlsx, a part", zipped(parts), lambda parts=parts: _plain(fuzz.read_xlsx_plainly(parts)), True
    for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        for harm in (fuzz.edit_text, fuzz.flip):
            parts = _XLSX | {part: harm(_XLSX[part], chance)}
            yield f"xlsx, {part}", zipped(parts), lambda parts=parts: _plain(fuzz.read_xlsx_plainly(parts)), False
    parts = fuzz.harm_part(_XLSB, chance)
    yield "xlsb, a part", zipped(parts), lambda parts=parts: _plain(fuzz.read_xlsb_plainly(parts)), True
    for part in ("xl/worksheets/sheet1.bin", "xl/sharedStrings.bin"):
        for harm in (fuzz.edit_binary_records, fuzz.flip):
            parts = _XLSB | {part: harm(_XLSB[part], chance)}
            yield f"xlsb, {part}", zipped(parts), lambda parts=parts: _plain(fuzz.read_xlsb_plainly(parts)), False
    for harm in (fuzz.edit_xls_records, fuzz.flip):
        stream = harm(_STREAM, chance)
        yield (
            "xls, records",
            makers_xls.ole({"Workbook": stream}),
            lambda stream=stream: _plain(fuzz.read_xls_plainly(stream)),
            False,
        )
    yield "xls, bytes flipped", fuzz.flip(xls, chance), None, True
    yield "xls, cut", fuzz.cut(xls, chance), None, True
    yield "ods, bytes flipped", fuzz.flip(_ODS, chance), lambda: read(_ODS), True
    content = fuzz.unpacked(_ODS)
    yield "ods, content", zipped(content | {"content.xml": fuzz.edit_text(content["content.xml"], chance)}), None, True
    yield "csv, bytes flipped", fuzz.flip(_CSV, chance), None, True
    yield "csv, cut", fuzz.cut(_CSV, chance), None, True


def harmed(seeds: range) -> tuple[Counter[str], list[str]]:
    """How many files were read and refused, and the harms that were not told. What is read as if nothing had been
    harmed (a damaged name of a namespace, which a plain reader may refuse) is no wrong value.
    """
    sound = {"xlsx": read(zipped(_XLSX)), "xlsb": read(zipped(_XLSB))}
    count: Counter[str] = Counter()
    untold = []
    for seed in seeds:
        for name, data, plain, may_be_empty in cases(random.Random(seed)):
            try:
                sheets = read(data)
            except FileRejectedError as refusal:
                count["refused"] += 1
                if refusal.code not in CODES:
                    untold.append(f"{seed}: {name}: {refusal.code}")
                continue
            count["read"] += 1
            expected = plain() if plain else sheets
            if may_be_empty:
                as_expected = all(not sheet or sheet in (expected or []) for sheet in sheets)
            else:
                as_expected = sheets in (expected, sound.get(name.split(",")[0], expected))
            if not as_expected:
                untold.append(f"{seed}: {name}")
    return count, untold


if __name__ == "__main__":
    counted, lines = harmed(range(int(sys.argv[1]), int(sys.argv[2])))
    print(*lines, f"{counted['read']} read, {counted['refused']} refused", sep="\n")
