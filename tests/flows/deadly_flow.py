"""The consolidation whose further processes die over one file: to be deployed by a test."""

from __future__ import annotations

from flows.consolidation import consolidate
from kemitraan.steps.job import parallel
from tests.flows.deadly_step import run_step_or_die

__all__ = ["consolidate"]

parallel.run_step = run_step_or_die
