"""The consolidation with a step that waits: to be deployed by a test."""

from __future__ import annotations

from flows.consolidation import consolidate
from tests.flows import waiting_step

__all__ = ["consolidate", "waiting_step"]
