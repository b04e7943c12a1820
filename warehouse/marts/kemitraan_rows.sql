-- Partnerships as they stand, with the names of their dimensions.
-- Grain:   one partnership (usaha, produk, usaha besar) of a regency.
-- Columns: source, office, row_key (the row) · nama_kabupaten · usaha_besar · tahap · kode_umkm · jumlah_gerai ·
--          nilai_kontrak_rp · nilai_realisasi_rp (of the month it was last reported for)
-- Owner:   provinsi
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
