-- Counted businesses with their size class now and twelve months before, as known on the same moment.
SELECT
    'dim_umkm' AS source,
    u.office,
    u.row_key,
    COALESCE(o.name, u.office) AS nama_kabupaten,
    d.kelas AS kelas_dulu,
    k.kelas AS kelas_kini
FROM dim_umkm u
INNER JOIN (
    SELECT f.office, f.row_key, f.kelas, ROW_NUMBER() OVER (PARTITION BY f.office, f.row_key ORDER BY f.period DESC) AS n
    FROM fct_kelas f
) k ON k.office = u.office AND k.row_key = u.row_key AND k.n = 1
INNER JOIN (
    SELECT f.office, f.row_key, f.kelas, ROW_NUMBER() OVER (PARTITION BY f.office, f.row_key ORDER BY f.period DESC) AS n
    FROM fct_kelas f
    CROSS JOIN sudut_pandang v
    INNER JOIN dim_bulan b ON b.urutan = v.urutan - 12
    WHERE f.period <= b.period
) d ON d.office = u.office AND d.row_key = u.row_key AND d.n = 1
LEFT JOIN dim_office o ON o.code = u.office
WHERE u.keadaan <> 'lama'
