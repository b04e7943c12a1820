-- Each counted product with its status by its own row, its business and its newest curation.
SELECT
    p.*,
    CASE k.hasil
        WHEN 'Lolos' THEN 'terpenuhi' WHEN 'Pembinaan' THEN 'proses' WHEN 'Tidak Lolos' THEN 'tidak'
        ELSE 'tidak_diketahui'
    END AS kurasi
FROM usaha_produk p
LEFT JOIN kurasi_terbaru k ON k.office = p.office AND k.kode_produk = p.row_key
