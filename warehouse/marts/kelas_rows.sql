-- Counted businesses with their turnover now and twelve months before, as known on the same moment.
SELECT
    'dim_umkm' AS source,
    q.office,
    q.row_key,
    COALESCE(o.name, q.office) AS nama_kabupaten,
    CASE
        WHEN q.dulu <= 2000000000 THEN 'Mikro'
        WHEN q.dulu <= 15000000000 THEN 'Kecil'
        WHEN q.dulu <= 50000000000 THEN 'Menengah'
        ELSE 'Besar'
    END AS kelas_dulu,
    CASE
        WHEN q.kini <= 2000000000 THEN 'Mikro'
        WHEN q.kini <= 15000000000 THEN 'Kecil'
        WHEN q.kini <= 50000000000 THEN 'Menengah'
        ELSE 'Besar'
    END AS kelas_kini
FROM (
    SELECT
        u.office,
        u.row_key,
        u.omzet_tahunan AS kini,
        (
            SELECT b.omzet_tahunan
            FROM in_force f
            INNER JOIN batch_umkm b ON b.submission_id = f.submission_id AND b.row_key = u.row_key
            WHERE f.office = u.office
              AND f.sheet = 'UMKM'
              AND f.live_from <= s.known_on
              AND (f.live_to IS NULL OR f.live_to > s.known_on)
              AND f.period <= s.setahun_lalu
            ORDER BY f.period DESC
            LIMIT 1
        ) AS dulu
    FROM dim_umkm u
    CROSS JOIN (
        SELECT v.known_on, b.period AS setahun_lalu
        FROM sudut_pandang v
        INNER JOIN dim_bulan b ON b.urutan = v.urutan - 12
    ) s
    WHERE u.keadaan <> 'lama'
) q
LEFT JOIN dim_office o ON o.code = q.office
WHERE q.dulu IS NOT NULL
