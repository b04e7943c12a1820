"""``kemitraan`` with a bug: loading what Mamuju Tengah sent breaks on a value of theirs. Arguments as the command's."""

from __future__ import annotations

import sys

from kemitraan.cli import main
from kemitraan.steps.job import processing
from schemas.result import CheckResult
from warehouse.engine import Warehouse
from warehouse.submissions import get_submission

VALUE = "7606012608709371"


def broken(warehouse: Warehouse, submission: str, result: CheckResult) -> bool:
    """Load, but not the workbook of Mamuju Tengah."""
    if get_submission(warehouse, submission).file_name == "mateng.xlsx":
        raise ValueError(f"cannot make anything of {VALUE}")
    return sound(warehouse, submission, result)


sound = processing.load

if __name__ == "__main__":
    processing.load = broken
    sys.exit(main(sys.argv[1:]))
