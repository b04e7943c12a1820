"""Findings in words. Text is made last: workbook, mail, artifact and page all ask here. People read Indonesian."""

from schemas.messages.coming import coming_words
from schemas.messages.examples import example_of
from schemas.messages.expected import expected_for, expected_text
from schemas.messages.text import message, title
from schemas.messages.wording import (
    any_period_words,
    date_words,
    key_words,
    kind_words,
    number_words,
    outcome_words,
    period_words,
    result_words,
    severity_words,
    state_words,
    superseded_words,
    time_words,
)

__all__ = [
    "any_period_words",
    "coming_words",
    "date_words",
    "example_of",
    "expected_for",
    "expected_text",
    "key_words",
    "kind_words",
    "message",
    "number_words",
    "outcome_words",
    "period_words",
    "result_words",
    "severity_words",
    "state_words",
    "superseded_words",
    "time_words",
    "title",
]
