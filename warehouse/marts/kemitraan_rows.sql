-- Partnerships as they stand, with the names of their dimensions.
SELECT
    'fct_kemitraan' AS source,
    k.office,
    k.row_key,
    COALESCE(o.name, k.office) AS nama_kabupaten,
    k.usaha_besar,
    k.tahap,
    k.kode_umkm,
    k.jumlah_gerai,
    k.nilai_kontrak AS nilai_kontrak_rp,
    k.nilai_realisasi AS nilai_realisasi_rp
FROM fct_kemitraan k
LEFT JOIN dim_office o ON o.code = k.office
