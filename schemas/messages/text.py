"""A finding as a sentence for people: what is wrong and where, what happens to the row, and what to do.

Placeholders of the templates:

``{place}``       cell and sheet as far as they are known        ``{sheet}``   the sheet's name
``{label}``       the column's or cover field's name for people  ``{key}``     the row's key
``{holds}``       "berisi “…”" or "kosong"                       ``{header}``  a header as sent
``{digits}``      "berisi 12 angka (“…”)" for a plain number     ``{got}``     what stood there
``{expected}``    what was asked                                 ``{example}``  one that the column would take
``{suggestion}``

Nothing but the finding goes into a message: what stood in a personal cell appears only as masked in ``got``.
"""

from __future__ import annotations

import re

from schemas.finding import Finding, Severity
from schemas.kinds.licence import is_in_process
from schemas.messages.catalogue import Catalogue, Entry, catalogue
from schemas.messages.expected import FOR_EXAMPLE
from schemas.messages.wording import value_words

_SHOWN = 80  # characters of a cell that a sentence can bear
_PLAIN_NUMBER = re.compile(r"[\d .\-]*\d[\d .\-]*")


def message(finding: Finding, *, decided: bool = True, effect: bool = True) -> str:
    """The finding in full sentences. Raises KeyError for a code that the catalogue lacks (a program error, not the
    sender's).

    Not ``decided`` means that a person has yet to decide about the submission, so its fate is left out. Without
    ``effect`` the row's fate is left out, too.
    """
    texts = catalogue()
    in_process = is_in_process(finding.got or "") and finding.severity is not Severity.ERROR
    entry = texts.entry(finding.code, finding.severity, in_process=in_process)
    values = _values(finding, entry, texts)
    return " ".join(
        _capital(sentence.format_map(values)) for sentence in _sentences(finding, entry, texts, decided, effect)
    )


def title(code: str, severity: Severity | None = None) -> str:
    """The short name of a code for tables and summaries; KeyError for an unknown code."""
    return catalogue().entry(code, severity).title


def _sentences(finding: Finding, entry: Entry, texts: Catalogue, decided: bool, effect: bool) -> list[str]:
    """The templates to join: what is wrong, what was seen, what happens to the row, the suggestion, what to do."""
    sentences = [entry.what]
    if entry.seen and finding.got:
        sentences.append(entry.seen)
    if effect and finding.severity in texts.effects and (decided or finding.severity is not Severity.FATAL):
        sentences.append(texts.effects[finding.severity])
    if finding.suggestion is not None:
        sentences.append(entry.suggest or texts.phrases["suggest"])
    sentences.append(entry.do)
    return sentences


def _values(finding: Finding, entry: Entry, texts: Catalogue) -> dict[str, str]:
    phrases = texts.phrases
    got = _short(finding.got or "")
    expected = finding.expected or entry.expected or phrases["expected"]
    expectation, _, example = expected.partition(FOR_EXAMPLE)
    return {
        "place": _place(finding, phrases),
        "sheet": finding.sheet or phrases["no_sheet"],
        "label": finding.label or (finding.column or phrases["no_label"]).replace("_", " "),
        "key": finding.key or phrases["no_key"],
        "header": got or finding.label or phrases["no_label"],
        "got": got or phrases["empty"],
        "holds": phrases["holds"].format(got=got) if got else phrases["empty"],
        "digits": _digits(got, phrases),
        "expected": expectation if "{example}" in entry.do else expected,  # said once
        "example": example or entry.example or "",
        "suggestion": "" if finding.suggestion is None else value_words(finding.suggestion),
    }


def _place(finding: Finding, phrases: dict[str, str]) -> str:
    if finding.cell and finding.sheet:
        return phrases["cell_on_sheet"].format(cell=finding.cell, sheet=finding.sheet)
    if finding.cell:
        return phrases["cell"].format(cell=finding.cell)
    if finding.sheet:
        return phrases["sheet"].format(sheet=finding.sheet)
    return phrases["file"]


def _digits(got: str, phrases: dict[str, str]) -> str:
    """How many digits a cell has; words are shown as words."""
    if not got:
        return phrases["empty"]
    if not _PLAIN_NUMBER.fullmatch(got):
        return phrases["holds"].format(got=got)
    return phrases["holds_digits"].format(got=got, count=sum(character.isdigit() for character in got))


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _short(text: str) -> str:
    """The text on one line, and short enough for a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
