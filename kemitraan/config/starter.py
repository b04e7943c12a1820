"""The contents of a new home: its settings with comments, and a first page to read."""

STARTER_CONFIG = """\
# Setelan Kemitraan Sulbar.
# Baris yang diawali # adalah keterangan atau contoh; hapus tanda # untuk memakainya.
# Sesudah mengubah berkas ini jalankan `kemitraan status`: setiap kesalahan disebut dengan nomor barisnya.
# Kata sandi tidak boleh ditulis di sini. Tulis rujukannya: "env:NAMA" atau "prefect-secret:nama".

[settings]
timezone = "Asia/Makassar"          # WITA; dipakai untuk menentukan "hari ini"
due_day = 5                         # batas kirim: tanggal sekian bulan berikutnya
remind_days_before = 3              # sekian hari sebelum batas kirim kantor yang belum mengirim diingatkan lewat surel
# contact = "Seksi UMKM Provinsi, telepon 0426-000000"  # siapa yang dapat ditanya kantor; disebut di setiap surat
pass_mark = 70                      # nilai lolos kurasi
# warehouse = "env:GUDANG_URL"      # gudang data lain (PostgreSQL); bila kosong: gudang/gudang.sqlite
# archive = "arsip"                 # arsip semua kiriman: folder, atau alamat seperti "s3://ember/arsip"
# workers = 2                       # berapa kiriman diperiksa bersamaan; bila kosong: sebanyak inti prosesor
# task_runner = "threads"           # "threads", atau "dask": gugus Dask (perlu PostgreSQL dan paket prefect-dask)
# dask_scheduler = "tcp://10.20.30.40:8786"  # gugus Dask yang sudah menyala; bila kosong: dibuat di komputer ini
# own_homes = false                 # true: setiap komputer punya rumah sendiri; bersama hanya gudang, arsip, dan server

[settings.score_weights]            # bobot kelima skor kurasi
legalitas = 1
kemasan = 1
kualitas = 1
kapasitas = 1
harga = 1

[settings.review]                   # kapan kiriman menunggu keputusan petugas
quarantined_share = 0.5             # lebih dari separuh barisnya ditahan; 1 = tidak pernah
fewer_rows_share = 0.33             # lebih dari sepertiga baris yang berlaku tidak ada lagi di dalamnya; 1 = tidak pernah
least_lost_rows = 5                 # baris hilang yang lebih sedikit dari ini tidak ditunda; jawabannya menyebutnya
same_rows_share = 0.9               # hampir sama dengan yang sudah berlaku, mungkin salah bulan; 1 = tidak pernah
least_rows = 10                     # kiriman yang lebih kecil dari ini tidak dinilai dari bagiannya
decide_within_days = 5              # sesudah sekian hari tanpa keputusan: ditolak, dan pengirim diberi tahu

# [settings.limits]                 # batas ukuran satu buku kerja
# packed_mib = 25
# unpacked_mib = 500
# ratio = 200
# sheets = 50
# rows = 200000
# columns = 200

# [maintenance]                     # pemeliharaan: cadangan, dan pemeriksaan arsip
# backup = "/mnt/cadangan/kemitraan"  # folder cadangan gudang dan setelan, sebaiknya di cakram lain; kosong: tidak ada
# keep_backups = 14                 # berapa cadangan terakhir yang disimpan
# keep_reports_days = 400           # laporan di laporan/ yang lebih lama dari sekian hari dihapus
# verify_files = 500                # berapa berkas arsip dicocokkan dengan sidiknya setiap kali

# [forgetting]                      # hak untuk dilupakan, dan masa simpan
# days = 3                          # permintaan hapus dilaksanakan sesudah sekian hari
# keep_archive_months = 60          # berkas arsip yang tidak berlaku lagi; kosong: disimpan seterusnya
# keep_sealed_months = 60           # data pribadi di gudang dari kiriman yang tidak berlaku lagi
# keep_quarantine_months = 24       # isi baris yang ditahan
# keep_log_months = 60              # siapa membaca data pribadi

# [health]                          # `kemitraan health`: kapan sesuatu perlu dilihat orang
# consolidation_hours = 26          # konsolidasi terakhir paling lama sekian jam yang lalu
# backup_hours = 26                 # cadangan terakhir paling lama sekian jam yang lalu
# least_free_mib = 2048             # ruang cakram yang harus tetap bebas
# notify = "ti@sulbar.example"      # petugas TI yang disurati, lewat server di [mail]

# [report]                          # laporan kemitraan setiap bulan
# recipients = ["kadis@sulbar.example"]  # yang menerimanya lewat surel: salinan forum, tanpa nama usaha
# transport_days = 7                # anggapan: hari dari produsen sampai di rak ritel
# units_per_outlet = 30             # anggapan: unit satu produk yang terjual di satu gerai sebulan
# in_process_months = 6             # berapa bulan ritel diminta menerima produk yang izinnya masih diproses

# [report.lists]                    # siapa mendapat daftar usaha dan produk yang mana; [] berarti tidak seorang pun
# ready = ["ritel"]                 # produk yang siap dan belum terdaftar, dengan nama usahanya: lembar ritel dan Excel-nya
# visits = ["kantor", "kabupaten"]  # siapa yang dikunjungi: salinan kantor, lembar kabupaten
# rows = ["kantor", "forum"]        # baris di balik angka, menurut kodenya
# supplies = ["kantor", "forum"]    # produk mana memasok permintaan mana
# businesses = ["kantor"]           # nama semua usaha yang dihitung (data)
# partners = ["kantor", "forum"]    # nama mitra di Sulawesi Selatan (data)
# names = []                        # "kantor", "kabupaten": nama usaha dan produk di samping kodenya

# [[rules]]                         # aturan yang dipertajam; coba dahulu dengan `kemitraan shadow`. Kantor diberi tahu sebelumnya
# code = "score.below_pass"         # kode aturannya
# error_from = "2027-03"            # mulai laporan bulan ini barisnya ditahan; sebelumnya tetap peringatan
# Aturan baru diberi juga warning_from: mulai laporan bulan itu menjadi peringatan; sebelumnya tidak berkata apa-apa.

# Kantor pengirim. slug: nama folder dan nama di perintah; code: kode Kemendagri.
# Tanpa [[offices.sources]], kiriman ditaruh di masuk/<slug>/ dan balasannya ada di keluar/<slug>/.

[[offices]]
slug = "pasangkayu"
code = "76.01"
name = "Kabupaten Pasangkayu"
# email = "dinas@pasangkayu.example"    # alamat dinas untuk pemberitahuan
# owes = true                           # wajib lapor setiap bulan; bila kosong: ya, kecuali provinsi
# gives_codes = true                    # kabupaten ini tidak memakai kode usaha: beri kodenya

# Contoh folder jaringan, lengkap dengan setelannya:
# [[offices.sources]]
# type = "folder"
# inbox = "/mnt/berbagi/pasangkayu/masuk"
# outbox = "/mnt/berbagi/pasangkayu/keluar"
# pattern = "*"               # hanya nama berkas seperti ini, misalnya "*.xlsx"
# settle_seconds = 2          # berkas yang baru saja berubah dilihat dua kali
# patience_seconds = 600      # selama ini berkas yang belum utuh ditunggu
# done = "move"               # "move": pindah ke selesai/; "leave": biarkan di tempatnya

[[offices]]
slug = "mamuju"
code = "76.02"
name = "Kabupaten Mamuju"

[[offices]]
slug = "mamasa"
code = "76.03"
name = "Kabupaten Mamasa"

[[offices]]
slug = "polewali-mandar"
code = "76.04"
name = "Kabupaten Polewali Mandar"

[[offices]]
slug = "majene"
code = "76.05"
name = "Kabupaten Majene"

[[offices]]
slug = "mamuju-tengah"
code = "76.06"
name = "Kabupaten Mamuju Tengah"

# Kolaborator di Sulawesi Selatan.

[[offices]]
slug = "sulsel-makassar"
code = "73.71"
name = "Kota Makassar, Sulawesi Selatan"

[[offices]]
slug = "sulsel-parepare"
code = "73.72"
name = "Kota Parepare, Sulawesi Selatan"

# Provinsi sendiri: persyaratan setiap ritel.

[[offices]]
slug = "provinsi"
code = "76"
name = "Provinsi Sulawesi Barat"
"""

