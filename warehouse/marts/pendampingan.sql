-- Mentoring by regency, month and topic.
SELECT office, nama_kabupaten, bulan, topik, COUNT(*) AS jumlah_kegiatan, COUNT(DISTINCT kode_umkm) AS jumlah_umkm
FROM mart_pendampingan_rows
GROUP BY office, nama_kabupaten, bulan, topik
