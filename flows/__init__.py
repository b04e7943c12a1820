"""Prefect: what happens when. Flows read like a paragraph; the work itself is in ``kemitraan.steps``."""
