-- Counted records of businesses with the identity that each had then; one that was not compared yet stands for itself.
SELECT
    'dim_umkm' AS source,
    u.office,
    u.row_key,
    COALESCE(m.identity_id, u.office || '/' || u.row_key) AS usaha_id,
    u.nama_usaha,
    u.period,
    m.basis AS dasar,
    ROW_NUMBER() OVER (
        PARTITION BY COALESCE(m.identity_id, u.office || '/' || u.row_key) ORDER BY u.period DESC, u.office, u.row_key
    ) AS urutan
FROM dim_umkm u
CROSS JOIN sudut_pandang s
LEFT JOIN identity_member m
    ON m.level = 'usaha'
    AND m.office = u.office
    AND m.row_key = u.row_key
    AND m.live_from <= s.known_on
    AND (m.live_to IS NULL OR m.live_to > s.known_on)
WHERE u.keadaan <> 'lama'
