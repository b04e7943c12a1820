"""Which files of a mail are its submissions.

Workbooks count by name, by type or by content, wherever they stand in the mail and however they are shown: attached,
inline, forwarded. Without any workbook, other attachments (a PDF, a photo) are the submission, so that the sender is
told that it is no workbook. These never count: the text itself, pictures shown inside it (signatures, logos),
signatures of S/MIME and PGP, calendar and address cards, winmail.dat (only Outlook can open it), and what programs
leave beside their files.
"""

from __future__ import annotations

import fnmatch
import re
from pathlib import PurePosixPath

from connectors.mail.parts import Part
from connectors.names import NAMELESS
from connectors.wholeness import is_clutter

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"})
MAILS = frozenset({".eml", ".msg", ".mht"})
_WORKBOOK_TYPES = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel.sheet.macroenabled.12": ".xlsm",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": ".xlsb",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "text/csv": ".csv",
}
_ZIP_TYPES = {"application/zip", "application/x-zip-compressed", "application/x-zip"}
_NEVER_TYPES = {
    "application/ms-tnef",
    "application/vnd.ms-tnef",
    "application/pgp-signature",
    "application/pgp-keys",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "text/calendar",
    "text/vcard",
    "text/x-vcard",
    "message/delivery-status",
    "message/disposition-notification",
    "text/rfc822-headers",
}
_NEVER_NAMES = {".ics", ".vcf", ".p7s", ".asc", ".sig"}
_WINMAIL = "winmail.dat"


def file_name(part: Part) -> str:
    """The file name of a part, for people and for judging. A nameless workbook gets the ending of its type."""
    name = last_component(part.name or "")
    return name or NAMELESS + _WORKBOOK_TYPES.get(part.type, ".zip" if part.type in _ZIP_TYPES else "")


def last_component(name: str) -> str:
    """A file name without folders, of Unix or Windows, on one line."""
    return " ".join(re.split(r"[/\\]", name.rstrip("/\\"))[-1].split())


def ending(name: str) -> str:
    """The file ending in small letters (``.xlsx``); empty where there is none."""
    return PurePosixPath(name.strip()).suffix.lower()


def is_zip(part: Part) -> bool:
    """Whether a part calls itself a zip."""
    return ending(file_name(part)) == ".zip" or (part.type in _ZIP_TYPES and not is_workbook(part))


def fits(name: str, pattern: str) -> bool:
    """Whether a name counts, upper and lower case alike."""
    return not is_clutter(name) and fnmatch.fnmatchcase(name.lower(), pattern.lower())


def is_workbook(part: Part) -> bool:
    """Whether a part is a workbook by its name, or by its type where the name does not tell."""
    file_ending = ending(file_name(part))
    return file_ending in WORKBOOKS or (part.type in _WORKBOOK_TYPES and file_ending not in {".zip"})


def is_mail(part: Part) -> bool:
    """Whether a part is a mail of its own that the server did not look into."""
    return part.type.startswith("message/") or ending(file_name(part)) in MAILS


def is_file(part: Part) -> bool:
    """Whether a part is a file, and none of those that never are a submission."""
    name = file_name(part)
    if part.is_own or part.type in _NEVER_TYPES or ending(name) in _NEVER_NAMES or name.lower() == _WINMAIL:
        return False
    is_text = part.type in {"text/plain", "text/html"} and part.name is None and part.disposition != "attachment"
    return not is_text and not is_clutter(name)


def was_attached(part: Part) -> bool:
    """Whether a file that is no workbook was meant to be sent: it is not shown inside the text and does not belong to
    it.
    """
    if part.is_related:
        return part.disposition == "attachment" and not part.type.startswith("image/")
    return not (part.type.startswith("image/") and part.disposition == "inline")
