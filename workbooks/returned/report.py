"""What the returned workbook tells: the outcome, the findings with their messages, the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from schemas.context import GivenKey
from schemas.finding import Finding, Outcome, Severity
from schemas.messages import outcome_words, superseded_words
from schemas.result import AppliedSuggestion
from workbooks.text_table import CSV_SHEET


class Contents(Enum):
    """What a returned workbook holds from the sender: the workbook itself, a copy of its values, or nothing."""

    OWN = auto()
    COPY = auto()
    NONE = auto()


@dataclass(frozen=True, slots=True)
class MarkedFinding:
    """A finding and its message in Indonesian."""

    finding: Finding
    message: str

    @property
    def is_used(self) -> bool:
        """Whether the suggestion was already put in the value's place."""
        return self.finding.is_repair

    @property
    def is_open(self) -> bool:
        """Whether a suggestion waits for the sender's yes."""
        return self.finding.suggestion is not None and self.finding.cell is not None and not self.is_used

    @property
    def may_be_right(self) -> bool:
        """Whether the sender may say that the value is right as it is. That holds for a warning about a cell of
        a row.
        """
        finding = self.finding
        return finding.severity is Severity.WARNING and bool(finding.cell and finding.column and finding.key)


@dataclass(frozen=True, slots=True)
class SheetCount:
    """The rows of one sheet, as the interface counts them."""

    rows: int
    accepted: int
    quarantined: int
    skipped: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What makes the receipt a proof: the submission's number, and a code that only the receiver's key can make."""

    number: str
    code: str


@dataclass(frozen=True)
class Report:
    """All that the returned workbook says.

    ``names``: the contract's title → the sheet's name as sent, for every sheet that was read (Identitas too).
    ``counts``: the contract's title → its rows. ``received`` carries its time zone. ``office`` and ``period`` are words
    for people ("Majene", "November 2026"), None when unreadable. ``send_to``: where the mended workbook goes, as the
    end of the sentence "Kirim kembali berkas ini …". ``contents`` is set by ``rebuild``. ``proof`` None: nobody keeps a
    record of this answer. ``said_right``: how many values the sender says to be right as they are. ``decision``: what a
    person decided and why, where one had to; whom a person refused has the outcome REJECTED. ``opening``: sentences
    that the answer begins with. ``due``: a sentence on when a mended workbook is waited for. ``contact``: whom to ask,
    as the end of "Hubungi …". ``nothing_to_do``: the sender need not send anything, whatever was found: a later
    submission took its place. ``loose_ends``: what to do besides mending what was found; ``awaited_files``: what to do
    before, where another file may mend it. ``given_keys``: keys that we gave to rows without one, to be written into
    their cells. ``corrections``: sentences on what staff corrected on the sender's behalf; ``exemptions``: on rules
    that it is exempt from; ``coming``: on rules that will change.
    """

    outcome: Outcome
    findings: tuple[MarkedFinding, ...]
    counts: Mapping[str, SheetCount]
    names: Mapping[str, str]
    file: str
    sha256: str
    received: datetime
    contract: str
    office: str | None = None
    period: str | None = None
    applied_suggestions: tuple[AppliedSuggestion, ...] = ()
    said_right: int = 0
    send_to: str = "lewat jalur yang sama dengan kiriman ini"
    contents: Contents = Contents.OWN
    proof: Proof | None = None
    decision: str | None = None
    opening: tuple[str, ...] = ()
    due: str | None = None
    contact: str = "petugas provinsi"
    nothing_to_do: bool = False
    loose_ends: tuple[str, ...] = ()
    given_keys: tuple[GivenKey, ...] = ()
    awaited_files: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    exemptions: tuple[str, ...] = ()
    coming: tuple[str, ...] = ()

    @property
    def result(self) -> str:
        """The outcome in words."""
        return superseded_words() if self.nothing_to_do else outcome_words(self.outcome)

    @property
    def may_be_sent(self) -> bool:
        """Whether the returned workbook itself can be mended and sent again."""
        return self.contents in (Contents.OWN, Contents.COPY)

    def sheet_as_sent(self, title: str | None) -> str | None:
        """The name under which the sender knows a sheet."""
        return None if title is None else self.names.get(title, title)

    def sheet_in_words(self, title: str) -> str:
        """What people call a sheet: its name as sent; a csv has none."""
        name = (self.sheet_as_sent(title) or "").strip()
        return title if name in ("", CSV_SHEET) else name
