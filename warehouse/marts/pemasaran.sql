-- Sales in South Sulawesi by month and partner.
SELECT
    period,
    office,
    kode_mitra,
    nama_mitra,
    COUNT(DISTINCT kode_produk) AS jumlah_produk,
    CAST(COALESCE(SUM(unit_terjual), 0) AS BIGINT) AS unit_terjual,
    CAST(COALESCE(SUM(nilai_penjualan_rp), 0) AS BIGINT) AS nilai_penjualan_rp,
    CAST(COALESCE(SUM(unit_retur), 0) AS BIGINT) AS unit_retur
FROM mart_pemasaran_rows
GROUP BY period, office, kode_mitra, nama_mitra
