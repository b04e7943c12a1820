"""Finds a person in the sealed tables: from a NIK's hash, a key or a telephone number to everything that belongs to
him.

A NIK leads to all businesses of its owner, a key to its owner and so to his others. A telephone number leads only to
the records that hold it: several people may share one.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Row, Select, select, tuple_

from warehouse.contract_tables import SHEETS
from warehouse.forgetting.subject import Subject, subject_of_rows

_UMKM = SHEETS["umkm"]
_MOST = 500


def find_subject(connection: Connection, person: Subject) -> Subject:
    """Everything that the warehouse knows of the person. What was asked for stays in it, known or not."""
    subject = person | _of_rows(connection, _with_telephone(person))
    while True:
        wider = subject | _of_rows(connection, _of_owner(subject))
        if wider == subject:
            return subject
        subject = wider


def _of_rows(connection: Connection, queries: Iterable[Select]) -> Subject:
    rows = [row for query in queries for row in connection.execute(query)]
    texts = subject_of_rows(
        telephones=_filled(rows, "telepon"),
        addresses=_filled(rows, "email"),
        names=[*_filled(rows, "nama_pemilik"), *_filled(rows, "nama_usaha")],
        streets=_filled(rows, "alamat"),
    )
    keys = frozenset((row.office, row.row_key) for row in rows)
    return texts | Subject(keys=keys, nik_hashes=frozenset(_filled(rows, "nik_hash")))


def _filled(rows: Iterable[Row], name: str) -> list[str]:
    return [value for row in rows if (value := getattr(row, name))]


def _with_telephone(person: Subject) -> Iterable[Select]:
    telephones = [f"+62{number}" for number in sorted(person.telephones)]
    if telephones:
        yield _rows().where(_personal().c.telepon.in_(telephones))


def _of_owner(subject: Subject) -> Iterable[Select]:
    if subject.nik_hashes:
        yield _rows().where(_personal().c.nik_hash.in_(sorted(subject.nik_hashes)))
    keys = sorted(subject.keys)
    for start in range(0, len(keys), _MOST):
        yield _rows().where(tuple_(_UMKM.batch.c.office, _UMKM.batch.c.row_key).in_(keys[start : start + _MOST]))


def _rows() -> Select:
    batch, personal = _UMKM.batch, _personal()
    same = (personal.c.submission_id == batch.c.submission_id) & (personal.c.row_key == batch.c.row_key)
    names = ("nik_hash", "nama_pemilik", "telepon", "email", "alamat")
    columns = [batch.c.office, batch.c.row_key, batch.c.nama_usaha, *(personal.c[name] for name in names)]
    return select(*columns).select_from(batch).outerjoin(personal, same)


def _personal():
    assert _UMKM.personal is not None
    return _UMKM.personal
