-- Sales in South Sulawesi as stated for each single month.
SELECT
    'fct_pemasaran_bulanan' AS source,
    f.office,
    f.row_key,
    f.period,
    f.kode_mitra,
    m.nama_mitra,
    f.kode_produk,
    f.unit_terjual,
    f.nilai_penjualan AS nilai_penjualan_rp,
    f.unit_retur
FROM fct_pemasaran_bulanan f
LEFT JOIN dim_mitra m ON m.office = f.office AND m.row_key = f.kode_mitra
