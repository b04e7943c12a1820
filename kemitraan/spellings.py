"""The page for officers on what they may type and how it is read (``docs/officer/cara-menulis.md``).

The spellings are listed here; the readers' results stand beside them. ``make docs`` writes the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from kemitraan.references import shipped_reference
from schemas.context import Circumstances, Context
from schemas.contracts import CONTRACTS
from schemas.indonesian import grouped
from schemas.kinds import Choice, Choices, Money, Number
from schemas.kinds.bare import is_refused
from schemas.kinds.reading import IN_PROCESS, Reading
from schemas.messages import title
from schemas.messages.wording import value_words
from schemas.model import Column, Sheet
from schemas.period import Period

_OFFICE, _PERIOD = "76.05", Period(2026, 11)
_INTRODUCTION = """# Cara menulis isian

Paling aman: angka saja di sel angka, tanggal seperti `5 November 2026`, dan kata dari daftar pilihan. Yang ditulis lain pun terbaca selama artinya hanya satu.
Halaman ini dibuat dari program yang membaca buku kerja Anda: kolom kedua berisi yang dicatat.

- **Diberitahukan** berarti nilainya dipakai, dan balasan menyebutkan nilai yang dipakai itu di lembar Perbaikan. Bila sudah benar, biarkan.
- **Tidak dibaca** berarti artinya dua atau tidak jelas. Nilainya tidak kami tebak: tulis ulang dengan salah satu cara di atasnya.
- Di kolom mana pun boleh ada tanda petik di sekitar isian, satu titik atau koma di ujungnya, nama kolomnya di depan (`NIB: …`), dan keterangan dalam kurung di belakangnya.
"""


@dataclass(frozen=True)
class Topic:
    """One table: a heading, the column that reads the spellings, the heading of the results, and a word of advice.
    Spellings that are read alike share a line.
    """

    heading: str
    column: str
    spellings: tuple[str, ...]
    beside: str | None = None
    advice: str = ""


def _topic(heading: str, column: str, spellings: str, **extra_spellings: str) -> Topic:
    return Topic(heading, column, tuple(spellings.split(" ¦ ")), **extra_spellings)


# fmt: off
TOPICS = (
    _topic("Uang setahun, misalnya Omzet Tahunan", "UMKM.omzet_tahunan", "150.000.000 ¦ 150000000 ¦ Rp 150.000.000,- ¦ IDR 150,000,000.00 ¦ 150 000 000 ¦ 150 juta ¦ 1,5 jt ¦ 2,5 milyar ¦ 2 M ¦ 500 ribu ¦ 500k ¦ 1 T ¦ Rp 0 ¦ Rp - ¦ 150.000.000 (seratus lima puluh juta rupiah) ¦ 5 juta/bulan ¦ 60 juta per tahun ¦ ± 150 juta ¦ 150 jutaan ¦ 1,500 ¦ 12,5 ¦ 1.500 jt ¦ 150.000 ribu ¦ 5-10 juta ¦ < 50 juta ¦ lima juta ¦ 500.000/hari", advice="Titik memisahkan ribuan. Bila memakai `juta` atau `miliar`, koma boleh untuk desimal."),
    _topic("Harga", "Produk.harga_jual", "15.000 ¦ Rp 15.000,- ¦ @ Rp 15.000 ¦ 15 ribu ¦ 15.000/pcs ¦ 15 ribuan ¦ 15.000-20.000 ¦ 180.000 per lusin"),
    _topic("Jumlah orang", "UMKM.tenaga_kerja_l", "3 ¦ 3 (tiga) ¦ 3 orang ¦ ± 3 orang ¦ 1.500 ¦ - ¦ 3-4 ¦ tiga ¦ 2,5"),
    _topic("Kapasitas per Bulan", "Produk.kapasitas_bulanan", "500 ¦ 5 ribu ¦ 500 bungkus/bulan ¦ 1.000 pcs ¦ 50 per minggu ¦ 50 lusin"),
    _topic("Masa Simpan (hari)", "Produk.masa_simpan_hari", "30 ¦ 30 hari ¦ 2 minggu ¦ 6 bulan ¦ 1 tahun ¦ ± 6 bulan ¦ 3-6 bulan ¦ setahun", advice="Sebulan dihitung 30 hari, setahun 365 hari."),
    _topic("Isi Bersih, di sebelah satuan g", "Produk.isi_bersih", "250 ¦ 75,5 ¦ 75.5 ¦ 250 gr ¦ 1,5 kg ¦ 1.500 ¦ 250 ml ¦ 1/4 kg", beside="g"),
    _topic("Tahun", "UMKM.tahun_berdiri", "2013 ¦ Tahun 2013 ¦ sejak 2013 ¦ 12/05/2013 ¦ 2013-2015 ¦ 10 tahun"),
    _topic("Tanggal", "Kurasi.tanggal", "5 November 2026 ¦ 05/11/2026 ¦ 5-11-2026 ¦ 5 - 11 - 2026 ¦ 2026-11-05 ¦ 2026.11.05 ¦ 5 Nop. 2026 ¦ 3 Agt 2026 ¦ 5/XI/2026 ¦ Kamis, 5 November 2026 ¦ Majene, 5 November 2026 ¦ 5 November 2026 pukul 10.30 WITA ¦ 5/11/26 ¦ 5-7 November 2026 ¦ 5 dan 6 November 2026 ¦ 28 s.d 29 November 2026 ¦ Jumat, 5 November 2026 ¦ 12/25/2026 ¦ 31/02/2026 ¦ November 2026 ¦ 5 November", advice="Hari dahulu, lalu bulan. Dari beberapa hari dipakai yang pertama."),
    _topic("NIB", "UMKM.nib", "9120001112223 ¦ 9120 0011 12223 ¦ NIB: 9120001112223 ¦ 9120001112223 (OSS) ¦ belum ada ¦ dalam proses ¦ 912000111222 ¦ 9120001112223/9120001112224 ¦ ada"),
    _topic("NIK", "UMKM.nik_pemilik", "7605015708459999 ¦ 7605 0157 0845 9999 ¦ NIK 7605015708459999 ¦ tidak punya KTP ¦ 760501570845999 ¦ 7,60502E+15"),
    _topic("NPWP", "UMKM.npwp", "01.234.567.4-831.000 ¦ NPWP: 012345674831000 ¦ belum punya ¦ 01.234.567.4-831"),
    _topic("Telepon", "UMKM.telepon", "081234567890 ¦ 0812-3456-7890 ¦ +62 812 3456 7890 ¦ WA 081234567890 ¦ wa.me/6281234567890 ¦ (0422) 21234 ¦ 081234567890 / 081234567891 ¦ 0812", advice="Dari beberapa nomor dipakai yang pertama. Nomor yang tidak terbaca disimpan seperti yang Anda tulis."),
    _topic("KBLI", "UMKM.kbli", "10792 ¦ 10.792 ¦ C10792 ¦ 10792 - Industri kue basah ¦ KBLI 10792 ¦ 10792, 10710 ¦ Industri kue"),
    _topic("P-IRT", "Produk.pirt", "206760501000131 ¦ P-IRT No. 2067605010001-31 ¦ belum ada ¦ proses ¦ ada ¦ 20676050100013"),
    _topic("BPOM MD", "Produk.md", "MD 867031001234 ¦ BPOM RI MD 867031001234 ¦ MD. 867031001234 ¦ 867031001234"),
    _topic("Sertifikat Halal", "Produk.halal", "ID76110001234560126 ¦ ID-76110001234560126 ¦ No. Halal ID76110001234560126 ¦ belum ¦ sedang diurus ¦ sudah"),
    _topic("Barcode", "Produk.gtin", "8991234567891 ¦ Barcode: 8991234567891 ¦ 8991234567892"),
    _topic("Kode usaha", "UMKM.kode_umkm", "MJN-0001 ¦ mjn - 0001 ¦ MJN–0001 ¦ MJN0001 ¦ PLM-0001"),
    _topic("Bidang Usaha", "UMKM.bidang_usaha", "Makanan dan Minuman ¦ Makanan/Minuman ¦ Kuliner ¦ Handicraft ¦ Pertanian/Perkebunan ¦ Makanann ¦ Peternakan", advice="Huruf besar, spasi, dan tanda baca tidak dibedakan. Kata lain yang sering dipakai kantor Anda dapat ditambahkan oleh provinsi."),
    _topic("Bentuk Usaha", "UMKM.bentuk_usaha", "CV ¦ C.V. ¦ UD. ¦ PT. Perorangan ¦ Perseorangan ¦ PERSEORANGAN (BELUM ADA LEGALITAS) ¦ KUB"),
    _topic("Jenis Kelamin", "UMKM.jenis_kelamin", "L ¦ Laki - Laki ¦ wanita ¦ L/P"),
    _topic("Satuan", "Produk.satuan", "g ¦ gr. ¦ Kg ¦ botol ¦ dus ¦ lbr ¦ meter"),
    _topic("Ya atau tidak", "Produk.label_komposisi", "Ya ¦ ✓ ¦ sudah ¦ ada ¦ Tidak ¦ belum ¦ x ¦ sebagian"),
    _topic("Beberapa pilihan, misalnya Kendala", "Kemitraan.kendala", "Harga; Kemasan ¦ Kemasan dan Harga ¦ Kemasan, Modal"),
    _topic("Kecamatan", "UMKM.kecamatan", "Banggae ¦ Kec. Banggae ¦ 76.05.01 ¦ Bangae"),
)
# fmt: on


def to_markdown() -> str:
    """The whole page."""
    return f"{_INTRODUCTION}\n" + "\n".join("\n".join(_table(topic)) for topic in TOPICS)


def readings(topic: Topic) -> Iterator[tuple[str, Reading]]:
    """Each spelling of a topic with the result of its column's reader, for Majene and November 2026."""
    contract = CONTRACTS.newest
    circumstances = Circumstances(contracts=CONTRACTS, reference=shipped_reference(), today=date(2026, 11, 30))
    context = Context(circumstances, contract, _OFFICE, _PERIOD)
    column = _column(topic)[1]
    for spelling in topic.spellings:
        if column.kind.beside:
            yield spelling, column.kind.reader_beside(column, context)(spelling, topic.beside)
        else:
            yield spelling, column.kind.reader(column, context)(spelling)


