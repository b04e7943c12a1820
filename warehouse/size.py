"""How large a warehouse is."""

from __future__ import annotations

from warehouse.engine import Warehouse, personal_path


def warehouse_bytes(warehouse: Warehouse) -> int:
    """The bytes that the warehouse takes: both files with their side files, or its database on the server."""
    if warehouse.path is not None:
        files = [
            file
            for path in (warehouse.path, personal_path(warehouse.path))
            for file in path.parent.glob(f"{path.name}*")
        ]
        return sum(file.stat().st_size for file in files if file.is_file())
    with warehouse.read() as connection:
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar() or 0)