STARTER_README = """\
BACA DULU

Ini rumah Kemitraan Sulbar: setelan, kiriman, balasan, arsip, dan gudang data di satu tempat.

  kemitraan.toml   setelan dan daftar kantor
  masuk/<kantor>/  taruh kiriman kantor itu di sini; yang sudah diambil pindah ke selesai/
  keluar/<kantor>/ balasan untuk kantor itu
  arsip/           semua berkas yang pernah masuk, apa adanya
  gudang/          gudang data
  acuan/           mitra, alias wilayah, judul kolom, dan padanan kata yang ditambahkan petugas
  kerja/           berkas sementara
  kunci            kunci rahasia untuk menyamarkan NIK

Langkah pertama:

  1. kemitraan template --office majene --period 2026-11    membuat templat
  2. taruh buku kerja yang sudah diisi di masuk/majene/
  3. kemitraan run                                          memeriksa dan memuat
  4. lihat balasannya di keluar/majene/

Rumah ini memuat data pribadi, jadi hanya dapat dibuka pemiliknya (mode 0700). Bila sebuah kantor menaruh
kiriman lewat folder bersama, buka hanya masuk/<kantor>/ dan keluar/<kantor>/ miliknya, atau arahkan
inbox dan outbox di kemitraan.toml ke folder bersama itu.

Cadangkan `kunci` di tempat terpisah yang aman. Tanpa kunci yang sama, pemilik usaha yang sama tidak
dikenali lagi dari NIK-nya. Jangan kirim `kunci` lewat surel atau obrolan.
"""
