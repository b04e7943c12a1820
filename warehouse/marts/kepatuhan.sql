-- Compliance: what each office sent for each period.
SELECT
    p.office,
    p.nama_pengirim,
    p.period,
    (SELECT COUNT(*) FROM mart_kepatuhan_rows k WHERE k.office = p.office AND k.period = p.period) AS jumlah_kiriman,
    n.row_key AS kiriman_terakhir,
    n.outcome,
    n.received_at,
    n.baris,
    n.baris_diterima,
    n.baris_ditahan,
    (
        SELECT f.submission_id
        FROM in_force f
        INNER JOIN submission b ON b.id = f.submission_id
        WHERE f.office = p.office AND f.period = p.period AND f.live_to IS NULL
        ORDER BY b.received_at DESC, b.attempt DESC, b.id DESC
        LIMIT 1
    ) AS kiriman_berlaku
FROM (
    SELECT o.code AS office, o.name AS nama_pengirim, t.period
    FROM dim_office o
    CROSS JOIN (SELECT DISTINCT period FROM submission WHERE period IS NOT NULL AND belongs_to IS NULL) t
    WHERE o.kind = 'regency'
    UNION
    SELECT office, nama_pengirim, period FROM mart_kepatuhan_rows
) p
LEFT JOIN mart_kepatuhan_rows n
    ON n.row_key = (
        SELECT s.id
        FROM submission s
        WHERE s.office = p.office AND s.period = p.period AND s.belongs_to IS NULL
        ORDER BY s.received_at DESC, s.attempt DESC, s.id DESC
        LIMIT 1
    )
