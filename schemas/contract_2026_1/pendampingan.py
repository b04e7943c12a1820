"""Sheet Pendampingan: the mentoring that businesses received."""

from schemas.contract_2026_1.choices import UMKM_KEY_ALIASES
from schemas.kinds import NOTE, Choice, Date, Key, Text, words
from schemas.model import Column, Sheet

TOPIC = Choice(words("Legalitas", "Kemasan", "Halal", "Produksi", "Pemasaran", "Keuangan", "Digital", "Lainnya"))

# fmt: off
PENDAMPINGAN = Sheet(
    "Pendampingan", "pendampingan", "Kegiatan pendampingan usaha; satu baris satu usaha, tanggal, dan topik.",
    aliases=("Data Pendampingan",), key=("kode_umkm", "tanggal", "topik"),
    columns=(
        Column("kode_umkm", "Kode UMKM", Key(), "Kode usaha yang didampingi; harus ada di lembar UMKM.", required=True, aliases=UMKM_KEY_ALIASES, reference="UMKM"),
        Column("tanggal", "Tanggal", Date(), "Tanggal kegiatan.", required=True, aliases=("Tgl", "Tanggal Kegiatan")),
        Column("topik", "Topik", TOPIC, "Topik pendampingan, dipilih dari daftar.", required=True, aliases=("Materi",)),
        Column("pendamping", "Pendamping", Text(), "Nama pendamping.", required=True, aliases=("Nama Pendamping",), restricted=True),
        Column("hasil", "Hasil", NOTE, "Hasil kegiatan.", restricted=True),
        Column("tindak_lanjut", "Tindak Lanjut", NOTE, "Rencana tindak lanjut.", aliases=("RTL",), restricted=True),
        Column("tanggal_tindak_lanjut", "Tanggal Tindak Lanjut", Date(future=True), "Tanggal rencana tindak lanjut."),
    ),
)
