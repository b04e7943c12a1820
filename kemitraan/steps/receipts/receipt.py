"""The receipt of a submission: what came, when, with what result, and a code that only this home's key can make."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from kemitraan.steps.workshop import Workshop
from schemas.finding import Outcome
from schemas.messages import date_words, number_words, outcome_words, superseded_words
from schemas.period import Period
from warehouse.decisions import was_superseded
from warehouse.deliveries import arrivals
from warehouse.reading import events, sheet_counts
from warehouse.state import State
from warehouse.submissions import Submission, get_submission, submission_id

TITLE = "TANDA TERIMA KIRIMAN"
NUMBER, OFFICE, PERIOD, FILE, SHA256, RECEIVED, SOURCE, OUTCOME, CONTRACT, ROWS = LABELS = (
    "Nomor kiriman",
    "Kantor",
    "Periode",
    "Nama berkas",
    "SHA-256",
    "Diterima",
    "Lewat",
    "Hasil",
    "Kontrak data",
    "Isi",
)
CODE = "Kode bukti"
"""The labels of a receipt, in order. Another word here would give every receipt another code."""

SHORT_TITLE = "TANDA TERIMA"
IN_SHORT = (NUMBER, OFFICE, PERIOD, FILE, RECEIVED, OUTCOME)
"""The facts of the two-line receipt in answers; its number is made of the office and the file's hash."""

DECIDED = (State.PUBLISHED, State.REFUSED, State.ANSWERED)
_WITA = timezone(timedelta(hours=8), "WITA")  # whatever the settings say: a receipt stays the same
_PURPOSE = b"tanda-terima"
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no sign that sounds or looks like another."""
_BETWEEN = "; "
_SIGN_COUNT, _GROUP = 20, "...."


@dataclass(frozen=True)
class SheetRows:
    """The rows of one sheet: how many came, went in and were held back."""

    sheet: str
    rows: int
    accepted: int
    held: int


@dataclass(frozen=True)
class Receipt:
    """The facts of a submission that has been decided on; they are the same whenever it is asked for.

    ``received_at`` is in UTC. ``source`` is the source that it came from, ``message`` the source's name for the
    delivery (a Message-ID, an ETag), None when the source only knows the file's name. ``superseded`` says that a later
    submission took its place while it waited for a decision.
    """

    submission: str
    office: str
    office_name: str
    period: Period | None
    file: str
    sha256: str
    received_at: datetime
    source: str
    message: str | None
    outcome: Outcome
    contract: str
    sheets: tuple[SheetRows, ...]
    superseded: bool = False

    @property
    def result(self) -> str:
        """The result in words."""
        return superseded_words() if self.superseded else outcome_words(self.outcome)

    def facts(self) -> list[tuple[str, str]]:
        """Label and words of every fact, as the receipt shows them."""
        received = self.received_at.astimezone(_WITA)
        values = (
            self.submission,
            f"{self.office} {self.office_name}",
            self.period or "belum terbaca",
            _shown(self.file),
            self.sha256,
            f"{date_words(received.date())} pukul {received:%H.%M.%S} WITA",
            f"{self.source} ({_shown(self.message)})" if self.message else self.source,
            self.result,
            self.contract,
            _BETWEEN.join(map(_rows_words, self.sheets)) or "tidak ada lembar yang terbaca",
        )
        return list(zip(LABELS, values, strict=True))


def receipt_of(workshop: Workshop, submission_id: str) -> Receipt | None:
    """The receipt of a submission; None while it is not decided on. Raises UnknownSubmission."""
    submission = get_submission(workshop.warehouse, submission_id)
    if submission.state not in DECIDED or submission.outcome is None:
        return None
    decided, is_refused = _decision(workshop, submission_id)
    outcome = Outcome.REJECTED if is_refused else submission.outcome
    return Receipt(
        submission=submission.id,
        office=submission.office,
        office_name=workshop.reference.place_names[submission.office],
        period=submission.period,
        file=submission.file_name,
        sha256=submission.sha256,
        received_at=submission.received_at.astimezone(UTC).replace(microsecond=0),
        source=submission.source,
        message=_first_message(workshop, submission, decided),
        outcome=outcome,
        contract=submission.contract or "–",
        sheets=tuple(
            SheetRows(count.sheet, count.rows, 0 if is_refused else count.accepted, count.quarantined)
            for count in sheet_counts(workshop.warehouse, submission_id)
        ),
        superseded=was_superseded(workshop.warehouse, submission_id),
    )


def decided_at(workshop: Workshop, submission: str) -> datetime:
    """When a submission was decided on (put in force, or refused), in UTC."""
    return _decision(workshop, submission)[0]


def _decision(workshop: Workshop, submission: str) -> tuple[datetime, bool]:
    """The time of the decision, and whether it refused the submission."""
    trail = [event for event in events(workshop.warehouse, submission) if event.from_state != event.to_state]
    decided = max(event.at for event in trail if event.to_state in (State.PUBLISHED, State.REFUSED))
    return decided, any(event.to_state == State.REFUSED for event in trail)


def _first_message(workshop: Workshop, submission: Submission, decided: datetime) -> str | None:
    """The source's name for the first arrival of these bytes. Later arrivals, after the decision, change no receipt."""
    first_id = submission_id(submission.office, submission.sha256)
    arrivals_before = [arrival for arrival in arrivals(workshop.warehouse, first_id) if arrival.taken_at <= decided]
    arrivals_before.sort(key=lambda arrival: (arrival.taken_at, arrival.source, arrival.message))
    message = arrivals_before[0].message.strip("<>") if arrivals_before else submission.file_name
    return None if message == submission.file_name else message


