"""Zipped attachments: workbooks in them are taken, what could harm is not."""

from __future__ import annotations

import io
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.base import LeftReason
from connectors.errors import StillBeingWrittenError
from connectors.folder import Done
from connectors.mail.zipped import UnreadableZipError, ZipLimits, is_package, workbooks_in
from tests.connectors.mail.mails import mail, workbook_package, zipped

on_server = pytest.mark.xdist_group("dovecot")
LIMITS = ZipLimits(packed_bytes=100_000, members=5, member_bytes=10_000, total_bytes=30_000, ratio=200)
GOOD = zipped(("laporan/Majene.xlsx", b"isi"))


def names(data: bytes, pattern: str = "*") -> list[str]:
    return [member.name for member in workbooks_in(data, pattern, LIMITS)]


@pytest.mark.parametrize(
    "name",
    [
        "a.xlsx",
        "../../a.xlsx",
        "/etc/a.xlsx",
        "C:\\x\\a.xlsx",
        "x/y/z/a.xlsx",
        "\\\\server\\bagi\\a.xlsx",
        "..\\a.xlsx",
    ],
)
def test_a_members_name_is_never_a_path(name):
    assert names(zipped((name, b"isi"))) == ["a.xlsx"]


def test_only_workbooks_that_fit_are_taken():
    data = zipped(("b.ods", b"1"), ("a.XLS", b"2"), ("surat.pdf", b"3"), ("__MACOSX/._a.xls", b"4"), ("~$a.xls", b"5"))
    assert names(data) == ["b.ods", "a.XLS"]
    assert names(data, "*.xls") == ["a.XLS"]
    assert names(zipped(("surat.pdf", b"3"))) == []


def encrypted(source: bytes = GOOD) -> bytes:
    """The first member says that it is encrypted."""
    data = bytearray(source)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


def lying(size: int) -> bytes:
    """A zip whose directory tells another unpacked size."""
    data = bytearray(GOOD)
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, size)
    return bytes(data)


def bomb(kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as package:
        package.writestr("a.xlsx", bytes(9_999))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "limits"),
    [
        pytest.param(b"", LIMITS, id="empty"),
        pytest.param(b"PK\x03\x04 bukan zip", LIMITS, id="no zip"),
        pytest.param(GOOD[:-30], LIMITS, id="cut"),
        pytest.param(
            GOOD.replace(b"isi", b"ini") if b"isi" in GOOD else GOOD[:40] + b"x" + GOOD[41:], LIMITS, id="damaged"
        ),
        pytest.param(encrypted(), LIMITS, id="encrypted"),
        pytest.param(encrypted(zipped(("surat.pdf", b"x"), ("a.xlsx", b"1"))), LIMITS, id="partly encrypted"),
        pytest.param(lying(2), LIMITS, id="says too little"),
        pytest.param(lying(9_000), LIMITS, id="says too much"),
        pytest.param(lying(11_000), LIMITS, id="says more than allowed"),
        pytest.param(zipped(("a.xlsx", b"1"), ("dalam.zip", GOOD)), LIMITS, id="nested"),
        pytest.param(zipped(("a.xlsx", b"1"), ("dalam.7z", b"x")), LIMITS, id="nested 7z"),
        pytest.param(zipped(*((f"{n}.xlsx", b"1") for n in range(6))), LIMITS, id="too many"),
        pytest.param(zipped(("a.xlsx", bytes(10_001))), LIMITS, id="a member too large"),
        pytest.param(zipped(*((f"{n}.xlsx", bytes(9_000)) for n in range(4))), LIMITS, id="too large together"),
        pytest.param(bomb(), ZipLimits(ratio=20), id="a bomb"),
        pytest.param(bomb(zipfile.ZIP_LZMA), LIMITS, id="foreign packing"),
        pytest.param(GOOD, ZipLimits(packed_bytes=10), id="packed too large"),
        pytest.param(GOOD + b"PK\x01\x02" * 20_001, LIMITS, id="a directory without end"),
    ],
)
def test_what_could_harm_is_not_unpacked(data, limits):
    with pytest.raises(UnreadableZipError):
        workbooks_in(data, "*", limits)


def test_a_link_in_a_zip_is_refused():
    entry = zipfile.ZipInfo("a.xlsx")
    entry.external_attr = 0o120777 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(entry, "/etc/passwd")
    with pytest.raises(UnreadableZipError):
        workbooks_in(file.getvalue(), "*", LIMITS)


