"""What a file is, by its content; and that nothing is unpacked beyond what is declared and allowed."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from tests.workbooks import makers_xls, makers_xlsb
from tests.workbooks.makers_ods import number, ods, row, table
from tests.workbooks.makers_zip import CONTENT_TYPES, content_types, declaring, with_password_flag, zipped
from workbooks.inspection.package import assert_no_doctype, open_package, read_part
from workbooks.inspection.sniff import sniff
from workbooks.limits import FileRejectedError, Limits

SUBMISSIONS = Path(__file__).parents[1] / "submissions"
LIMITS = Limits()
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
XLSM_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DEFAULTS = f'<Types><Default Extension="bin" ContentType="{makers_xlsb.MAIN_TYPE}"/></Types>'
XLSX = zipped({CONTENT_TYPES: content_types(XLSX_TYPE), "xl/workbook.xml": "<workbook/>" * 50})
ODS = ods(table(row(number(1))))
XLS = makers_xls.xls({"UMKM": makers_xls.number(0, 0, 1)})
XLSB = makers_xlsb.xlsb({"UMKM": makers_xlsb.sheet(makers_xlsb.row(0), makers_xlsb.number(0, 1))})
CSV = b"Kode UMKM;Nama\r\nMJN-0001;Warung Caf\xe9\r\n"
FILEPASS = makers_xls.record(0x2F, struct.pack("<HHH", 1, 1, 1))


def refusal(data: bytes, limits: Limits = LIMITS) -> str:
    """The code with which a file is refused."""
    with pytest.raises(FileRejectedError) as caught:
        sniff(data, limits)
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (XLSX, "xlsx"),
        (zipped({CONTENT_TYPES: content_types(XLSM_TYPE)}), "xlsx"),
        (zipped({CONTENT_TYPES: content_types(XLSX_TYPE).encode("utf-16")}), "xlsx"),
        (zipped({CONTENT_TYPES: DEFAULTS}), "xlsb"),
        (
            zipped({CONTENT_TYPES: DEFAULTS.replace("</Types>", f'<Override ContentType="{XLSX_TYPE}"/></Types>')}),
            "xlsx",
        ),
        (XLSB, "xlsb"),
        (ODS, "ods"),
        (XLS, "xls"),
        (makers_xls.ole({"Book": makers_xls.stream({"A": b""})}), "xls"),
        (CSV, "csv"),
        (b"ID;Pemilik;Nama\r\n1;2;3\r\n", "csv"),
        (b"\xef\xbb\xbfKode,Nama\nMJN-0001,Warung\n", "csv"),
        ("Kode\tNama\nMJN-0001\tSagu – manis\n".encode(), "csv"),
    ],
)
def test_the_type_is_told_by_the_content(data: bytes, expected: str) -> None:
    assert sniff(data, LIMITS) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \r\n",
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"%PDF-1.7\n1,2;3\n",
        b"<html><table><tr><td>Kode;Nama</td></tr></table></html>",
        b"\xef\xbb\xbf<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
        b'{"kode": "MJN-0001", "nama": "Warung"}',
        b'[\n {"kode": 1, "nama": 2}]',
        rb"{\rtf1\ansi,halo;}",
        b"ID;PWXL;N;E\r\nP;PGeneral\r\n",
        b"Surat tanpa pemisah\r\nsatu baris lagi\r\n",
        "Kode;Nama\r\n".encode("utf-16"),
        b"Kode;Nama\x00\r\n",
        b"Kode;Nama\x81\r\n",
        bytes(range(256)) * 20,
        zipped({"surat.txt": "halo"}),
        zipped({CONTENT_TYPES: content_types(DOCX_TYPE), "word/document.xml": "<w/>"}),
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
        with_password_flag(zipped({"surat.txt": "halo"}), "surat.txt"),
        makers_xls.ole({"WordDocument": b"halo"}),
        b"PK\x05\x06" + bytes(18),
        zipped({"a.xml": "halo"}).replace(b"a.xml", b"\0.xml"),
    ],
)
def test_anything_else_is_refused_by_its_type(data: bytes) -> None:
    assert refusal(data) == "file.type"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        XLSX[: len(XLSX) // 2],
        XLSX[:-30],
        XLSX.replace(b"PK\x01\x02", b"PK\x01\x09"),
        declaring(XLSX, CONTENT_TYPES, 10),
        XLS[:100],
        XLS[:700],
        XLS[:-3000],
        makers_xls.ole({"Workbook": b"\x09\x08\xff\xff halo"}),
    ],
)
def test_a_damaged_file_with_the_right_signature_is_unreadable(data: bytes) -> None:
    assert refusal(data) == "file.unreadable"


@pytest.mark.parametrize(
    "data",
    [
        makers_xls.ole({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}),
        makers_xls.xls({"UMKM": makers_xls.number(0, 0, 1)}, inside=FILEPASS),
        ods(table(), manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"),
        with_password_flag(XLSX, "xl/workbook.xml"),
    ],
)
def test_a_password_is_told_from_damage(data: bytes) -> None:
    assert refusal(data) == "file.encrypted"


def test_what_a_package_declares_is_judged_before_it_is_unpacked() -> None:
    assert refusal(declaring(XLSX, "xl/workbook.xml", 600 * 1024 * 1024)) == "file.too_large"
    assert refusal(zipped({CONTENT_TYPES: content_types(XLSX_TYPE), "xl/a.xml": bytes(1_000_000)})) == "file.too_large"
    assert refusal(zipped({f"{number}": "" for number in range(10_001)})) == "file.too_large"


@pytest.mark.parametrize("data", [XLSX, XLS, CSV])
def test_a_file_over_the_packed_limit_is_too_large(data: bytes) -> None:
    assert refusal(data, Limits(packed_bytes=len(data) - 1)) == "file.too_large"
    assert sniff(data, Limits(packed_bytes=len(data)))


def test_a_large_picture_is_refused_by_its_type_all_the_same() -> None:
    assert refusal(b"\x89PNG\r\n\x1a\n" + bytes(50), Limits(packed_bytes=20)) == "file.type"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("16_foto.xlsx", "file.type"),
        ("17_terpotong.xlsx", "file.unreadable"),
        ("18_bersandi.xlsx", "file.encrypted"),
        ("19_mengembang.xlsx", "file.too_large"),
    ],
)
def test_the_spoiled_sample_submissions_are_refused(name: str, code: str) -> None:
    assert refusal((SUBMISSIONS / name).read_bytes()) == code


def test_every_other_sample_submission_is_let_in() -> None:
    paths = {path.name: path for path in SUBMISSIONS.iterdir() if path.suffix in (".xlsx", ".xls", ".ods", ".csv")}
    for name, path in paths.items():
        if name[:2] not in ("16", "17", "18", "19"):
            assert sniff(path.read_bytes(), LIMITS) == path.suffix[1:]


def test_a_part_that_unpacks_to_more_than_declared_is_unreadable() -> None:
    data = declaring(zipped({"a.xml": b"x" * 100_000}), "a.xml", 1000)
    with pytest.raises(FileRejectedError, match="not what the zip directory says"):
        read_part(open_package(data, Limits(ratio=1_000_000)), "a.xml")


def test_a_flipped_bit_in_a_part_is_unreadable() -> None:
    data = zipped({"a.xml": b"halo dunia"}, stored=("a.xml",)).replace(b"halo", b"hal0")
    with pytest.raises(FileRejectedError, match="not what the zip directory says"):
        read_part(open_package(data, LIMITS), "a.xml")


def test_a_directory_that_names_a_part_twice_is_unreadable() -> None:
    data = zipped({"a.xml": "satu", "b.xml": "dua"}).replace(b"b.xml", b"a.xml")
    with pytest.raises(FileRejectedError, match="twice"):
        open_package(data, LIMITS)


def test_a_missing_part_and_an_unknown_packing_are_unreadable() -> None:
    with pytest.raises(FileRejectedError, match="missing"):
        read_part(open_package(XLSX, LIMITS), "xl/styles.xml")
    data = zipped({"a.xml": "halo"})
    entry = data.rindex(b"PK\x01\x02")
    with pytest.raises(FileRejectedError, match="method 14"):
        read_part(open_package(data[: entry + 10] + b"\x0e\0" + data[entry + 12 :], LIMITS), "a.xml")


def test_parts_come_out_as_they_went_in() -> None:
    content = {"a.xml": b"", "b.bin": bytes(range(256)) * 500, "c.txt": b"satu"}
    package = open_package(zipped(content, stored=("c.txt",)), LIMITS)
    assert {name: read_part(package, name) for name in package.parts} == content
    assert package.parts["c.txt"].compress_type == zipfile.ZIP_STORED


@pytest.mark.parametrize(
    "part",
    [
        b"<!DOCTYPE x><x/>",
        b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a --><!DOCTYPE x [<!ENTITY a 'b'>]><x/>",
        "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE x SYSTEM 'file:///x'><x/>".encode("utf-16"),
        "<?xml version='1.0'?><!DOCTYPE x><x/>".encode("utf-16-be"),
    ],
)
def test_a_document_type_is_refused_in_every_encoding(part: bytes) -> None:
    with pytest.raises(FileRejectedError, match="document type") as caught:
        assert_no_doctype(part)
    assert caught.value.code == "file.unreadable"


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"<x/>",
        b"<?xml version='1.0'?>\n<!-- <!DOCTYPE x> --><x><![CDATA[<!DOCTYPE x>]]></x>",
        "<?xml version='1.0'?><x>&lt;!DOCTYPE</x>".encode("utf-16"),
    ],
)
def test_a_part_without_a_document_type_passes(part: bytes) -> None:
    assert_no_doctype(part)
