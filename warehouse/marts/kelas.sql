-- Size classes now and twelve months before (PP 7/2021, by yearly turnover).
SELECT office, nama_kabupaten, kelas_dulu, kelas_kini, COUNT(*) AS jumlah_umkm
FROM mart_kelas_rows
GROUP BY office, nama_kabupaten, kelas_dulu, kelas_kini
