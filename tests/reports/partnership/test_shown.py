"""How many rows of a table a page and paper have: never so that a retailer goes missing."""

from __future__ import annotations

from dataclasses import replace

from reports.partnership.shown import table

LONG = table(
    "tanpa", "Judul", "Arti", ("Ritel", "Persyaratan"), [(f"PT {name}", str(at)) for name in "ABC" for at in range(20)]
)


def test_each_name_has_as_many_rows_as_there_is_room_for() -> None:
    rows = [row for row, _ in LONG.shown(40)]
    assert len(rows) == 40
    assert {name: [key for owner, key in rows if owner == name] for name in ("PT A", "PT B", "PT C")} == {
        "PT A": [str(at) for at in range(14)],
        "PT B": [str(at) for at in range(13)],
        "PT C": [str(at) for at in range(13)],
    }
    assert rows == sorted(rows, key=LONG.rows.index)


def test_paper_has_fewer_of_the_same() -> None:
    printed = [row for row, on_paper in LONG.shown(40) if on_paper]
    assert [sum(owner == name for owner, _ in printed) for name in ("PT A", "PT B", "PT C")] == [6, 6, 6]
    assert all(on_paper for _, on_paper in replace(LONG, on_paper=60).shown(40))


def test_a_short_table_is_whole() -> None:
    short = replace(LONG, rows=LONG.rows[:5])
    assert short.shown(40) == [(row, True) for row in LONG.rows[:5]]


def test_names_that_stay_for_rows_are_said_once_and_others_not() -> None:
    assert LONG.repeats
    assert replace(LONG, rows=LONG.rows[:2]).repeats
    assert not replace(LONG, rows=LONG.rows[::20] * 4).repeats
    assert not replace(LONG, rows=()).repeats
    assert not replace(LONG, rows=((None, "1"), (None, "2"))).repeats
