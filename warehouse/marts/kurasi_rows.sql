-- The newest curation of each counted product.
SELECT
    'fct_kurasi' AS source,
    k.office,
    k.row_key,
    COALESCE(o.name, k.office) AS nama_kabupaten,
    k.hasil,
    k.kode_produk,
    k.tanggal,
    k.skor
FROM kurasi_terbaru k
INNER JOIN dim_produk p ON p.office = k.office AND p.row_key = k.kode_produk AND p.keadaan <> 'lama'
LEFT JOIN dim_office o ON o.code = k.office
