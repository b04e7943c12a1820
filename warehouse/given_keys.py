"""Keys that we gave to businesses of offices which have none of ours, remembered by who they are."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from schemas.context import GivenKey, KeyBook
from warehouse.engine import Warehouse
from warehouse.right_values import signer
from warehouse.state import Reason
from warehouse.submissions import upsert
from warehouse.tables import given_key, submission


def remember_keys(connection: Connection, submission_id: str, given_keys: Iterable[GivenKey], reason: Reason) -> None:
    """Remember which signs mean which key, for the submission's office. Again changes nothing."""
    office = connection.scalar(select(submission.c.office).where(submission.c.id == submission_id))
    for entry in given_keys:
        for kind, sign in entry.signs:
            connection.execute(
                upsert(connection)(given_key)
                .values(
                    office=office, sign=sign, kind=kind, kode_umkm=entry.key, submission_id=submission_id, at=reason.at
                )
                .on_conflict_do_nothing()
            )


def key_book(warehouse: Warehouse, office: str) -> KeyBook | None:
    """The keys that this office was given; None where the warehouse has no key of its own to make signs with."""
    if not warehouse.nik_key:
        return None
    query = select(given_key.c.sign, given_key.c.kind, given_key.c.kode_umkm).where(given_key.c.office == office)
    with warehouse.read() as connection:
        given_signs = {sign: (kind, key) for sign, kind, key in connection.execute(query)}
    return KeyBook(given_signs, signer(warehouse.nik_key))
