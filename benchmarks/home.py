"""A home folder with a warehouse, and workbooks in its inboxes: the start of our own job."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from benchmarks.books import Book
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.config.load import WAREHOUSE_VARIABLE
from kemitraan.config.nik_key import nik_key
from kemitraan.steps.workshop import Workshop, workshop_at
from warehouse.engine import open_warehouse
from warehouse.upgrade import upgrade


def open_home(path: Path, url: str, books: Iterable[Book] = ()) -> Workshop:
    """A new home whose warehouse is at ``url``, made ready. A copy of each workbook waits in its office's inbox."""
    os.environ[WAREHOUSE_VARIABLE] = url  # further processes open the same warehouse
    init_home(path)
    home = Home(path)
    warehouse = open_warehouse(url, create=True, nik_key=nik_key(home, os.environ))
    upgrade(warehouse)
    warehouse.close()
    for book in books:
        shutil.copy(book.path, home.inbox(book.slug) / f"{book.slug}.xlsx")
    return workshop_at(str(path))
