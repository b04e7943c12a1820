"""Names of large businesses that nobody has confirmed: whose they are, and where they were sent."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from schemas.period import Period
from warehouse.engine import Warehouse
from warehouse.submissions import RECEIVED
from warehouse.tables import submission, unknown_partner

_PURPOSE = b"mitra-belum-dikenal"


def partner_signer(key: bytes) -> Callable[[str], str]:
    """Makes the digits that stand for a name that nobody has confirmed, with the home's key: who guesses a name cannot
    test it.
    """
    own = hmac.digest(key, _PURPOSE, "sha256")
    return lambda digits: hmac.digest(own, digits.encode(), "sha256").hex()


@dataclass(frozen=True)
class UnknownPartner:
    """A name as its sender typed it, what stands for it elsewhere, and the submission that has it."""

    name: str
    shown: str
    submission: str
    office: str
    period: Period | None


def unknown_partners(warehouse: Warehouse, offices: Sequence[str] | None = None) -> list[UnknownPartner]:
    """All of them (of these offices), in the order in which they came. For staff and the sender alone."""
    columns = (
        unknown_partner.c.name,
        unknown_partner.c.shown,
        submission.c.id,
        submission.c.office,
        submission.c.period,
    )
    query = select(*columns).join(submission, submission.c.id == unknown_partner.c.submission_id).order_by(*RECEIVED)
    if offices is not None:
        query = query.where(submission.c.office.in_(offices))
    with warehouse.read() as connection:
        return [UnknownPartner(*row) for row in connection.execute(query)]