def receipt_key(home_key: bytes) -> bytes:
    """The key of proof codes, derived from the home's key so that neither reveals the other."""
    return hmac.digest(home_key, _PURPOSE, hashlib.sha256)


def home_receipt_key(workshop: Workshop) -> bytes:
    """The key with which this home proves its receipts."""
    assert workshop.warehouse.nik_key is not None  # a workshop is opened with it
    return receipt_key(workshop.warehouse.nik_key)


def proof_code(receipt: Receipt, key: bytes) -> str:
    """The proof code ``7QK4-M2XD-…``: a hundred bits of the HMAC-SHA256 over the facts, fit to be read over the
    telephone.
    """
    return code_over(TITLE + "".join(f"{label}:{words}" for label, words in receipt.facts()), key)


def short_code(receipt: Receipt, key: bytes) -> str:
    """The code of the two-line receipt, over its own words: it proves them without the others."""
    return code_over(_short_words(receipt), key)


def code_over(words: str, key: bytes) -> str:
    """The code over a title and facts as they stand in a text, whatever its white space."""
    digest = hmac.digest(key, squeezed(words).encode(), hashlib.sha256)
    number = int.from_bytes(digest, "big") >> (256 - 5 * _SIGN_COUNT)
    signs = "".join(_SIGNS[number >> 5 * place & 31] for place in reversed(range(_SIGN_COUNT)))
    return "-".join(re.findall(_GROUP, signs))


def receipt_lines(receipt: Receipt, key: bytes) -> str:
    """The receipt as an answer carries it: two lines, the code last."""
    return f"{_short_words(receipt)}\n{CODE}: {short_code(receipt, key)}"


def _short_words(receipt: Receipt) -> str:
    facts = dict(receipt.facts())
    return f"{SHORT_TITLE} {_BETWEEN.join(f'{label}: {facts[label]}' for label in IN_SHORT)}"


def receipt_text(receipt: Receipt, key: bytes) -> str:
    """The whole receipt, as answers carried it at first: a line a fact, the code last."""
    lines = [*receipt.facts(), (CODE, proof_code(receipt, key))]
    width = max(len(label) for label, _ in lines)
    under = "\n" + " " * (width + 5)  # a sheet a line: white space changes nothing
    return "\n".join(
        [TITLE, *(f"  {label:<{width}} : {words.replace(_BETWEEN, ';' + under)}" for label, words in lines)]
    )


def squeezed(text: str) -> str:
    """The text without what mail programs add and lose: white space, invisible signs and marks of quoting."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFC", text)
        if not sign.isspace() and sign not in ">|" and unicodedata.category(sign) != "Cf"
    )


def _rows_words(sheet: SheetRows) -> str:
    held_words = f", {number_words(sheet.held)} ditahan" if sheet.held else ""
    return f"{sheet.sheet} {number_words(sheet.rows)} baris, {number_words(sheet.accepted)} diterima{held_words}"


def _shown(text: str) -> str:
    """The text on one line, without signs that could make it look like something else."""
    return " ".join(re.sub(r"[^\S ]+", " ", "".join(sign if sign.isprintable() else " " for sign in text)).split())
