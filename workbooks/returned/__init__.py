"""The workbook that a sender gets back (contract section 7), and what is read from it when it returns."""

from workbooks.returned.accepted import Accepted, Answers, apply_accepted, find_perbaikan, holds, read_answers
from workbooks.returned.csv_copy import find_csv_copy
from workbooks.returned.following import find_sheet, follow
from workbooks.returned.marking import mark_up
from workbooks.returned.package import UnmarkableError
from workbooks.returned.rebuilt import rebuild
from workbooks.returned.report import Contents, MarkedFinding, Proof, Report, SheetCount

__all__ = [
    "Accepted",
    "Answers",
    "Contents",
    "MarkedFinding",
    "Proof",
    "Report",
    "SheetCount",
    "UnmarkableError",
    "apply_accepted",
    "find_csv_copy",
    "find_perbaikan",
    "find_sheet",
    "follow",
    "holds",
    "mark_up",
    "read_answers",
    "rebuild",
]
