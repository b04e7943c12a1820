-- Counted businesses with their size class now and twelve months before, as known on the same moment.
SELECT
    'dim_umkm' AS source,
    u.office,
    u.row_key,
    COALESCE(o.name, u.office) AS nama_kabupaten,
    d.kelas AS kelas_dulu,
    k.kelas AS kelas_kini
FROM (
    SELECT f.office, f.row_key, MAX(CASE WHEN f.period <= b.period THEN f.period END) AS dulu, MAX(f.period) AS kini
    FROM sudut_pandang v
    INNER JOIN dim_bulan b ON b.urutan = v.urutan - 12
    CROSS JOIN fct_kelas f
    GROUP BY f.office, f.row_key
) t
INNER JOIN dim_umkm u ON u.office = t.office AND u.row_key = t.row_key AND u.keadaan <> 'lama'
INNER JOIN fct_kelas d ON d.office = t.office AND d.row_key = t.row_key AND d.period = t.dulu
INNER JOIN fct_kelas k ON k.office = t.office AND k.row_key = t.row_key AND k.period = t.kini
LEFT JOIN dim_office o ON o.code = u.office
