"""Excel's error values as the binary formats number them ([MS-XLS] 2.5.10 Bes, [MS-XLSB] 2.5.97.2 BErr)."""

from __future__ import annotations

from workbooks.inspection.package import unreadable

_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
KNOWN_ERRORS = frozenset(_TEXTS.values()) - {"#GETTING_DATA"}
"""The error values that the reader of values knows in xlsx."""


def error_text(code: int) -> str:
    """The text of an error value. Raises FileRejectedError ``file.unreadable`` for a number without meaning."""
    if code not in _TEXTS:
        raise unreadable(f"no error value has number {code}")
    return _TEXTS[code]
