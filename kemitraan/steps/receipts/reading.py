"""A receipt that somebody presents: found in a text, however quoted and wrapped, and judged."""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kemitraan.steps.receipts.receipt import (
    CODE,
    IN_SHORT,
    LABELS,
    NUMBER,
    SHORT_TITLE,
    TITLE,
    Receipt,
    code_over,
    home_receipt_key,
    proof_code,
    receipt_of,
    short_code,
    squeezed,
)
from kemitraan.steps.workshop import Workshop
from warehouse.errors import UnknownSubmission
from warehouse.home_key import key_replaced_at
from warehouse.submissions import get_submission

_LONGEST = 6_000
"""Characters of the longest receipt, wrapped and quoted."""
_MISHEARD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def _loosely(words: str) -> str:
    """A pattern for these words, wherever a mail program broke them."""
    return r"\s*".join(map(re.escape, squeezed(words)))


_CODE = re.compile(rf"{_loosely(CODE)}\s*:\s*((?:[0-9A-Za-z]\s*-?\s*){{19}}[0-9A-Za-z])")
_TITLE = re.compile(rf"{_loosely(TITLE)}|{_loosely(SHORT_TITLE)}(?=\s*{_loosely(NUMBER)}\s*:)")
_LABEL = re.compile("|".join(rf"(?<!\w)(?P<L{place}>{_loosely(label)})\s*:" for place, label in enumerate(LABELS)))


class Verdict(StrEnum):
    """The verdict on a presented receipt. Unknown: neither its code nor its submission is ours. Unprovable: its facts
    are right, but the key that could prove its code was lost and another is in its place.
    """

    GENUINE = "genuine"
    ALTERED = "altered"
    UNPROVABLE = "unprovable"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Difference:
    """One fact that differs: as presented, and as recorded."""

    label: str
    presented: str
    recorded: str


@dataclass(frozen=True)
class Judgement:
    """The verdict on one presented receipt. ``recorded_receipt`` is the receipt of the submission that it names, where
    the warehouse knows it.
    """

    verdict: Verdict
    submission: str
    recorded_receipt: Receipt | None
    differences: tuple[Difference, ...]


def judge_receipts(workshop: Workshop, text: str) -> list[Judgement]:
    """Every receipt in the text with its verdict, in order."""
    key = home_receipt_key(workshop)
    return [
        min(
            (_judge(workshop, words, code, key) for words in readings),
            key=lambda judgement: _CLEAREST.index(judgement.verdict),
        )
        for readings, code in _presented(text)
    ]


_CLEAREST = (Verdict.GENUINE, Verdict.UNPROVABLE, Verdict.ALTERED, Verdict.UNKNOWN)


def _presented(text: str) -> Iterator[tuple[list[str], str]]:
    """Title and facts of each receipt as one line, and its code. There is a reading for every title before the code,
    the nearest first: a file's name can look like a receipt's title, and a receipt that was cut off may stand before a
    whole one.
    """
    visible_text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    flat = " ".join(re.sub(r"^[\s>|]+", "", line) for line in visible_text.splitlines())
    presented: dict[tuple[int, str], list[str]] = {}
    for title in _TITLE.finditer(flat):
        code = _CODE.search(flat, title.end(), title.end() + _LONGEST)
        if code:
            presented.setdefault((code.start(), code[1]), []).insert(0, flat[title.start() : code.start()])
    for (_, code), readings in presented.items():
        yield readings, code


def _judge(workshop: Workshop, words: str, code: str, key: bytes) -> Judgement:
    presented = _by_label(words)
    number = squeezed(presented.get(NUMBER, ""))
    recorded_receipt = _recorded(workshop, number)
    if hmac.compare_digest(_as_heard(code), _as_heard(code_over(words, key))):
        return Judgement(Verdict.GENUINE, number, recorded_receipt, ())
    if recorded_receipt is None:
        return Judgement(Verdict.UNKNOWN, number, None, ())
    on_record = [*recorded_receipt.facts(), (CODE, proof_code(recorded_receipt, key))]
    if not squeezed(words).startswith(squeezed(TITLE)):  # the short one
        short = [fact for fact in recorded_receipt.facts() if fact[0] in IN_SHORT]
        on_record = [*short, (CODE, short_code(recorded_receipt, key))]
    stated_lines = presented | {CODE: "-".join(re.findall("....", _as_heard(code)))}
    differences = [
        Difference(label, stated_lines.get(label, ""), recorded_words)
        for label, recorded_words in on_record
        if squeezed(stated_lines.get(label, "")) != squeezed(recorded_words)
    ]
    if [difference.label for difference in differences] == [CODE] and _is_older_than_the_key(workshop, number):
        return Judgement(Verdict.UNPROVABLE, number, recorded_receipt, ())
    return Judgement(Verdict.ALTERED, number, recorded_receipt, tuple(differences))


def _is_older_than_the_key(workshop: Workshop, submission: str) -> bool:
    """Whether the submission was received before the present key replaced a lost one."""
    replaced_at = key_replaced_at(workshop.warehouse)
    return replaced_at is not None and get_submission(workshop.warehouse, submission).received_at < replaced_at


def _by_label(words: str) -> dict[str, str]:
    """The text behind each label. Of a label that comes twice (a file name can hold one), the first counts."""
    by_label: dict[str, str] = {}
    marks = list(_LABEL.finditer(words))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        label = LABELS[int(str(mark.lastgroup)[1:])]
        by_label.setdefault(label, words[mark.end() : following.start() if following else None].strip().rstrip(";"))
    return by_label


def _recorded(workshop: Workshop, submission: str) -> Receipt | None:
    try:
        return receipt_of(workshop, submission)
    except UnknownSubmission:
        return None


def _as_heard(code: str) -> str:
    """The signs of a code alone, with look-alikes put right."""
    return re.sub(r"[\s-]", "", code).upper().translate(_MISHEARD)
