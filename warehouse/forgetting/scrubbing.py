"""After cells were emptied: nothing of what they held is left in the pages of an embedded warehouse's files.

PostgreSQL keeps former rows until its own vacuum, and in its write-ahead log; the operations guide says so.
"""

from __future__ import annotations

from typing import Any

from warehouse.engine import Warehouse, translated
from warehouse.tables import PERSONAL


def scrub(warehouse: Warehouse) -> None:
    """Writes both files anew and empties their write-ahead logs. On PostgreSQL, vacuums. Raises WarehouseBusy where
    somebody reads all the time.
    """
    with translated(), warehouse.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if warehouse.is_sqlite:
            for schema in ("main", PERSONAL):
                driver.execute(f"VACUUM {schema}")
                driver.execute(f"PRAGMA {schema}.wal_checkpoint(TRUNCATE)")
        else:
            driver.rollback()
            driver.autocommit = True
            try:
                driver.execute("VACUUM")
            finally:
                driver.autocommit = False
