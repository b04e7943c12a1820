"""Petunjuk: the guide for the officer who fills in, on one page."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from schemas.kinds import Desa, Key
from schemas.model import COVER_TITLE, WorkbookKind
from workbooks.template import style

TITLE = "Petunjuk"
WIDTHS = (5, 26, 84)

STEPS = (
    ("Lengkapi Identitas", "Isi nama petugas. Nama pengirim, periode, dan versi templat sudah terisi."),
    ("Isi lembar data", "Mulai dari baris di bawah baris CONTOH. Satu baris untuk satu hal; jangan menggabung sel."),
    ("Pilih dari daftar", "Klik sel lalu tanda panah di kanannya. Catatan kecil di samping sel menjelaskan isinya."),
    ("Biarkan kosong", "Bila datanya belum ada, kosongkan selnya. Tidak perlu menulis strip atau nol."),
    ("Periksa warna", "Sel merah muda berarti masih wajib diisi. Lengkapi sebelum mengirim."),
)
COLOURS = (
    (style.REQUIRED, "Judul gelap, bertanda *", "Kolom wajib diisi."),
    (style.OPTIONAL, "Judul terang", "Kolom boleh kosong."),
    (style.EXAMPLE, "Kuning muda", "Baris CONTOH: hanya contoh, tidak ikut terbaca. Boleh dihapus."),
    (style.MISSING, "Merah muda", "Sel wajib yang masih kosong pada baris yang sudah mulai diisi."),
    (style.HELD, "Ungu muda", "Baris yang bulan lalu ditahan, seperti Anda tulis. Perbaiki dahulu, lalu ikut dikirim."),
    (style.FILLED_IN, "Abu-abu", "Sudah kami isi; jangan diganti."),
)
WRITING = (
    (
        "Tanggal",
        "Hari, bulan, tahun: 15/11/2026 atau 15 November 2026. Selnya berupa teks, jadi Excel tidak mengubahnya.",
    ),
    (
        "Nomor",
        "NIB, NIK, NPWP, KBLI, telepon, P-IRT, halal, dan barcode ditulis lengkap dengan nol di depan. "
        "Selnya berupa teks.",
    ),
    ("Uang", "Angka rupiah saja, misalnya 1500000. Titik pemisah ribuan muncul sendiri."),
)
KEYS = (
    "Kode",
    "Setiap usaha punya satu kode, misalnya {key}, yang tetap sama setiap bulan. "
    "Produknya memakai kode itu ditambah nomor: {key}-01.",
)
PLACES = ("Desa/Kelurahan", "Pilih kecamatan dahulu; daftar desa mengikuti kecamatan pada baris itu.")
PASTING = (
    "Menempel data",
    "Pakai Tempel Khusus > Nilai (Paste Special > Values) agar daftar pilihan dan format sel tidak hilang.",
)
SENDING = (
    "Simpan sebagai Excel (.xlsx), lalu kirim ke tempat kiriman yang biasa dipakai, misalnya folder masuk.",
    "Nama berkas bebas. Yang dibaca adalah lembar Identitas di dalamnya.",
    "Anda akan menerima buku kerja ini kembali dengan lembar Perbaikan: apa yang perlu diperbaiki dan caranya.",
    "Perlu memperbaiki? Kirim ulang seluruh buku kerja. Kiriman terakhir untuk satu bulan yang berlaku.",
)
ASKING = (
    "Ada yang kurang jelas? Balas pesan yang membawa templat ini; petugas provinsi akan menjawab. "
    "Arti setiap kolom ada di lembar Kamus."
)


def add_guide_sheet(
    workbook: Workbook,
    kind: WorkbookKind,
    office: str,
    period: str,
    key: str,
    footer: str,
    notes: Sequence[str] = (),
    coming: Sequence[str] = (),
) -> None:
    """Writes the guide as the first sheet. ``office`` and ``period`` are in words, ``key`` is an example key of the
    office. ``notes`` say by when and how this office sends, and whom it may ask; ``coming`` says which rules will
    change.
    """
    sheet = workbook.create_sheet(TITLE, 0)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = style.GUIDE
    for letter, width in zip("ABC", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    row = _heading(sheet, kind.title, f"{office}  ·  {period}")
    row = _section(sheet, row, "Cara mengisi", STEPS, numbered=True)
    row = _colours(sheet, row)
    row = _section(sheet, row, "Cara menulis", _writing(kind, key))
    row = _section(sheet, row, "Lembar dalam buku kerja ini", _sheets(kind))
    if coming:
        row = _lines(sheet, row, "Yang akan berubah", coming)
    row = _lines(sheet, row, "Cara mengirim", [*notes, *SENDING])
    _lines(sheet, row, "Bertanya", (ASKING,))
    style.set_up_print(sheet, repeat_header=False, footer=footer)
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToHeight = 1


def _writing(kind: WorkbookKind, key: str) -> list[tuple[str, str]]:
    kinds = [column.kind for sheet in kind.sheets for column in sheet.columns]
    lines = list(WRITING)
    if any(isinstance(kind_, Key) for kind_ in kinds):
        lines.append((KEYS[0], KEYS[1].format(key=key)))
    if any(isinstance(kind_, Desa) for kind_ in kinds):
        lines.append(PLACES)
    return [*lines, PASTING]


def _sheets(kind: WorkbookKind) -> list[tuple[str, str]]:
    lines = [(f"{COVER_TITLE} *", "Pengirim, periode, dan petugas.")]
    for sheet in kind.sheets:
        lines.append((f"{sheet.title} *" if sheet.required else sheet.title, sheet.about))
    return [*lines, ("Kamus", "Arti setiap kolom, pilihan, rentang, dan contohnya.")]


def _heading(sheet: Worksheet, title: str, subtitle: str) -> int:
    for row, text, size, height in ((1, title, 20, 36), (2, subtitle, 12, 24)):
        for column in range(1, 4):
            sheet.cell(row, column).fill = style.fill(style.REQUIRED)
        cell = sheet.cell(row, 1, text)
        cell.font = style.font(bold=row == 1, size=size, colour="FFFFFF")
        cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
        sheet.row_dimensions[row].height = height
    return 4


def _title(sheet: Worksheet, row: int, text: str) -> int:
    sheet.cell(row, 1, text).font = style.font(bold=True, size=13, colour=style.REQUIRED)
    sheet.row_dimensions[row].height = 22
    return row + 1


def _section(
    sheet: Worksheet, row: int, title: str, lines: Sequence[tuple[str, str]], *, numbered: bool = False
) -> int:
    row = _title(sheet, row, title)
    for number, (name, text) in enumerate(lines, start=1):
        if numbered:
            mark = sheet.cell(row, 1, number)
            mark.font = style.font(bold=True, colour=style.REQUIRED)
            mark.alignment = Alignment(horizontal="center", vertical="top")
        _text(sheet, row, 2, name, bold=True)
        _text(sheet, row, 3, text)
        row += 1
    return row + 1


def _colours(sheet: Worksheet, row: int) -> int:
    row = _title(sheet, row, "Arti warna")
    for colour, name, text in COLOURS:
        swatch = sheet.cell(row, 1)
        swatch.fill, swatch.border = style.fill(colour), style.BOX
        _text(sheet, row, 2, name, bold=True)
        _text(sheet, row, 3, text)
        row += 1
    return row + 1


def _lines(sheet: Worksheet, row: int, title: str, lines: Sequence[str]) -> int:
    row = _title(sheet, row, title)
    for text in lines:
        sheet.cell(row, 1, "•").alignment = Alignment(horizontal="center", vertical="top")
        sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=3)
        _text(sheet, row, 2, text, room=WIDTHS[1] + WIDTHS[2])
        row += 1
    return row + 1


def _text(sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False, room: int | None = None) -> None:
    cell = sheet.cell(row, column, text)
    cell.font = style.font(bold=bold)
    cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
    lines = -(-len(text) // ((room or WIDTHS[column - 1]) + 8))
    sheet.row_dimensions[row].height = max(sheet.row_dimensions[row].height or 0, 4 + 15 * lines)
