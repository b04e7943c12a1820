"""A workbook without some of its cells: everything else stays as its sender's program wrote it, where that can be."""

from workbooks.redacted.file import Redacted, RedactionError, Way, redact_file

__all__ = ["Redacted", "RedactionError", "Way", "redact_file"]
