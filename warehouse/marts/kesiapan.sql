-- Readiness for each retailer, by regency and category.
WITH baris AS MATERIALIZED (
    SELECT ritel, office, nama_kabupaten, kategori, kurang, kurang_pasti, sudah_memasok FROM mart_kesiapan_rows
)

SELECT
    ritel,
    office,
    nama_kabupaten,
    kategori,
    COUNT(*) AS jumlah_produk,
    SUM(CASE WHEN kurang = 0 THEN 1 ELSE 0 END) AS siap,
    SUM(CASE WHEN kurang_pasti = 0 THEN 1 ELSE 0 END) AS siap_atas,
    SUM(CASE WHEN kurang = 1 THEN 1 ELSE 0 END) AS kurang_satu,
    SUM(CASE WHEN kurang = 2 THEN 1 ELSE 0 END) AS kurang_dua,
    SUM(CASE WHEN kurang > 2 THEN 1 ELSE 0 END) AS kurang_banyak,
    SUM(sudah_memasok) AS sudah_memasok,
    SUM(CASE WHEN kurang = 0 AND sudah_memasok = 0 THEN 1 ELSE 0 END) AS siap_belum_memasok
FROM baris
GROUP BY ritel, office, nama_kabupaten, kategori
