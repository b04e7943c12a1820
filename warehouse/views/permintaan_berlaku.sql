-- The demands that still hold on the period's last day, with 1 for each licence that they ask for.
SELECT
    f.office,
    f.row_key,
    f.kategori,
    f.volume_bulanan,
    f.satuan,
    f.harga_maks,
    CASE WHEN ', ' || f.syarat || ',' LIKE '%, NIB,%' THEN 1 ELSE 0 END AS minta_nib,
    CASE WHEN ', ' || f.syarat || ',' LIKE '%, Barcode,%' THEN 1 ELSE 0 END AS minta_gtin,
    CASE WHEN ', ' || f.syarat || ',' LIKE '%, Merek Terdaftar,%' THEN 1 ELSE 0 END AS minta_hki,
    CASE WHEN ', ' || f.syarat || ',' LIKE '%, P-IRT,%' THEN 1 ELSE 0 END AS minta_pirt,
    CASE WHEN ', ' || f.syarat || ',' LIKE '%, BPOM MD,%' THEN 1 ELSE 0 END AS minta_md,
    CASE WHEN ', ' || f.syarat || ',' LIKE '%, Halal,%' THEN 1 ELSE 0 END AS minta_halal
FROM fct_permintaan f
CROSS JOIN sudut_pandang s
WHERE f.keadaan <> 'lama' AND (f.berlaku_sampai IS NULL OR f.berlaku_sampai >= s.akhir)
