-- The newest curation of each product.
SELECT
    'fct_kurasi' AS source,
    k.office,
    k.row_key,
    COALESCE(o.name, k.office) AS nama_kabupaten,
    k.hasil,
    k.kode_produk,
    k.tanggal,
    COALESCE(
        k.nilai_akhir,
        (k.skor_legalitas + k.skor_kemasan + k.skor_kualitas + k.skor_kapasitas + k.skor_harga) / 5
    ) AS skor
FROM fct_kurasi k
INNER JOIN (
    SELECT office, kode_produk, MAX(tanggal) AS tanggal FROM fct_kurasi GROUP BY office, kode_produk
) n ON n.office = k.office AND n.kode_produk = k.kode_produk AND n.tanggal = k.tanggal
LEFT JOIN dim_office o ON o.code = k.office
