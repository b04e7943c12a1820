"""Mails as offices send them."""

from __future__ import annotations

import base64
import io
import zipfile
from email.message import EmailMessage

SENDER = "dinas@majene.go.id"
XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def mail(*files: tuple[str, bytes], sender: str = f"Dinas Koperasi <{SENDER}>", **headers: str) -> EmailMessage:
    """A mail with these files attached."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "kemitraan@sulbar.go.id"
    message["Subject"] = "Laporan"
    message["Message-ID"] = "<surat-1@majene.go.id>"
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content("Terlampir, terima kasih.\n")
    for name, data in files:
        main, sub = XLSX if name.endswith(".xlsx") else ("application", "octet-stream")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message


def raw(*lines: str) -> bytes:
    """A mail written by hand."""
    return "\r\n".join(lines).encode("utf-8", "surrogateescape")


def encoded(data: bytes) -> str:
    return base64.encodebytes(data).decode().replace("\n", "\r\n")


def zipped(*members: tuple[str, bytes]) -> bytes:
    """A zip of these files; the same bytes whenever it is made."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members:
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def workbook_package(text: bytes = b"isi") -> bytes:
    """The least that calls itself an Office package."""
    return zipped(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", text))
