-- Partnerships as stated for each single month.
SELECT
    'fct_kemitraan_bulanan' AS source,
    k.office,
    k.row_key,
    k.period,
    COALESCE(o.name, k.office) AS nama_kabupaten,
    k.usaha_besar,
    k.tahap,
    CASE WHEN k.tahap = 'Memasok' THEN 1 ELSE 0 END AS memasok,
    k.nilai_realisasi AS nilai_realisasi_rp
FROM fct_kemitraan_bulanan k
LEFT JOIN dim_office o ON o.code = k.office
