"""Days as people type them (contract section 4): the day first, months by name or number, several days, and
surroundings.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

from schemas.codes import Code
from schemas.day_count import FROM_1900, DayCount
from schemas.kinds.reading import Issue, Reading, bad

_MONTH_NAMES = (
    ("januari", "january", "jan", "i"),
    ("februari", "pebruari", "febuari", "february", "feb", "peb", "ii"),
    ("maret", "march", "mar", "mrt", "iii"),
    ("april", "apr", "iv"),
    ("mei", "may", "v"),
    ("juni", "june", "jun", "vi"),
    ("juli", "july", "jul", "vii"),
    ("agustus", "august", "agust", "agst", "agus", "agu", "ags", "agt", "aug", "viii"),
    ("september", "sept", "sep", "ix"),
    ("oktober", "october", "okt", "oct", "x"),
    ("november", "nopember", "nov", "nop", "xi"),
    ("desember", "december", "des", "dec", "xii"),
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names[:-1]}
"""Month name → number, without the Roman ones, which are letters of other words too."""
_NUMBER_OF = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
_WEEKDAYS = (
    ("senin", "monday"),
    ("selasa", "tuesday"),
    ("rabu", "wednesday"),
    ("kamis", "thursday"),
    ("jumat", "jum'at", "jum’at", "friday"),
    ("sabtu", "saturday"),
    ("minggu", "ahad", "sunday"),
)
_WEEKDAY = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
FIRST_SERIAL, LAST_SERIAL = 20000, 80000
LONG_AGO = 10
"""Years after which a day with a year of two digits is rather one with its year first."""
OLDEST, LATEST = 1900, 2199
_LONGEST = 120

_YEAR = r"'?(?P<year>\d{4}|\d{2})"
_MONTH = r"(?P<month>[a-z]+)\.?"
_NUMERIC = re.compile(rf"(?P<day>\d{{1,2}})\s*[/\-.]\s*(?P<month>\d{{1,2}})\s*[/\-.]\s*{_YEAR}", re.A)
_NAMED = re.compile(rf"(?P<day>\d{{1,2}})[ \-/.]*{_MONTH}[ \-/.,]*{_YEAR}", re.A)
_MONTH_BEFORE_DAY = re.compile(rf"{_MONTH} ?(?P<day>\d{{1,2}}),? (?P<year>\d{{4}})", re.A)
_ISO = re.compile(
    r"(?P<year>\d{4})\s*[-/.]\s*(?P<month>\d{1,2})\s*[-/.]\s*(?P<day>\d{1,2})"
    r"(?:(?: |t)(?P<hour>\d{1,2}):(?P<minutes>\d{2}(?::\d{2}(?:[.,]\d+)?)?) ?(?P<zone>z|[+-]\d{2}:?\d{2})?)?",
    re.A,
)
_WITA = timezone(timedelta(hours=8))
_MIDNIGHT_OF_THE_EAST = time(15)
"""When a day begins in Maluku and Papua by the clock of UTC; in the west and here it is later."""
_UNTIL = r"(?:s\s*[./]?\s*d\.?|sampai(?: dengan)?|hingga|-)"
_RANGE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:[ \-/.]*{_MONTH})?\s*{_UNTIL}\s*(?P<until>\d{{1,2}})[ \-/]*(?P<last>[a-z]+)\.?[ \-/.,]*{_YEAR}",
    re.A,
)
_RANGE_IN_NUMBERS = re.compile(
    rf"(?P<day>\d{{1,2}})(?:/(?P<month>\d{{1,2}}))?\s*{_UNTIL}\s*(?P<until>\d{{1,2}})/(?P<last>\d{{1,2}})/{_YEAR}", re.A
)
_RANGE_OF_DATES = re.compile(rf"(?P<first>.*\d{{2}})\s+{_UNTIL}\s+(?P<second>.*\d{{2}})", re.A)
_SEVERAL = re.compile(
    rf"(?P<days>\d{{1,2}}(?:(?:\s*(?:,|&|\+|/|dan|-|s\s*[./]?\s*d\.?)\s*)\d{{1,2}})+)[ \-/.]*{_MONTH}(?:[ \-/.,]*{_YEAR})?",
    re.A,
)
_SERIAL = re.compile(r"\d{5}", re.A)
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:am|pm)?"
_TIME_BEHIND = re.compile(
    rf"[\s,]+(?:(?:pukul|pkl|jam)[.:]?\s*)?{_CLOCK}(?:\s*(?:-|s\s*[./]?\s*d\.?|sampai)\s*(?:{_CLOCK}|selesai))?"
    r"(?:\s*(?:wita|wib|wit))?$",
    re.A,
)
_ZONE_BEHIND = re.compile(r"\s+(?:wita|wib|wit)$")
_PLACE_BEFORE = re.compile(r"[^\W\d_][^\d,]{2,40},\s*(?=\d)")
"""Letters and a comma; not the name of a month."""
_DAY_NAMES = "|".join(sorted(_WEEKDAY, key=len, reverse=True))
_WEEKDAY_BEFORE = re.compile(rf"(?:hari\s+)?(?P<weekday>{_DAY_NAMES})\s*[,/]?\s*(?=\S)")
_WEEKDAY_BEHIND = re.compile(rf"\s*,?\s*\(?(?P<weekday>{_DAY_NAMES})\)?$")


def parse_date(
    text: str,
    report: tuple[int, int] | None = None,
    *,
    future: bool = False,
    day_count: DayCount = FROM_1900,
) -> Reading:
    """A date typed as text (clean, not empty); its value is a ``datetime.date``. ``report`` is year and month of the
    report: days without a year are in its year, unless they may lie in the ``future``.
    """
    text = re.sub("[\u2010-\u2015\u2212]", "-", text.casefold())
    if len(text) > _LONGEST:
        return bad(Code.DATE)
    if _SERIAL.fullmatch(text):
        return serial(int(text), day_count)
    reading = _parse(text, report, future)
    if reading is not None:
        return reading
    weekday_match = _WEEKDAY_BEFORE.match(text) or _WEEKDAY_BEHIND.search(text)
    bare = _without_place(text[: weekday_match.start()] + text[weekday_match.end() :] if weekday_match else text)
    bare = _ZONE_BEHIND.sub("", _TIME_BEHIND.sub("", bare))
    reading = _parse(bare, report, future) if bare != text else None
    if reading is None:
        return bad(Code.DATE)
    day = reading.value
    if weekday_match and day is not None and day.weekday() != _WEEKDAY[weekday_match["weekday"]]:
        return bad(Code.DATE, day.isoformat())  # the day of the week is another: one of the two is wrong
    return reading


def _without_place(text: str) -> str:
    place = _PLACE_BEFORE.match(text)
    return text[place.end() :] if place and not _NUMBER_OF.keys() & set(re.findall(r"[a-z]+", place[0])) else text


def serial(number: int, day_count: DayCount = FROM_1900) -> Reading:
    """The day that a bare number counts to."""
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return bad(Code.DATE)
    value = day_count.day_of(number)
    return Reading(value, (Issue(Code.DATE_SERIAL, value.isoformat()),))


def _parse(text: str, report: tuple[int, int] | None, future: bool) -> Reading | None:
    """The date in a whole text; None when it is written in no known way."""
    if match := _ISO.fullmatch(text):
        return _of_iso(match)
    if (match := _NUMERIC.fullmatch(text)) and (year_first := _year_first(match, report, future)):
        return bad(Code.DATE, year_first)
    for pattern in (_NUMERIC, _NAMED, _MONTH_BEFORE_DAY):
        if match := pattern.fullmatch(text):
            return _day(match["day"], match["month"], match["year"])
    for pattern in (_RANGE, _RANGE_IN_NUMBERS):
        if match := pattern.fullmatch(text):
            return _first_of_range(_range_start(match))
    if match := _SEVERAL.fullmatch(text):
        return _first_of_several(match, None if future else report)
    if match := _RANGE_OF_DATES.fullmatch(text):
        day_first, second = parse_date(match["first"]), parse_date(match["second"])
        if day_first.value and second.value:
            return _first_of_range(day_first)
    return None


def _year_first(match: re.Match[str], report: tuple[int, int] | None, future: bool) -> str | None:
    """The day of ``26-11-05`` with its year first, where that is of late (or to come, where it may lie in the future)
    and the other way is long ago.
    """
    day, month, year = match["day"], match["month"], match["year"].strip("'")
    if report is None or len(year) != 2 or len(day) != 2 or 2000 + int(year) >= report[0] - LONG_AGO:
        return None
    reading = _day(year, month, f"20{day}")
    latest = report[0] + (LONG_AGO if future else 0)
    is_near = reading.value is not None and report[0] - 1 <= reading.value.year <= latest
    return reading.value.isoformat() if is_near else None


def _of_iso(match: re.Match[str]) -> Reading:
    """The day in the match. A moment with a zone by which it is another day here may be meant as either; so may a
    midnight of Indonesia's east.
    """
    reading = _day(match["day"], match["month"], match["year"])
    if reading.value is None or match["zone"] is None:
        return reading
    try:
        moment = datetime.fromisoformat(
            f"{reading.value}T{match['hour']:0>2}:{match['minutes']}{match['zone']}".upper()
        )
    except ValueError:
        return bad(Code.DATE)  # an hour that there is not
    here = moment.astimezone(_WITA).date()
    if moment.utcoffset() == timedelta(0) and moment.time() == _MIDNIGHT_OF_THE_EAST:
        here = reading.value + timedelta(days=1)
    return reading if here == reading.value else bad(Code.DATE, here.isoformat())


def _first_of_several(match: re.Match[str], report: tuple[int, int] | None) -> Reading:
    """The first of several days of a month; without a year, only in the month of the report."""
    days = [int(day) for day in re.findall(r"\d+", match["days"])]
    year, month = match["year"], _number_of(match["month"])
    if year is None and report and report[1] == month:
        year = str(report[0])
    if year is None or days != sorted(set(days)):
        return bad(Code.DATE)
    last = _day(str(days[-1]), match["month"], year)
    return _first_of_range(_day(str(days[0]), match["month"], year)) if last.value else last


def _range_start(match: re.Match[str]) -> Reading:
    """The first day of a range: in the month of the last one unless it names its own, and the year before when that is
    later.
    """
    month, last, year = match["month"] or match["last"], match["last"], match["year"]
    if _number_of(month) == _number_of(last) and int(match["day"]) >= int(match["until"]):
        return bad(Code.DATE)
    if _number_of(month) > _number_of(last):
        year = f"{int(year) - 1:0{len(year)}d}"
    return _day(match["day"], month, year)


def _number_of(month: str) -> int:
    return int(month) if month.isdigit() else _NUMBER_OF.get(month, 0)


def _first_of_range(reading: Reading) -> Reading:
    if reading.value is None:
        return reading
    return Reading(reading.value, (*reading.issues, Issue(Code.DATE_RANGE, reading.value.isoformat())))


def _day(day: str, month: str, year: str) -> Reading:
    number = _number_of(month)
    full = int(year) + (2000 if len(year) == 2 else 0)
    if not OLDEST <= full <= LATEST:
        return bad(Code.DATE)
    try:
        value = date(full, number, int(day))
    except ValueError:
        return bad(Code.DATE, _month_first(day, month, full))
    if len(year) == 2:
        return Reading(value, (Issue(Code.DATE_TWO_DIGIT_YEAR, value.isoformat()),))
    return Reading(value)


def _month_first(day: str, month: str, year: int) -> str | None:
    """Finds a date with the month first: ``12/25/2026`` is no date with the day first."""
    if not month.isdigit():
        return None
    try:
        return date(year, int(day), int(month)).isoformat()
    except ValueError:
        return None
