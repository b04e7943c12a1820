"""``kemitraan`` with a bug: loading what Mamuju Tengah sent breaks on a value of theirs. Arguments as the command's."""

from __future__ import annotations

import sys
from typing import Any

from kemitraan.cli import main
from kemitraan.steps.job import parallel
from kemitraan.steps.workshop import Workshop
from warehouse.submissions import get_submission

VALUE = "7606012608709371"


def broken(workshop: Workshop, submission: str) -> Any:
    """Load, but not the workbook of Mamuju Tengah."""
    if get_submission(workshop.warehouse, submission).file_name == "mateng.xlsx":
        raise ValueError(f"cannot make anything of {VALUE}")
    return sound(workshop, submission)


sound = parallel.STEPS["load"]

if __name__ == "__main__":
    parallel.STEPS["load"] = broken
    sys.exit(main(sys.argv[1:]))