def _column(topic: Topic) -> tuple[Sheet, Column]:
    title, _, name = topic.column.partition(".")
    sheets = [sheet for kind in CONTRACTS.newest.kinds for sheet in kind.sheets]
    sheet = next(sheet for sheet in sheets if sheet.title == title)
    return sheet, sheet[name]


def _table(topic: Topic) -> Iterator[str]:
    yield f"## {topic.heading}\n"
    if topic.advice:
        yield f"{topic.advice}\n"
    yield "| yang ditulis | yang dicatat | keterangan |\n|---|---|---|"
    column = _column(topic)[1]
    alike: dict[tuple[str, str], list[str]] = {}
    for spelling, reading in readings(topic):
        alike.setdefault((_value(column, reading), _remark(reading)), []).append(f"`{spelling}`")
    for (value, remark), spelling in alike.items():
        yield f"| {' · '.join(spelling)} | {value} | {remark} |"
    yield ""


def _value(column: Column, reading: Reading) -> str:
    if is_refused(reading):
        return "tidak dibaca"
    if reading.value is None:
        return "kosong"
    return "dalam proses" if reading.value == IN_PROCESS else _words(column, reading.value)


def _words(column: Column, value: Any) -> str:
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, date):
        return value_words(value.isoformat())
    if isinstance(column.kind, Number):
        text = str(value) if column.kind.display == "year" else grouped(value)
        return f"Rp{text}" if isinstance(column.kind, Money) else text
    if column.kind.is_place:
        return shipped_reference().place_names[value]
    return value if isinstance(column.kind, Choice | Choices) else f"`{value}`"


def _remark(reading: Reading) -> str:
    """The remark about the value, and the value that is offered instead."""
    if not reading.issues:
        return ""
    issue_titles = ", ".join(title(issue.code) for issue in reading.issues)
    if not is_refused(reading):
        return f"diberitahukan: {issue_titles}"
    suggestion = reading.issues[0].suggestion
    return f"{issue_titles}; saran: {value_words(suggestion)}" if suggestion is not None else issue_titles


if __name__ == "__main__":
    print(to_markdown(), end="")
