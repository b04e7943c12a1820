-- Readiness for each retailer, by regency and category.
WITH baris AS MATERIALIZED (
    SELECT ritel, office, kategori, kurang, kurang_pasti, sudah_memasok FROM mart_kesiapan_rows
)

SELECT
    g.ritel,
    g.office,
    COALESCE(o.name, g.office) AS nama_kabupaten,
    g.kategori,
    g.jumlah_produk,
    g.siap,
    g.siap_atas,
    g.kurang_satu,
    g.kurang_dua,
    g.kurang_banyak,
    g.sudah_memasok,
    g.siap_belum_memasok
FROM (
    SELECT
        ritel,
        office,
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
    GROUP BY office, kategori, ritel
) g
LEFT JOIN dim_office o ON o.code = g.office
