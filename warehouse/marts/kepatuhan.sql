-- Compliance: what each regency sent for each period for which any office sent something.
WITH diterima AS (
    SELECT
        r.*,
        ROW_NUMBER() OVER (
            PARTITION BY r.office, r.period ORDER BY r.received_at DESC, r.attempt DESC, r.row_key DESC
        ) AS dari_akhir
    FROM mart_kepatuhan_rows r
),

pernah_berlaku AS (
    SELECT r.office, r.period, MIN(r.received_at) AS pertama_diterima
    FROM mart_kepatuhan_rows r
    CROSS JOIN sudut_pandang v
    WHERE EXISTS (SELECT 1 FROM in_force f WHERE f.submission_id = r.row_key AND f.live_from <= v.known_on)
    GROUP BY r.office, r.period
)

SELECT
    o.code AS office,
    o.name AS nama_kabupaten,
    t.period,
    COALESCE(j.jumlah_kiriman, 0) AS jumlah_kiriman,
    b.batas,
    a.pertama_diterima,
    CASE
        WHEN a.pertama_diterima < b.batas_lewat THEN 1
        WHEN a.pertama_diterima IS NOT NULL THEN 0
        WHEN v.known_on >= b.batas_lewat THEN 0
    END AS tepat_waktu,
    n.hasil,
    n.baris,
    n.baris_diterima,
    n.baris_ditahan,
    CASE WHEN n.row_key IS NOT NULL THEN COALESCE(c.fatal, 0) END AS temuan_fatal,
    CASE WHEN n.row_key IS NOT NULL THEN COALESCE(c.error, 0) END AS temuan_error,
    CASE WHEN n.row_key IS NOT NULL THEN COALESCE(c.withheld, 0) END AS temuan_ditahan,
    CASE WHEN n.row_key IS NOT NULL THEN COALESCE(c.warning, 0) END AS temuan_peringatan,
    l.row_key AS kiriman_berlaku
FROM dim_office o
CROSS JOIN sudut_pandang v
CROSS JOIN (SELECT DISTINCT period FROM mart_kepatuhan_rows) t
INNER JOIN dim_bulan b ON b.period = t.period
LEFT JOIN (
    SELECT office, period, COUNT(DISTINCT sha256) AS jumlah_kiriman FROM mart_kepatuhan_rows GROUP BY office, period
) j ON j.office = o.code AND j.period = t.period
LEFT JOIN diterima n ON n.office = o.code AND n.period = t.period AND n.dari_akhir = 1
LEFT JOIN pernah_berlaku a ON a.office = o.code AND a.period = t.period
LEFT JOIN (
    SELECT
        f.submission_id,
        SUM(CASE WHEN f.severity = 'fatal' THEN 1 ELSE 0 END) AS fatal,
        SUM(CASE WHEN f.severity = 'error' THEN 1 ELSE 0 END) AS error,
        SUM(CASE WHEN f.severity = 'withheld' THEN 1 ELSE 0 END) AS withheld,
        SUM(CASE WHEN f.severity = 'warning' THEN 1 ELSE 0 END) AS warning
    FROM diterima d
    INNER JOIN finding f ON f.submission_id = d.row_key
    WHERE d.dari_akhir = 1
    GROUP BY f.submission_id
) c ON c.submission_id = n.row_key
LEFT JOIN (
    SELECT
        r.office,
        r.period,
        r.row_key,
        ROW_NUMBER() OVER (
            PARTITION BY r.office, r.period ORDER BY r.received_at DESC, r.attempt DESC, r.row_key DESC
        ) AS dari_akhir
    FROM mart_kepatuhan_rows r
    WHERE r.berlaku = 1
) l ON l.office = o.code AND l.period = t.period AND l.dari_akhir = 1
WHERE o.kind = 'regency'
