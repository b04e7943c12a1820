"""What runs and pages are called on the server. A run is called the same from when it is made until it has ended."""

from __future__ import annotations

from datetime import datetime

from schemas.messages import time_words

OURS = "kemitraan"
"""Below this path the server has pages and files of our own."""
POOL = "kemitraan"
"""The work pool of the workers."""
TAG = "kemitraan"
"""Every deployment of ours has this tag."""
DECISION_FLOW = "keputusan-kiriman"
DECISION_RUN = "Keputusan"
"""How the names of runs begin in which a person decides."""


def run_name(flow: str, begins: datetime) -> str:
    """``konsolidasi`` → ``Konsolidasi 24 November 2026 pukul 06.00 WITA``; ``begins`` in the office's time zone."""
    return f"{flow.replace('-', ' ').capitalize()} {time_words(begins)}"


def submission_page_key(office: str, period: str | None, submission: str) -> str:
    """The key of a submission's page among the artifacts: ``kiriman-majene-2026-11-1a2b3c4d``; ``office`` by slug."""
    return "-".join(part for part in ("kiriman", office, period, submission[:8]) if part)
