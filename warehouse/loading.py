"""Loading a checked submission's accepted rows as one immutable batch, which nobody sees until it is published."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, Table, delete, select, update

from schemas.result import CheckResult, SheetResult
from warehouse.bulk import insert_frame
from warehouse.contract_tables import SHEETS
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError
from warehouse.keys import row_keys
from warehouse.personal import masked_texts, personal_frame, public_frame, sealed_texts
from warehouse.state import Reason, State, advance, current_state, is_past
from warehouse.submissions import SYSTEM
from warehouse.tables import sealed_text, submission


def load(warehouse: Warehouse, submission_id: str, result: CheckResult, *, who: str = SYSTEM) -> bool:
    """Loads the accepted rows and brings the submission from checked (or waiting) to loaded. False when that was done
    before.

    Personal columns go first, in a transaction of their own; then all others together with the change of state. The
    leftovers of an interrupted load are deleted first, so that loading again gives the same rows.
    """
    if result.office is None or result.period is None:
        raise WarehouseError(f"Kiriman {submission_id} tanpa pengirim atau periode tidak dapat dimuat.")
    batches = [_Batch(submission_id, result, sheet) for sheet in result.sheets.values()]

    def personal(connection: Connection) -> bool:
        if is_past(current_state(connection, submission_id), State.LOADED):
            return False
        _must_fit(connection, submission_id, result)
        for batch in batches:
            if batch.tables.personal is not None:
                _replace(connection, submission_id, batch.tables.personal, batch.personal_rows(_key(warehouse)))
        _replace(connection, submission_id, sealed_text, _together([batch.sealed_rows() for batch in batches]))
        return True

    def public(connection: Connection) -> bool:
        at = warehouse.now()
        if not advance(connection, submission_id, State.LOADED, Reason(who, "dimuat", at)):
            return False
        for batch in batches:
            _replace(connection, submission_id, batch.tables.batch, batch.public_rows())
        connection.execute(update(submission).where(submission.c.id == submission_id).values(loaded_at=at))
        return True

    return warehouse.run(personal) and warehouse.run(public)


class _Batch:
    """The accepted rows of one sheet, made ready for its tables."""

    def __init__(self, submission_id: str, result: CheckResult, sheet: SheetResult) -> None:
        self.tables = SHEETS[sheet.sheet.table]
        self._origin = {"submission_id": submission_id}
        self._period = {"office": result.office, "period": result.period}
        keys = row_keys(sheet.sheet, sheet.accepted)
        self._keys = keys.sort_values()  # in key order: the tables are kept in it
        self._accepted = sheet.accepted.loc[self._keys.index]
        self._masked = masked_texts(self.tables, self._accepted)

    def public_rows(self) -> pd.DataFrame:
        """Rows of ``batch_<table>``."""
        rows = public_frame(self.tables, self._accepted, self._masked)
        return rows.assign(**self._origin, **self._period, row_key=self._keys, row=rows.index)

    def personal_rows(self, nik_key: bytes) -> pd.DataFrame:
        """Rows of ``pribadi.batch_<table>``."""
        return personal_frame(self.tables, self._accepted, nik_key).assign(**self._origin, row_key=self._keys)

    def sealed_rows(self) -> pd.DataFrame:
        """Rows of ``pribadi.sealed_text``."""
        return sealed_texts(self._accepted, self._masked).assign(**self._origin, sheet=self.tables.sheet.title)


def _together(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame()


def _must_fit(connection: Connection, submission_id: str, result: CheckResult) -> None:
    """Checks that the rows belong to the office and period of the check."""
    query = select(submission.c.office, submission.c.kind, submission.c.period).where(submission.c.id == submission_id)
    stored = tuple(connection.execute(query).one())
    if stored != (result.office, result.kind, result.period):
        raise WarehouseError(f"Baris untuk kiriman {submission_id} bukan dari pengirim atau periodenya.")


def _key(warehouse: Warehouse) -> bytes:
    if not warehouse.nik_key:
        raise WarehouseError("Kunci NIK belum diatur; data pribadi tidak dapat dimuat tanpanya.")
    return warehouse.nik_key


def _replace(connection: Connection, submission_id: str, table: Table, rows: pd.DataFrame) -> None:
    connection.execute(delete(table).where(table.c.submission_id == submission_id))
    insert_frame(connection, table, rows)
