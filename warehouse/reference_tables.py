"""Tables of reference rows: regions, offices, months, stages, requirements, units, and what each column means."""

from __future__ import annotations

from sqlalchemy import Column, Date, Double, Integer, Table, Text

from warehouse.tables import metadata
from warehouse.times import Month, UtcDateTime

dim_wilayah = Table(
    "dim_wilayah",
    metadata,
    Column("code", Text, primary_key=True, comment="Kode Kemendagri."),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False, comment="provinsi, kabupaten, kota, kecamatan, desa, atau kelurahan."),
    Column("parent_code", Text),
    comment="Wilayah menurut Kepmendagri 2025: 76 sampai desa, 73 sampai kecamatan.",
)

dim_office = Table(
    "dim_office",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="Jenis buku kerja yang dikirimnya."),
    Column("prefix", Text, comment="Awalan kode usaha atau mitranya."),
    comment="Pengirim yang mungkin: enam kabupaten, kabupaten/kota Sulawesi Selatan, dan provinsi.",
)

dim_bulan = Table(
    "dim_bulan",
    metadata,
    Column("period", Month(), primary_key=True, comment="Bulan, YYYY-MM."),
    Column(
        "urutan", Integer, nullable=False, unique=True, comment="Nomor bulan: tahun kali 12 ditambah bulan, dari nol."
    ),
    Column("hari_awal", Date, nullable=False),
    Column("hari_akhir", Date, nullable=False),
    Column("batas", Date, nullable=False, comment="Batas kirim laporan bulan itu."),
    Column("batas_lewat", UtcDateTime(), nullable=False, comment="Saat batasnya lewat."),
    comment="Bulan-bulan dengan batas kirimnya.",
)

dim_tahap = Table(
    "dim_tahap",
    metadata,
    Column("tahap", Text, primary_key=True),
    Column("urutan", Integer, nullable=False, comment="1 Penjajakan sampai 7 Memasok; 8 Berhenti."),
    comment="Tahap kemitraan menurut urutannya.",
)

dim_persyaratan = Table(
    "dim_persyaratan",
    metadata,
    Column("persyaratan", Text, primary_key=True),
    Column("berlaku_mulai", Date, primary_key=True),
    Column("berlaku_sampai", Date),
    Column("golongan", Text, nullable=False, comment="Siapa yang dapat mengubahnya: hukum, kita, atau ritel."),
    Column("topik", Text, comment="Topik pendampingan yang memperbaikinya."),
    Column("di_luar_data", Integer, nullable=False, comment="1: tidak ada di buku kerja."),
    Column("untuk", Text, comment="Kategori produk yang dimintai; kosong: semua."),
    comment="Persyaratan ritel yang dikenal dan artinya.",
)

dim_konversi = Table(
    "dim_konversi",
    metadata,
    Column("dari", Text, primary_key=True, comment="Satuan."),
    Column("ke", Text, primary_key=True, comment="Satuan."),
    Column("isi", Double, nullable=False),
    Column("pembagi", Double, nullable=False, comment="Satu satuan asal sama dengan isi dibagi pembagi satuan tujuan."),
    comment="Satuan berat dan isi yang dapat saling diubah.",
)

dim_kamus = Table(
    "dim_kamus",
    metadata,
    Column("tabel", Text, primary_key=True, comment="Tabel, pandangan, atau mart."),
    Column("kolom", Text, primary_key=True),
    Column("urutan", Integer, nullable=False, comment="Tempat kolom itu, dari 1."),
    Column("jenis", Text, nullable=False),
    Column("satuan", Text),
    Column("arti", Text, nullable=False),
    Column("bila_kosong", Text, comment="Arti kolom yang kosong; kosong: tidak pernah, atau tidak diisi."),
    Column("kunci", Integer, nullable=False, comment="1: bagian dari kunci barisnya."),
    Column("dijumlahkan", Integer, nullable=False, comment="1: boleh dijumlahkan antarbaris."),
    Column("akses", Text, nullable=False, comment="terbuka, terbatas, atau pribadi."),
    comment="Arti setiap kolom mart dan tabel kini.",
)
