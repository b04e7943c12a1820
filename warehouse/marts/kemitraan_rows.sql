-- Counted partnerships as they stand; a realisation only where it was stated for the period itself.
SELECT
    'fct_kemitraan' AS source,
    k.office,
    k.row_key,
    COALESCE(o.name, k.office) AS nama_kabupaten,
    k.usaha_besar,
    k.tahap,
    k.kode_umkm,
    k.kode_produk,
    k.period,
    k.jumlah_gerai AS penempatan,
    k.nilai_kontrak AS nilai_kontrak_rp,
    CASE WHEN k.period = s.period THEN k.nilai_realisasi END AS nilai_realisasi_rp
FROM fct_kemitraan k
CROSS JOIN sudut_pandang s
LEFT JOIN dim_office o ON o.code = k.office
WHERE k.keadaan <> 'lama'
