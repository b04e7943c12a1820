-- Demands in South Sulawesi, and what could be supplied.
SELECT
    office,
    kode_permintaan,
    kategori,
    volume_bulanan,
    satuan,
    harga_maks,
    COUNT(kode_produk) AS produk_cocok,
    COALESCE(SUM(pasokan), 0) AS pasokan_cocok,
    CASE WHEN COALESCE(SUM(pasokan), 0) >= volume_bulanan THEN 1 ELSE 0 END AS cukup
FROM mart_permintaan_rows
GROUP BY office, kode_permintaan, kategori, volume_bulanan, satuan, harga_maks
