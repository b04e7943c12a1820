-- Submissions with their office's name and counts.
SELECT
    'submission' AS source,
    s.office,
    s.id AS row_key,
    COALESCE(o.name, s.office) AS nama_pengirim,
    s.kind AS jenis,
    s.period,
    s.outcome,
    s.state,
    s.received_at,
    COALESCE((SELECT SUM(h."rows") FROM submission_sheet h WHERE h.submission_id = s.id), 0) AS baris,
    CASE
        WHEN s.outcome = 'rejected' THEN 0
        ELSE COALESCE((SELECT SUM(h.accepted_rows) FROM submission_sheet h WHERE h.submission_id = s.id), 0)
    END AS baris_diterima,
    COALESCE((SELECT SUM(h.quarantined_rows) FROM submission_sheet h WHERE h.submission_id = s.id), 0) AS baris_ditahan,
    CASE
        WHEN EXISTS (SELECT 1 FROM in_force f WHERE f.submission_id = s.id AND f.live_to IS NULL) THEN 1
        ELSE 0
    END AS berlaku
FROM submission s
LEFT JOIN dim_office o ON o.code = s.office
WHERE s.period IS NOT NULL AND s.belongs_to IS NULL
