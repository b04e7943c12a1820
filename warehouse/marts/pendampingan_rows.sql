-- Mentoring events up to the period's last day.
SELECT
    'fct_pendampingan' AS source,
    f.office,
    f.row_key,
    COALESCE(o.name, f.office) AS nama_kabupaten,
    SUBSTR(CAST(f.tanggal AS TEXT), 1, 7) AS bulan,
    f.topik,
    f.kode_umkm
FROM fct_pendampingan f
INNER JOIN sudut_pandang s ON f.tanggal <= s.akhir
LEFT JOIN dim_office o ON o.code = f.office
