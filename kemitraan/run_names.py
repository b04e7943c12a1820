"""What runs are called in lists: the same from the moment that the server makes them until they have ended."""

from __future__ import annotations

from datetime import datetime

from schemas.messages import time_words

TAG = "kemitraan"
"""Every deployment of ours has this tag."""
DECISION_FLOW = "keputusan-kiriman"
DECISION_RUN = "Keputusan"
"""How the names of runs begin in which a person decides."""


def run_name(flow: str, begins: datetime) -> str:
    """``konsolidasi`` → ``Konsolidasi 24 November 2026 pukul 06.00 WITA``; ``begins`` in the office's time zone."""
    return f"{flow.replace('-', ' ').capitalize()} {time_words(begins)}"
