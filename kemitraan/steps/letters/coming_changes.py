"""What an office reads of rules before they bite: in its answers, reminders and templates."""

from __future__ import annotations

from kemitraan.config.models import Config, Office
from schemas.contracts import CONTRACTS
from schemas.messages import coming_words
from schemas.period import Period


def coming_changes(config: Config, office: Office, since: Period) -> tuple[str, ...]:
    """A sentence for each rule about the office's sheets that changes in the reports of ``since`` or later."""
    sheets = [sheet.title for sheet in CONTRACTS.whole.kind(office.kind).sheets]
    return coming_words(config.rule_dates, sheets, since)
