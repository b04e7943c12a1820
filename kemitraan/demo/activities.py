"""What happens in an invented month: curation, mentoring, partnerships. Frames as in ``kemitraan.demo.regency``."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kemitraan.demo.regency import frame
from kemitraan.demo.values import Values
from schemas.contracts import CONTRACTS


def _words(sheet: str, column: str) -> tuple[str, ...]:
    """The words that a column of a regency's workbook lists: those of the oldest version, which the weights below
    follow.
    """
    return CONTRACTS.versions[0].kind("regency").sheet(sheet)[column].kind.offered()


TOPICS = _words("Pendampingan", "topik")
PATTERNS = _words("Kemitraan", "pola")
STAGES = _words("Kemitraan", "tahap")
DOCUMENTS = _words("Kemitraan", "jenis_dokumen")
OBSTACLES = _words("Kemitraan", "kendala")
AGREED, STOPPED = STAGES.index("Kesepakatan"), STAGES.index("Berhenti")
RETAILERS = ("Alfamidi", "Alfamart", "Indomaret")
SCORES = ("skor_legalitas", "skor_kemasan", "skor_kualitas", "skor_kapasitas", "skor_harga")
MENTORS = ("Hasnah Paloloang", "Kadir Tandiwata H.", "Puspita Buntulebu", "Ciwang Salukanan M.")
CURATORS = ("Tim Kurasi Sarewali", "Tim Kurasi Rannuang", "Tim Kurasi Sanggaria")
NOTES = (
    "Perlu perbaikan label",
    "Kemasan standing pouch 100 g",
    "Kunjungan ulang bulan depan",
    "Jumlah produksi masih terbatas",
    "Sudah disepakati; menunggu tanda tangan",
    "Dibahas bersama dinas",
)


def make_kurasi(values: Values, produk: pd.DataFrame, count: int, first_day: date, last_day: date) -> pd.DataFrame:
    """Curation of ``count`` different products between two days. The verdict follows the mean of the scores."""
    keys = produk["kode_produk"].tolist()
    scores = values.rng.integers(55, 97, (count, len(SCORES)))
    means = scores.mean(axis=1).round(1).tolist()
    return frame(
        kode_produk=[keys[index] for index in values.distinct(len(keys), count)],
        tanggal=values.days(first_day, last_day, count),
        kurator=values.pick(CURATORS, count),
        **{name: scores[:, index].tolist() for index, name in enumerate(SCORES)},
        nilai_akhir=values.some(means, 0.8),
        hasil=["Lolos" if mean >= 72 else "Pembinaan" if mean >= 66 else "Tidak Lolos" for mean in means],
        catatan=values.some(values.pick(NOTES, count), 0.6),
    )


def make_pendampingan(values: Values, umkm: pd.DataFrame, count: int, first_day: date, last_day: date) -> pd.DataFrame:
    """Mentoring between two days, no business twice for one topic."""
    keys = umkm["kode_umkm"].tolist()
    pairs = [divmod(index, len(TOPICS)) for index in values.distinct(len(keys) * len(TOPICS), count)]
    return frame(
        kode_umkm=[keys[business] for business, _ in pairs],
        tanggal=values.days(first_day, last_day, count),
        topik=[TOPICS[topic] for _, topic in pairs],
        pendamping=values.pick(MENTORS, count),
        hasil=values.some(values.pick(NOTES, count), 0.8),
        tindak_lanjut=values.some(values.pick(NOTES, count), 0.5),
        tanggal_tindak_lanjut=values.some(values.days(last_day, date(last_day.year + 1, 1, 31), count), 0.3),
    )


def make_kemitraan(values: Values, produk: pd.DataFrame, count: int, year: int) -> pd.DataFrame:
    """Partnerships, each product at most once with each retailer, with documents from Kesepakatan on."""
    products, owners = produk["kode_produk"].tolist(), produk["kode_umkm"].tolist()
    pairs = [divmod(index, len(RETAILERS)) for index in values.distinct(len(products) * len(RETAILERS), count)]
    stage = values.pick(range(len(STAGES)), count, (4, 4, 3, 3, 2, 2, 4, 0.5))
    agreed = [AGREED <= index < STOPPED for index in stage]
    supplying = [STAGES[index] == "Memasok" for index in stage]
    starts = values.days(date(year, 1, 5), date(year, 9, 28), count)
    ends = [date(start.year + 2, start.month, min(start.day, 28)) for start in starts]
    hindered = zip(values.pick(OBSTACLES, count), values.pick(OBSTACLES, count), strict=True)
    numbers = values.whole(1, 999, count)
    documents = values.pick(DOCUMENTS[:4], count)
    return frame(
        kode_umkm=[owners[product] for product, _ in pairs],
        kode_produk=[products[product] for product, _ in pairs],
        usaha_besar=[RETAILERS[retailer] for _, retailer in pairs],
        pola=values.pick(PATTERNS, count, (1, 1, 0.3, 4, 3, 6, 1, 1, 0.3, 0.3)),
        tahap=[STAGES[index] for index in stage],
        jenis_dokumen=[kind if is_agreed else "Belum Ada" for is_agreed, kind in zip(agreed, documents, strict=True)],
        nomor_dokumen=[
            f"{number:03d}/PKS/{year}" if is_agreed else None for is_agreed, number in zip(agreed, numbers, strict=True)
        ],
        tanggal_mulai=[start if is_agreed else None for is_agreed, start in zip(agreed, starts, strict=True)],
        tanggal_berakhir=[end if is_agreed else None for is_agreed, end in zip(agreed, ends, strict=True)],
        jumlah_gerai=values.where(supplying, lambda mask: values.whole(2, 40, mask)),
        nilai_kontrak=values.where(agreed, lambda mask: values.rupiah(60e6, 0.7, 1_000_000, mask, 10**9)),
        nilai_realisasi=values.where(supplying, lambda mask: values.rupiah(4e6, 0.6, 50_000, mask, 10**8)),
        kendala=values.some([", ".join(sorted({hindrance, other})) for hindrance, other in hindered], 0.5),
        catatan=values.some(values.pick(NOTES, count), 0.4),
    )
