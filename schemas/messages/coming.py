"""What will change for a sender: rules that hold, or become errors, from a later month on."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from schemas.codes import Code
from schemas.context import RuleDates
from schemas.finding import Severity
from schemas.messages.catalogue import catalogue
from schemas.messages.text import title
from schemas.messages.wording import period_words
from schemas.period import Period

_PHRASES = {Severity.WARNING: "rule_warns", Severity.ERROR: "rule_holds_back"}


def coming_words(dates: Iterable[RuleDates], sheets: Collection[str], since: Period) -> tuple[str, ...]:
    """A sentence for each rule about one of these sheets (titles) that changes in the reports of ``since`` or later,
    the earliest first.
    """
    steps = sorted(
        (month, rule.code, severity)
        for rule in dates
        if any(sheet in sheets for sheet in Code(rule.code).sheets)
        for month, severity in rule.steps()
        if month >= since
    )
    return tuple(
        catalogue().phrases[_PHRASES[severity]].format(month=period_words(month), title=title(code, severity))
        for month, code, severity in steps
    )
