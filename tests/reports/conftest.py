"""Warehouses of both sorts for reports."""

from tests.warehouse.conftest import url, warehouse  # noqa: F401 (fixtures)
