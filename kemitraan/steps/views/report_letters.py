"""Mail with a month's report to the recipients of the settings: once each, and once more when its figures changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from connectors.mail.letter import Attachment
from kemitraan.steps.letters.mailing import send_unless_sent
from kemitraan.steps.letters.writing import written
from kemitraan.steps.views.reporting import kept_report
from kemitraan.steps.workshop import Workshop
from schemas.messages import period_words
from schemas.office import PROVINCE
from schemas.period import Period

_FORMS = ("pdf", "html")
"""The first that is kept is sent."""


def recipients(workshop: Workshop) -> tuple[str, ...]:
    """The addresses that each month's report goes to; none where the home has no mail server."""
    return workshop.config.report.recipients if workshop.config.mail is not None else ()


def send_month_report(workshop: Workshop, period: Period, number: int, sentences: Sequence[str], to: str) -> None:
    """Sends the forum's copy of a report that is kept to one recipient, unless that was done before. ``sentences`` are
    what comes first in it.

    Raises OutsideError when the mail server fails: the next try sends it. Raises KeyError when no such report is kept.
    """
    paths = kept_report(workshop, period, number)
    path = next(paths[form] for form in _FORMS if form in paths)
    subject, text = written("laporan", bulan=period_words(period), nomor=number, kalimat=sentences, berkas=path.name)
    recipient = hashlib.sha256(to.casefold().encode()).hexdigest()[:12]
    key = (f"report-{number}-{recipient}", PROVINCE, period)
    attachments = (Attachment(path.name, path.read_bytes()),)
    send_unless_sent(workshop, workshop.connectors.mailer(), to, key, subject, text, attachments)
