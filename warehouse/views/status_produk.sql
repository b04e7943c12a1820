-- Each counted product with its status for each requirement that has no threshold: by its own row, its business and its
-- newest curation.
SELECT
    p.office,
    p.row_key,
    p.kode_umkm,
    p.kategori,
    p.isi_bersih,
    p.satuan,
    p.harga_jual,
    p.kapasitas_bulanan,
    p.masa_simpan_hari,
    CASE
        WHEN p.pirt_status = 'ada' AND LENGTH(p.pirt) <> 15 THEN 'tidak_diketahui'
        WHEN p.pirt_status = 'ada' AND CAST('20' || SUBSTR(p.pirt, 14, 2) AS INTEGER) >= s.tahun THEN 'terpenuhi'
        WHEN p.pirt_status = 'proses' THEN 'proses'
        WHEN p.pirt_status = 'ditahan' THEN 'ditahan'
        ELSE 'tidak'
    END AS pirt,
    CASE p.md_status
        WHEN 'ada' THEN 'terpenuhi' WHEN 'proses' THEN 'proses' WHEN 'ditahan' THEN 'ditahan' ELSE 'tidak'
    END AS md,
    CASE
        WHEN p.pirt_status = 'ada' AND LENGTH(p.pirt) = 15 AND CAST('20' || SUBSTR(p.pirt, 14, 2) AS INTEGER) >= s.tahun
            OR p.md_status = 'ada' THEN 'terpenuhi'
        WHEN 'proses' IN (p.pirt_status, p.md_status) THEN 'proses'
        WHEN 'ditahan' IN (p.pirt_status, p.md_status) THEN 'ditahan'
        WHEN p.pirt_status = 'ada' AND LENGTH(p.pirt) <> 15 THEN 'tidak_diketahui'
        ELSE 'tidak'
    END AS pirt_atau_md,
    CASE p.halal_status
        WHEN 'ada' THEN 'terpenuhi' WHEN 'proses' THEN 'proses' WHEN 'ditahan' THEN 'ditahan' ELSE 'tidak'
    END AS halal,
    CASE p.gtin_status
        WHEN 'ada' THEN 'terpenuhi' WHEN 'proses' THEN 'proses' WHEN 'ditahan' THEN 'ditahan' ELSE 'tidak'
    END AS gtin,
    CASE p.hki_status
        WHEN 'ada' THEN 'terpenuhi' WHEN 'proses' THEN 'proses' WHEN 'ditahan' THEN 'ditahan' ELSE 'tidak'
    END AS hki,
    CASE
        WHEN NOT p.label_komposisi OR NOT p.label_produsen OR NOT p.label_kedaluwarsa THEN 'tidak'
        WHEN p.label_komposisi AND p.label_produsen AND p.label_kedaluwarsa THEN 'terpenuhi'
        ELSE 'tidak_diketahui'
    END AS label_lengkap,
    CASE WHEN p.kode_produksi THEN 'terpenuhi' WHEN NOT p.kode_produksi THEN 'tidak' ELSE 'tidak_diketahui' END
        AS kode_produksi,
    CASE u.nib_status WHEN 'ada' THEN 'terpenuhi' WHEN 'ditahan' THEN 'ditahan' ELSE 'tidak' END AS nib,
    CASE u.npwp_status WHEN 'ada' THEN 'terpenuhi' WHEN 'ditahan' THEN 'ditahan' ELSE 'tidak' END AS npwp,
    CASE k.hasil
        WHEN 'Lolos' THEN 'terpenuhi' WHEN 'Pembinaan' THEN 'proses' WHEN 'Tidak Lolos' THEN 'tidak'
        ELSE 'tidak_diketahui'
    END AS kurasi
FROM dim_produk p
CROSS JOIN (SELECT CAST(SUBSTR(period, 1, 4) AS INTEGER) AS tahun FROM sudut_pandang) s
LEFT JOIN dim_umkm u ON u.office = p.office AND u.row_key = p.kode_umkm
LEFT JOIN kurasi_terbaru k ON k.office = p.office AND k.kode_produk = p.row_key
WHERE p.keadaan <> 'lama'
