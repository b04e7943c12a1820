"""The names of runs and pages on the server. A run keeps its name from its making to its end."""

from __future__ import annotations

from datetime import datetime

from schemas.messages import time_words
from schemas.period import Period

OURS = "kemitraan"
"""The path below which the server has pages and files of our own."""
POOL = "kemitraan"
"""The work pool of the workers."""
TAG = "kemitraan"
"""The tag of every deployment of ours."""
DECISION_FLOW = "keputusan-kiriman"
DECISION_RUN = "Keputusan"
"""The first word in the names of runs in which a person decides."""


def run_name(flow: str, begins: datetime) -> str:
    """A run's name: ``konsolidasi`` → ``Konsolidasi 24 November 2026 pukul 06.00 WITA``; ``begins`` in the office's
    time zone.
    """
    return f"{flow.replace('-', ' ').capitalize()} {time_words(begins)}"


def submission_page_key(office: str, period: Period | None, submission: str) -> str:
    """The key of a submission's page among the artifacts: ``kiriman-majene-2026-11-1a2b3c4d``; ``office`` by slug."""
    return "-".join(part for part in ("kiriman", office, period, submission[:8]) if part)
