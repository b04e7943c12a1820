"""What every figure of the report means, part by part: the definitions page is made from this, and a test holds it
against what the parts have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.partnership.ageing import Ageing
from reports.partnership.carried import Assumptions, Carried, Keeps, Lacking
from reports.partnership.changes import ChangeCause, FigureChange
from reports.partnership.compared import Compared, Then
from reports.partnership.effect import Effect
from reports.partnership.headline import Headline
from reports.partnership.in_process import Accepted
from reports.partnership.market import Assignment, Served, Supply
from reports.partnership.mentoring import CurvePoint, Plan, PlannedVisit
from reports.partnership.not_known import NotKnown
from reports.partnership.obstacles import Obstacle, Obstacles
from reports.partnership.one_step import OneStep
from reports.partnership.pooled import Part, PooledOrder
from reports.partnership.telling import Decision, Figure, Sentence
from reports.partnership.unlock import Best, Pair, Single, Step, Unlock, Where


@dataclass(frozen=True)
class Defined:
    """A part of the report: its key in the data, its title and meaning, and what each of its fields means, by the
    dataclass that has them.
    """

    key: str
    title: str
    about: str
    fields: Mapping[type, Mapping[str, str]]


_RITEL = "nama lengkap ritel"
_KABUPATEN = "kode kabupaten"
_OPENS = {
    "membuka": "produk yang kurang sesuatu, dan tidak kurang apa-apa selain himpunan itu",
    "membuka_atas": "sama, bila yang tidak diketahui dan yang ditahan di luar himpunan itu ternyata terpenuhi",
}
_RECEIPT = "kode angkanya: `kemitraan trace` dengan kode ini menghitungnya lagi dan menunjukkan barisnya"

DEFINITIONS: tuple[Defined, ...] = (
    Defined(
        "headline",
        "Angka utama",
        "Angka-angka yang dikutip lebih dulu, masing-masing dengan penyebutnya bila sebuah bagian.",
        {
            Headline: {
                "id": "nama tetap angka itu",
                "words": "artinya dalam kata",
                "value": "nilainya; dari sebuah bagian, pembilangnya",
                "numerator": "pembilang; kosong bila bukan bagian",
                "denominator": "penyebut: yang dihitung seluruhnya; kosong bila bukan bagian",
                "receipt": _RECEIPT,
            }
        },
    ),
    Defined(
        "perbandingan",
        "Enam angka di samping bulan lalu dan tahun lalu",
        "Sama seperti angka utama, seperti diketahui pada saat yang sama. Salinan forum tidak membandingkan uang antarbulan.",
        {
            Compared: {
                "id": "nama tetap angka itu",
                "words": "artinya dalam kata",
                "value": "nilainya bulan ini",
                "denominator": "penyebutnya; kosong bila bukan bagian",
                "receipt": _RECEIPT,
                "bulan_lalu": "angkanya bulan lalu; kosong bila belum ada datanya",
                "tahun_lalu": "angkanya pada bulan yang sama tahun lalu; kosong bila belum ada datanya",
                "kata": "kedua selisihnya dalam kata",
            },
            Then: {
                "period": "bulannya",
                "value": "nilainya bulan itu",
                "denominator": "penyebutnya bulan itu",
                "receipt": "kode angkanya bulan itu",
                "selisih": "nilai bulan ini dikurangi nilai bulan itu",
            },
        },
    ),
    Defined(
        "hambatan",
        "Bagian setiap persyaratan dari hambatannya",
        "Produk yang kurang n persyaratan dihitung 1/n pada masing-masing, jadi bagiannya menjumlah tepat menjadi produk yang belum "
        "siap.",
        {
            Obstacles: {
                "ritel": _RITEL,
                "belum_siap": "produk yang kurang paling sedikit satu persyaratan wajib; penyebut semua bagian",
                "penyebut": "bilangan yang membuat setiap 1/n bulat: jumlah `pembilang` adalah `belum_siap` kali ini",
                "persyaratan": "persyaratannya, bagian terbesar lebih dulu",
            },
            Obstacle: {
                "persyaratan": "namanya",
                "golongan": "siapa yang dapat mengubahnya: `hukum`, `ritel`, `kita`",
                "produk": "produk yang kurang persyaratan itu, sendirian atau bersama yang lain",
                "sendirian": "di antaranya yang kurang itu saja",
                "pembilang": "bagiannya, dalam per `penyebut`",
                "bagian": "`pembilang` dibagi `penyebut`",
            },
        },
    ),
    Defined(
        "pembukaan",
        "Yang terbuka bila daftar persyaratan lebih ringan",
        "Atas semua himpunan persyaratan wajib yang ada datanya; tepat, bukan perkiraan. Kepada ritel hanya diusulkan `terbaik_ritel`.",
        {
            Unlock: {
                "ritel": _RITEL,
                "tanpa": "setiap persyaratan sendirian",
                "pasangan": "setiap pasangan",
                "terbaik": "untuk setiap banyaknya persyaratan, himpunan yang membuka paling banyak",
                "terbaik_ritel": "sama, hanya dari persyaratan yang dapat diubah ritel sendiri",
                "ambang": "setiap ambang pada nilai-nilai yang menambah produk",
            },
            Single: {
                "persyaratan": "namanya",
                "golongan": "siapa yang dapat mengubahnya: `hukum`, `ritel`, `kita`",
                "dapat_dinegosiasikan": "1 bila daftarnya sendiri berkata dapat dinegosiasikan",
                **_OPENS,
                "menurut": "yang terbuka menurut kabupaten dan kategori",
            },
            Where: {"office": _KABUPATEN, "kategori": "kategori produk", "membuka": "produk yang terbuka di situ"},
            Pair: {"persyaratan": "kedua namanya", **_OPENS},
            Best: {
                "k": "banyaknya persyaratan",
                "persyaratan": "namanya; dari beberapa yang setara, yang pertama menurut abjad",
                **_OPENS,
                "pilihan_setara": "himpunan sebanyak itu yang membuka sama banyaknya, termasuk ini",
            },
            Step: {
                "persyaratan": "namanya",
                "nilai": "ambang yang baru",
                "membuka": "produk yang pasti kurang ambang itu saja dan memenuhi yang baru",
            },
        },
    ),
    Defined(
        "selama_proses",
        "Kewajiban hukum yang sedang diproses",
        "Tentang kewajiban hukum ritel hanya diminta menerima produk selama izinnya diproses, sampai suatu tanggal.",
        {
            Accepted: {
                "ritel": _RITEL,
                "persyaratan": "kewajiban hukum yang diwajibkan ritel itu",
                "proses": "produk yang belum memenuhinya karena masih diproses",
                "membuka": "di antaranya yang tidak kurang apa-apa lagi",
                "sampai": "akhir bulan, sekian bulan (`bulan_proses`) sesudah bulan laporan",
            }
        },
    ),
    Defined(
        "anggapan",
        "Anggapan",
        "Yang tidak tercatat di buku kerja mana pun; diatur di `[report]` dalam setelan, dan tertulis di kode angka yang memakainya.",
        {
            Assumptions: {
                "hari_jalan": "hari dari produsen sampai di rak (`transport_days`)",
                "unit_per_gerai": "unit satu produk yang terjual di satu gerai sebulan (`units_per_outlet`)",
                "bulan_proses": "bulan penerimaan selama proses (`in_process_months`)",
            }
        },
    ),
    Defined(
        "beban",
        "Yang akan ditanggung ritel",
        "Dari setiap himpunan `terbaik_ritel` sampai tiga persyaratan yang membuka sesuatu: seperti apa produk yang terbuka.",
        {
            Carried: {
                "ritel": _RITEL,
                "persyaratan": "himpunannya",
                "membuka": "produk yang terbuka; penyebut semua angka di sini",
                "kurang": "berapa di antaranya yang kurang setiap persyaratan",
                "masa_simpan": "produk menurut sisa masa simpannya sesudah `hari_jalan`",
                "gerai": "gerai yang dapat dilayani kapasitas semuanya, setiap produk dibulatkan ke bawah",
                "tanpa_kapasitas": "produk yang kapasitasnya tidak diketahui; tidak terhitung pada `gerai`",
                "anggapan": "anggapan yang dipakai",
            },
            Lacking: {
                "persyaratan": "namanya",
                "tidak": "produk yang pasti kurang itu",
                "belum_pasti": "produk yang tidak diketahui atau ditahan untuk itu",
            },
            Keeps: {
                "habis": "tidak bersisa",
                "hari_1_29": "1 sampai 29 hari",
                "hari_30_89": "30 sampai 89 hari",
                "hari_90_lebih": "90 hari atau lebih",
                "tidak_diketahui": "masa simpannya tidak diketahui",
            },
        },
    ),
    Defined(
        "satu_langkah",
        "Tinggal selangkah",
        "Produk yang kurang satu persyaratan saja.",
        {
            OneStep: {
                "ritel": _RITEL,
                "persyaratan": "yang kurang itu",
                "office": _KABUPATEN,
                "jumlah": "produk",
                "nilai_rp": "kapasitas sebulan kali harga jual, dijumlahkan; tanpa kapasitas 0. Tidak di salinan forum",
                "topik": "pendampingan yang memperbaikinya; kosong bila tidak ada (tinggal dikurasi)",
                "tidak_pasti": "di antaranya yang mungkin sudah terpenuhi: tidak diketahui atau ditahan",
            }
        },
    ),
    Defined(
        "rencana",
        "Rencana pendampingan",
        "Satu kunjungan memperbaiki satu topik pada satu usaha, untuk semua produk dan ritelnya. Rencana dengan nilai terbesar; "
        "tepat.",
        {
            Plan: {
                "office": _KABUPATEN,
                "kunjungan": "kunjungan yang dapat dibuat",
                "nilai_rp": "nilai produk yang terbuka, masing-masing sekali. Tidak di salinan forum",
                "produk": "produk yang kini tidak siap untuk ritel mana pun, dan lalu siap untuk paling sedikit satu",
                "visits": "kunjungannya, sesedikit yang mencapai nilai itu",
                "kurva": "rencana terbaik dengan kunjungan lebih sedikit",
            },
            PlannedVisit: {
                "kode_umkm": "usahanya; kosong bagi yang tidak mendapatnya menurut setelan `[report.lists]`",
                "topik": "topiknya",
                "nama_usaha": "namanya, bagi yang membaca nama menurut setelan itu; selain itu kosong",
            },
            CurvePoint: {
                "kunjungan": "banyaknya kunjungan",
                "nilai_rp": "nilai terbesar dengan kunjungan sebanyak itu. Tidak di salinan forum",
                "produk": "produk yang terbuka olehnya",
            },
        },
    ),
    Defined(
        "dampak",
        "Setelah pendampingan",
        "Persyaratan yang tiga bulan lalu belum terpenuhi pada produk yang dihitung pada kedua bulan. Pengamatan, bukan sebab.",
        {
            Effect: {
                "topik": "topik yang memperbaikinya",
                "dibantu": "1 bila usahanya didampingi pada topik itu sejak itu",
                "jumlah": "persyaratan yang dulu belum terpenuhi, setiap produk dan ritel; penyebutnya",
                "terpenuhi_kini": "di antaranya yang kini terpenuhi atau tidak berlaku lagi",
                "bawah": "batas bawah Wilson 95 % dari bagiannya",
                "atas": "batas atasnya",
            }
        },
    ),
    Defined(
        "pasar",
        "Pasar Sulawesi Selatan",
        "Pembagian kapasitas kepada permintaan yang paling banyak bernilai. Produk cocok bila kategori, izin, satuan, dan harganya "
        "memenuhi permintaan.",
        {
            Assignment: {
                "nilai_rp": "nilai jual semuanya. Tidak di salinan forum",
                "terpenuhi": "setiap permintaan yang berlaku",
                "pasokan": "produk mana memasok permintaan mana",
            },
            Served: {
                "office": "kode kolaborator",
                "kode_permintaan": "permintaannya",
                "volume": "yang diminta sebulan, dalam satuannya; penyebut `terpasok`",
                "terpasok": "yang dapat dipasok",
            },
            Supply: {
                "office": _KABUPATEN,
                "kode_produk": "produknya",
                "kode_permintaan": "permintaannya",
                "jumlah": "unit produk",
            },
        },
    ),
    Defined(
        "pesanan_bersama",
        "Pesanan bersama",
        "Permintaan yang menurut pembagian itu dilayani lebih dari satu usaha. Usaha menurut catatan kabupaten: yang tercatat di dua "
        "kabupaten dihitung dua kali.",
        {
            PooledOrder: {
                "office": "kode kolaborator yang meminta",
                "kode_permintaan": "permintaannya",
                "volume": "yang diminta sebulan, dalam satuannya",
                "terpasok": "yang dapat dipasok bersama; penyebut setiap bagian",
                "usaha": "usaha yang memasoknya",
                "kabupaten": "kabupaten yang memasoknya",
                "sendiri": "paling banyak yang dapat dipasok satu usaha sendirian, dengan semua produknya yang cocok",
                "nilai_rp": "nilai jualnya. Tidak di salinan forum",
                "bagian": "menurut kabupaten",
            },
            Part: {
                "office": _KABUPATEN,
                "usaha": "usahanya yang memasok",
                "terpasok": "yang mereka pasok",
                "persen": "itu dari `terpasok` seluruhnya, dalam persen",
            },
        },
    ),
    Defined(
        "tidak_diketahui",
        "Bagian yang tidak diketahui",
        "Dari produk setiap kabupaten, yang tidak dapat dikatakan siap atau tidak. Kurasi yang belum pernah dilakukan adalah "
        "pekerjaan kita, bukan isian yang kurang, jadi dihitung sendiri.",
        {
            NotKnown: {
                "office": _KABUPATEN,
                "produk": "produk yang dihitung; penyebutnya",
                "tidak_diketahui": "produk yang paling sedikit satu persyaratan wajib dari salah satu ritel, selain kurasi, "
                "berkeadaan `tidak_diketahui` atau `ditahan`",
                "persen": "`tidak_diketahui` dari `produk`, dalam persen",
                "belum_dikurasi": "produk yang kurasinya diwajibkan salah satu ritel dan belum pernah dilakukan",
            }
        },
    ),
    Defined(
        "umur_corong",
        "Berapa lama kemitraan menunggu di tahapnya",
        "Kemitraan yang dihitung dan belum memasok, menurut hari dari akhir bulan yang pertama menyebut tahapnya sampai akhir bulan "
        "laporan.",
        {
            Ageing: {
                "usaha_besar": "nama lengkap usaha besar",
                "tahap": "tahapnya kini",
                "jumlah": "kemitraan; jumlah keempat berikutnya",
                "di_bawah_30": "kurang dari 30 hari",
                "hari_30_59": "30 sampai 59 hari",
                "hari_60_89": "60 sampai 89 hari",
                "hari_90_lebih": "90 hari atau lebih",
            }
        },
    ),
    Defined(
        "perubahan",
        "Yang berubah sejak bulan lalu",
        "Angka menurut sebab, seperti `kemitraan diff`; sebab-sebab sebuah angka menjumlah tepat menjadi selisihnya. Yang terlalu "
        "besar untuk dijelaskan di sini disebut perintahnya di `perubahan_lain`. Uang tidak ada di salinan forum.",
        {
            FigureChange: {
                "words": "artinya dalam kata",
                "mart": "mart asalnya",
                "measure": "ukurannya",
                "kolom": "isi kolom mart yang dijumlahkan",
                "dari": "nilainya bulan lalu",
                "menjadi": "nilainya kini",
                "selisih": "`menjadi` dikurangi `dari`",
                "receipt_dari": "kode angkanya bulan lalu",
                "receipt": "kode angkanya kini",
                "causes": "sebab-sebabnya, yang terbesar lebih dulu",
            },
            ChangeCause: {
                "cause": "`submission` kiriman, `correction` koreksi, `withdrawal` dicabut, `carried` bulan berganti tanpa "
                "pernyataan baru, `rule` aturan",
                "office": "kode kantornya",
                "submission": "kirimannya; kosong bila tidak ada",
                "period": "bulannya",
                "rows": "baris yang berubah olehnya",
                "delta": "yang ditambahkannya pada selisih",
            },
        },
    ),
    Defined(
        "kalimat",
        "Ringkasan",
        "Paling banyak enam kalimat tentang enam angka, perubahan terbesar lebih dulu.",
        {
            Sentence: {
                "bagian": "kata dan angka berganti-ganti",
                "besar": "besar perubahannya dibagi nilai bulan lalu; menentukan urutannya",
            },
            Figure: {"value": "nilainya", "unit": "`angka` atau `rupiah`", "receipt": _RECEIPT},
        },
    ),
    Defined(
        "keputusan",
        "Yang diminta kepada forum",
        "Paling banyak lima: dua usul kepada ritel, dua rencana kabupaten, satu kurasi, masing-masing yang membuka paling banyak.",
        {
            Decision: {
                "dasar": "`usul` kepada ritel, `rencana` kabupaten, atau `kurasi`",
                "siapa": "yang diminta",
                "apa": "yang dilakukan",
                "angka": "berapa",
                "hasil": "apa yang dihitung angka itu",
                "sampai": "paling lambat: akhir bulan berikutnya",
            }
        },
    ),
)
"""The parts in the order of the page."""

ELSEWHERE = {
    "untuk": "untuk siapa salinannya: `kantor` (semuanya) atau `forum` (tanpa nama usaha; uang disamarkan)",
    "definition": "versi definisi",
    "period": "bulan laporan",
    "known_on": "seperti diketahui pada saat ini",
    "offices": "setiap kantor, bulan datanya yang terbaru (`period_data`), dan apakah dibawa dari bulan sebelumnya (`terbawa`)",
    "marts": "setiap mart; artinya ada di [kamus mart](kamus-mart.md). NIB dihitung seperti indikator Bappenas 02.10.005: "
    "usaha yang mempunyainya dari semua usaha",
    "perubahan_lain": "perintah yang menjelaskan perubahan yang terlalu besar untuk laporan",
    "uang": "yang disepakati dan yang terlaksana menurut usaha besar atau kantor; `disamarkan` 1 bila menunjuk pada satu atau dua "
    "usaha",
    "asal": "baris di balik setiap angka, sampai suatu batas; `nama` hanya bagi yang membaca nama menurut setelan `[report.lists]`, "
    "`menambah` kosong di salinan forum bila bukan 1",
}
"""The other keys of the data, each in words."""
