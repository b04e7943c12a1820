-- Each counted product with its status by its own row and its business.
SELECT
    p.*,
    CASE u.nib_status WHEN 'ada' THEN 'terpenuhi' WHEN 'ditahan' THEN 'ditahan' ELSE 'tidak' END AS nib,
    CASE u.npwp_status WHEN 'ada' THEN 'terpenuhi' WHEN 'ditahan' THEN 'ditahan' ELSE 'tidak' END AS npwp
FROM izin_produk p
LEFT JOIN dim_umkm u ON u.office = p.office AND u.row_key = p.kode_umkm