def test_a_workbook_is_a_package_and_no_zip_of_workbooks():
    assert is_package(workbook_package())
    assert is_package(zipped(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")))
    assert not is_package(GOOD)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damage_of_any_sort_is_one_error(data):
    source = zipped(("a.xlsx", b"isi" * 50), ("b/c.csv", b"1;2"))
    at = data.draw(st.integers(0, len(source) - 1))
    damaged = source[:at] + data.draw(st.binary(max_size=8)) + source[at + data.draw(st.integers(0, 8)) :]
    for reader in (is_package, lambda data: workbooks_in(data, "*", LIMITS)):
        with suppress(UnreadableZipError):  # the only one that may come
            reader(damaged)


@on_server
def test_every_workbook_in_a_zip_is_an_item(post, source):
    data = zipped(("majene/a.xlsx", b"satu"), ("majene/b.xlsx", b"dua"), ("surat.pdf", b"x"))
    post.put(mail(("kiriman.ZIP", data), ("c.xlsx", b"tiga"), ("gambar.zip", zipped(("foto.jpg", b"x")))).as_bytes())
    items = source.list_waiting().items
    assert [item.name for item in items] == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert [source.read(item, 100).data for item in items] == [b"satu", b"dua", b"tiga"]
    assert source.read(items[0], 3).data is None
    assert len({item.together for item in items}) == 1
    source.mark_done(items[0])
    assert post.count("Selesai") == 1


@on_server
def test_a_workbook_called_zip_is_taken_as_it_is(post, source):
    package = workbook_package()
    post.put(mail(("laporan.zip", package)).as_bytes())
    (item,) = source.list_waiting().items
    assert item.name == "laporan.zip"
    assert source.read(item, 10_000).data == package


@on_server
def test_a_zip_without_workbooks_is_a_file_like_any_other(post, source):
    data = zipped(("foto.jpg", b"x"))
    post.put(mail(("foto.zip", data)).as_bytes())
    (item,) = source.list_waiting().items
    assert (item.name, source.read(item, 10_000).data) == ("foto.zip", data)


@on_server
def test_a_mail_with_an_unreadable_zip_stays_until_a_person_moves_it(post, another):
    post.put(mail(("rahasia.zip", encrypted()), ("a.xlsx", b"isi")).as_bytes())
    listing = another().list_waiting()
    assert [(entry.name, entry.reason) for entry in listing.left_alone] == [("rahasia.zip", LeftReason.UNREADABLE_ZIP)]
    (item,) = listing.items
    assert item.name == "a.xlsx"
    assert len(item.together) == 2
    again = another(was_recorded={item.id}.__contains__).list_waiting()
    assert (again.items, len(again.left_alone)) == ((), 1)


@on_server
def test_a_zip_over_the_limit_is_not_fetched(post, another, relay):
    post.put(mail(("besar.zip", bytes(3_000_000))).as_bytes())
    line = relay(post.server.port)
    listing = another(port=line.port, zip_limits=LIMITS).list_waiting()
    assert [entry.reason for entry in listing.left_alone] == [LeftReason.UNREADABLE_ZIP]
    assert line.from_server < 20_000


@on_server
@pytest.mark.parametrize(
    "data", [zipped(("a.xlsx", b"1"), ("b.xlsx", bytes(50_000))), workbook_package()], ids=["zip", "workbook"]
)
def test_left_in_place_a_known_zip_is_not_fetched_again(post, another, relay, data):
    post.put(mail(("a.zip", data)).as_bytes())
    ids = {item.id for item in another(done=Done.LEAVE).list_waiting().items}
    source = another(done=Done.LEAVE, was_recorded=ids.__contains__)
    source._mailbox.pieces = None
    listing = source.list_waiting()
    assert (listing.items, listing.left_alone) == ((), ())


@on_server
def test_a_zip_listed_by_other_settings_is_not_guessed_at(post, another):
    post.put(mail(("a.zip", zipped(("a.xlsx", b"1"), ("b.ods", b"2")))).as_bytes())
    item, _ = another().list_waiting().items
    with pytest.raises(StillBeingWrittenError):
        another(pattern="*.ods").read(item, 10)
