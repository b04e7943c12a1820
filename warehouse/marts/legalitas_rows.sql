-- Counted businesses and products beside each measure of legality, with whether they have it.
WITH p AS MATERIALIZED (
    SELECT office, row_key, kategori, pirt, md, halal, gtin, hki, label_lengkap FROM status_produk
)

SELECT
    'dim_umkm' AS source,
    u.office,
    u.row_key,
    'nib' AS ukuran,
    CASE WHEN u.nib_status = 'ada' THEN 1 ELSE 0 END AS dipunyai
FROM dim_umkm u
WHERE u.keadaan <> 'lama'
UNION ALL
SELECT 'dim_umkm', u.office, u.row_key, 'npwp', CASE WHEN u.npwp_status = 'ada' THEN 1 ELSE 0 END
FROM dim_umkm u
WHERE u.keadaan <> 'lama'
UNION ALL
SELECT 'dim_produk', p.office, p.row_key, 'barcode', CASE WHEN p.gtin = 'terpenuhi' THEN 1 ELSE 0 END
FROM p
UNION ALL
SELECT 'dim_produk', p.office, p.row_key, 'merek_terdaftar', CASE WHEN p.hki = 'terpenuhi' THEN 1 ELSE 0 END
FROM p
UNION ALL
SELECT 'dim_produk', p.office, p.row_key, 'halal', CASE WHEN p.halal = 'terpenuhi' THEN 1 ELSE 0 END
FROM p
WHERE p.kategori IN ('Makanan', 'Minuman')
UNION ALL
SELECT 'dim_produk', p.office, p.row_key, 'label_lengkap', CASE WHEN p.label_lengkap = 'terpenuhi' THEN 1 ELSE 0 END
FROM p
WHERE p.kategori IN ('Makanan', 'Minuman')
UNION ALL
SELECT
    'dim_produk',
    p.office,
    p.row_key,
    'pirt_atau_md',
    CASE WHEN p.pirt = 'terpenuhi' OR p.md = 'terpenuhi' THEN 1 ELSE 0 END
FROM p
WHERE p.kategori IN ('Makanan', 'Minuman')
