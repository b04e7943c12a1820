"""Finds things in a workbook as sent: its kind, its sheets, the cover's values, headers, data rows."""
