"""The words of forms and commands for what can be decided, and the columns that a header may be, by their headers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from schemas.contracts import CONTRACTS
from schemas.masking import mask_strays
from schemas.messages import time_words
from warehouse.decisions import Choice, Question
from warehouse.submissions import Submission

FORM_WORDS: Mapping[Choice, str] = {
    Choice.RECHECK: "Pakai kolom yang dipilih, lalu periksa lagi",
    Choice.LOAD: "Muat baris yang baik",
    Choice.REFUSE: "Tolak kiriman",
    Choice.RESEND: "Minta kirim ulang",
}
COMMAND_WORDS: Mapping[str, Choice] = {
    "muat": Choice.LOAD,
    "tolak": Choice.REFUSE,
    "minta-ulang": Choice.RESEND,
    "cocokkan": Choice.RECHECK,
}
NO_COLUMN = "Bukan kolom mana pun"
UNANSWERED = "Belum dijawab"
"""The choice in a form while no column is chosen: no answer."""
_OVERDUE: Mapping[Choice, str] = {
    Choice.LOAD: "barisnya dimuat tanpa kolom yang judulnya tidak dikenal, dan pengirimnya diberi tahu",
    Choice.REFUSE: "tidak ada yang dimuat, dan pengirimnya diberi tahu",
}


def column_words(submission: Submission, question: Question) -> dict[str, str | None]:
    """Header of each offered column in the submission's contract version → the column, the likeliest first, and the
    choice of no column.
    """
    sheet = CONTRACTS[submission.contract or ""].kind(submission.kind or "").sheet(question.sheet)
    return {sheet[name].header: name for name in question.columns} | {NO_COLUMN: None}


def header_words(question: Question) -> str:
    """A question's header and place: ``Judul “Omset setahun” di lembar UMKM, sel F3``. A number that may be a NIK or a
    telephone's is masked.
    """
    return f"Judul “{mask_strays(question.text)}” di lembar {question.sheet}, sel {question.cell}"


def overdue_words(choice: Choice, due: datetime) -> str:
    """What the system chooses when nobody has decided by the due date (in the office's zone), and what that means."""
    day = time_words(due)
    return f"Tanpa keputusan sampai {day}, sistem sendiri memilih “{FORM_WORDS[choice]}”: {_OVERDUE[choice]}."
