"""Sheet UMKM: the businesses that a regency mentors."""

from schemas.contract_2026_1.choices import UMKM_KEY_ALIASES
from schemas.contract_2026_1.measures import PERSONS, RUPIAH_A_YEAR
from schemas.kinds import (
    Choice,
    Coordinate,
    Desa,
    Email,
    Integer,
    Kbli,
    Kecamatan,
    Key,
    Money,
    Nib,
    Nik,
    Npwp,
    Phone,
    Sex,
    Text,
    Year,
    words,
)
from schemas.model import Column, Sheet

FIELD = Choice(
    words(
        "Makanan dan Minuman (kuliner, mamin)",
        "Fesyen dan Tenun (fashion, sutra, tenun)",
        "Kriya (kerajinan)",
        "Pertanian dan Perkebunan",
        "Perikanan",
        "Jasa",
        "Perdagangan",
        "Lainnya (lain-lain)",
    )
)
LEGAL_FORM = Choice(words("Perorangan", "UD", "CV", "PT", "PT Perorangan", "Koperasi", "Firma", "Belum Ada"))
SEX = Sex(words("L (laki-laki, pria, lk)", "P (perempuan, wanita, pr)"))
SCALE = Choice(words("Mikro", "Kecil", "Menengah"))

# fmt: off
UMKM = Sheet(
    "UMKM", "umkm", "Usaha mikro, kecil, dan menengah binaan kabupaten; satu baris satu usaha.",
    aliases=("Data UMKM", "Daftar UMKM"), required=True, key=("kode_umkm",),
    columns=(
        Column("kode_umkm", "Kode UMKM", Key(), "Kode usaha dengan awalan kabupaten, misalnya MJN-0001.", required=True, aliases=UMKM_KEY_ALIASES),
        Column("nib", "NIB", Nib(), "Nomor Induk Berusaha, 13 angka. NIB atau NIK pemilik harus terisi.", aliases=("Nomor Induk Berusaha", "No. NIB", "No NIB"), restricted=True),
        Column("nik_pemilik", "NIK Pemilik", Nik(), "Nomor KTP pemilik, 16 angka, ditulis sebagai teks.", aliases=("NIK", "No. KTP"), personal=True),
        Column("nama_usaha", "Nama Usaha", Text(), "Nama usaha seperti pada izin atau papan nama.", required=True, aliases=("Nama UMKM", "Nama IKM", "Nama Pelaku Usaha"), restricted=True),
        Column("nama_pemilik", "Nama Pemilik", Text(), "Nama lengkap pemilik.", required=True, aliases=("Pemilik",), personal=True),
        Column("jenis_kelamin", "Jenis Kelamin", SEX, "L untuk laki-laki, P untuk perempuan.", aliases=("L/P", "JK"), restricted=True),
        Column("telepon", "Telepon", Phone(), "Nomor telepon atau WhatsApp pemilik.", aliases=("No HP", "No HP / WA", "No. Telp", "Nomor WA"), personal=True),
        Column("email", "Email", Email(), "Alamat surel usaha.", aliases=("E-mail", "Surel"), personal=True),
        Column("alamat", "Alamat", Text(), "Jalan dan nomor tempat usaha.", aliases=("Alamat Usaha",), personal=True),
        Column("kecamatan", "Kecamatan", Kecamatan(), "Nama atau kode kecamatan tempat usaha.", required=True, aliases=("Kec",)),
        Column("desa", "Desa/Kelurahan", Desa(), "Nama atau kode desa/kelurahan di dalam kecamatan itu.", required=True, aliases=("Desa", "Kelurahan", "Desa / Kel")),
        Column("kbli", "KBLI", Kbli(), "Kode KBLI 5 angka, edisi 2020 atau 2025.", aliases=("Kode KBLI",)),
        Column("bidang_usaha", "Bidang Usaha", FIELD, "Bidang usaha, dipilih dari daftar.", required=True, aliases=("Jenis Usaha", "Sektor")),
        Column("bentuk_usaha", "Bentuk Usaha", LEGAL_FORM, "Bentuk badan usaha.", aliases=("Badan Usaha",)),
        Column("tahun_berdiri", "Tahun Berdiri", Year(1900, 9999), "Tahun usaha mulai berjalan.", aliases=("Thn Berdiri",)),
        Column("modal_usaha", "Modal Usaha (Rp)", Money(0, 10**12), "Modal usaha dalam rupiah, di luar tanah dan bangunan.", aliases=("Modal",), restricted=True),
        Column("omzet_tahunan", "Omzet Tahunan (Rp)", Money(0, 10**12, measure=RUPIAH_A_YEAR), "Hasil penjualan setahun dalam rupiah.", required=True, aliases=("Omset", "Omzet", "Omset Tahunan (Rp)", "Omset/Tahun"), restricted=True),
        Column("tenaga_kerja_l", "Tenaga Kerja L", Integer(0, 10_000, measure=PERSONS), "Jumlah pekerja laki-laki.", aliases=("TK Pria", "Tenaga Kerja Laki-laki"), group=("Tenaga Kerja", "L")),
        Column("tenaga_kerja_p", "Tenaga Kerja P", Integer(0, 10_000, measure=PERSONS), "Jumlah pekerja perempuan.", aliases=("TK Wanita", "Tenaga Kerja Perempuan"), group=("Tenaga Kerja", "P")),
        Column("skala", "Skala Usaha", SCALE, "Skala menurut omzet: Mikro sampai 2 miliar, Kecil sampai 15 miliar, Menengah sampai 50 miliar (PP 7/2021).", aliases=("Skala", "Kelas Usaha")),
        Column("npwp", "NPWP", Npwp(), "Nomor Pokok Wajib Pajak, 15 atau 16 angka.", personal=True),
        Column("lintang", "Lintang", Coordinate(-3.6, -0.8), "Garis lintang tempat usaha, misalnya -3.54.", aliases=("Latitude",), restricted=True),
        Column("bujur", "Bujur", Coordinate(118.7, 119.9), "Garis bujur tempat usaha, misalnya 118.97.", aliases=("Longitude",), restricted=True),
    ),
)
