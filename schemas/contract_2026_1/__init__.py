"""Contract 2026.1, whole and immutable. Later knowledge (aliases, partners, exemptions) is dated data, not code."""

from schemas.contract_2026_1.kemitraan import KEMITRAAN
from schemas.contract_2026_1.kurasi import KURASI
from schemas.contract_2026_1.pendampingan import PENDAMPINGAN
from schemas.contract_2026_1.persyaratan import PERSYARATAN
from schemas.contract_2026_1.produk import PRODUK
from schemas.contract_2026_1.rules import ROW_RULES
from schemas.contract_2026_1.sulsel import MITRA, PEMASARAN, PERMINTAAN
from schemas.contract_2026_1.umkm import UMKM
from schemas.model import Contract, CoverField, Office, WorkbookKind

PERIOD = CoverField("periode", "Periode", "period", required=True)
OFFICER = CoverField("petugas", "Petugas", "text", required=True)
TEMPLATE_VERSION = CoverField("versi_templat", "Versi Templat", "version")
INSTITUTION = CoverField("instansi", "Instansi", "text", required=True)

REGENCY = WorkbookKind(
    "regency",
    "Laporan bulanan kabupaten",
    "Buku kerja bulanan sebuah kabupaten di Sulawesi Barat.",
    cover=(
        CoverField("kabupaten", "Kabupaten", "office", required=True),
        PERIOD,
        OFFICER,
        CoverField("jabatan", "Jabatan", "text"),
        CoverField("telepon", "Telepon", "text"),
        CoverField("tanggal_kirim", "Tanggal Kirim", "text"),
        TEMPLATE_VERSION,
    ),
    sheets=(UMKM, PRODUK, KURASI, PENDAMPINGAN, KEMITRAAN),
)
SULSEL = WorkbookKind(
    "sulsel",
    "Laporan bulanan mitra Sulawesi Selatan",
    "Buku kerja bulanan seorang kolaborator di Sulawesi Selatan.",
    cover=(
        INSTITUTION,
        CoverField("kabupaten", "Kabupaten/Kota", "office", required=True),
        PERIOD,
        OFFICER,
        TEMPLATE_VERSION,
    ),
    sheets=(MITRA, PERMINTAAN, PEMASARAN),
)
RETAIL = WorkbookKind(
    "retail",
    "Persyaratan ritel",
    "Persyaratan pemasok setiap ritel, dirawat oleh provinsi.",
    cover=(INSTITUTION, PERIOD, OFFICER, TEMPLATE_VERSION),
    sheets=(PERSYARATAN,),
)

CONTRACT = Contract(
    version="2026.1",
    since="2026-01",
    kinds=(REGENCY, SULSEL, RETAIL),
    rules=ROW_RULES,
    regencies=(
        Office("76.01", "Pasangkayu", "PKY", "regency"),
        Office("76.02", "Mamuju", "MMJ", "regency"),
        Office("76.03", "Mamasa", "MMS", "regency"),
        Office("76.04", "Polewali Mandar", "PLM", "regency"),
        Office("76.05", "Majene", "MJN", "regency"),
        Office("76.06", "Mamuju Tengah", "MTG", "regency"),
    ),
    collaborator_prefix="SSL",
)
