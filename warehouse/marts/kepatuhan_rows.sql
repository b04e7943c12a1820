-- Submissions received by then whose office and period could be read, with their counts.
SELECT
    'submission' AS source,
    s.office,
    s.id AS row_key,
    COALESCE(o.name, s.office) AS nama_kabupaten,
    s.kind AS jenis,
    s.period,
    s.sha256,
    s.outcome AS hasil,
    s.state,
    s.received_at,
    s.attempt,
    COALESCE((SELECT SUM(h."rows") FROM submission_sheet h WHERE h.submission_id = s.id), 0) AS baris,
    CASE
        WHEN s.outcome = 'rejected' THEN 0
        ELSE COALESCE((SELECT SUM(h.accepted_rows) FROM submission_sheet h WHERE h.submission_id = s.id), 0)
    END AS baris_diterima,
    COALESCE((SELECT SUM(h.quarantined_rows) FROM submission_sheet h WHERE h.submission_id = s.id), 0) AS baris_ditahan,
    CASE WHEN EXISTS (SELECT 1 FROM pernyataan_berlaku f WHERE f.submission_id = s.id) THEN 1 ELSE 0 END AS berlaku
FROM sudut_pandang v
INNER JOIN submission s
    ON s.period <= v.period AND s.received_at <= v.known_on AND s.belongs_to IS NULL
LEFT JOIN dim_office o ON o.code = s.office
