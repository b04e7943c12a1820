-- Legality: of how many businesses or products of a regency something is held.
SELECT
    o.code AS office,
    o.name AS nama_kabupaten,
    m.ukuran,
    COALESCE(r.pembilang, 0) AS pembilang,
    COALESCE(r.penyebut, 0) AS penyebut
FROM dim_office o
CROSS JOIN sudut_pandang v
CROSS JOIN (
    SELECT 'nib' AS ukuran
    UNION ALL SELECT 'npwp'
    UNION ALL SELECT 'pirt_atau_md'
    UNION ALL SELECT 'halal'
    UNION ALL SELECT 'label_lengkap'
    UNION ALL SELECT 'barcode'
    UNION ALL SELECT 'merek_terdaftar'
) m
LEFT JOIN (
    SELECT office, ukuran, SUM(dipunyai) AS pembilang, COUNT(*) AS penyebut
    FROM mart_legalitas_rows
    GROUP BY office, ukuran
) r ON r.office = o.code AND r.ukuran = m.ukuran
WHERE o.kind = 'regency'
