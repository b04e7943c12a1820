-- Each counted product beside each retailer, with how many compulsory requirements it does not meet.
WITH kurang AS MATERIALIZED (
    -- 1 where the product lacks it, and where it lacks it for certain.
    SELECT
        office,
        row_key,
        kategori,
        masa_simpan_hari,
        kapasitas_bulanan,
        harga_jual,
        CASE WHEN nib = 'terpenuhi' THEN 0 ELSE 1 END AS nib,
        CASE WHEN nib IN ('tidak', 'proses') THEN 1 ELSE 0 END AS nib_pasti,
        CASE WHEN npwp = 'terpenuhi' THEN 0 ELSE 1 END AS npwp,
        CASE WHEN npwp IN ('tidak', 'proses') THEN 1 ELSE 0 END AS npwp_pasti,
        CASE WHEN pirt = 'terpenuhi' THEN 0 ELSE 1 END AS pirt,
        CASE WHEN pirt IN ('tidak', 'proses') THEN 1 ELSE 0 END AS pirt_pasti,
        CASE WHEN md = 'terpenuhi' THEN 0 ELSE 1 END AS md,
        CASE WHEN md IN ('tidak', 'proses') THEN 1 ELSE 0 END AS md_pasti,
        CASE WHEN pirt_atau_md = 'terpenuhi' THEN 0 ELSE 1 END AS pirt_atau_md,
        CASE WHEN pirt_atau_md IN ('tidak', 'proses') THEN 1 ELSE 0 END AS pirt_atau_md_pasti,
        CASE WHEN halal = 'terpenuhi' THEN 0 ELSE 1 END AS halal,
        CASE WHEN halal IN ('tidak', 'proses') THEN 1 ELSE 0 END AS halal_pasti,
        CASE WHEN gtin = 'terpenuhi' THEN 0 ELSE 1 END AS gtin,
        CASE WHEN gtin IN ('tidak', 'proses') THEN 1 ELSE 0 END AS gtin_pasti,
        CASE WHEN hki = 'terpenuhi' THEN 0 ELSE 1 END AS hki,
        CASE WHEN hki IN ('tidak', 'proses') THEN 1 ELSE 0 END AS hki_pasti,
        CASE WHEN label_lengkap = 'terpenuhi' THEN 0 ELSE 1 END AS label_lengkap,
        CASE WHEN label_lengkap IN ('tidak', 'proses') THEN 1 ELSE 0 END AS label_lengkap_pasti,
        CASE WHEN kode_produksi = 'terpenuhi' THEN 0 ELSE 1 END AS kode_produksi,
        CASE WHEN kode_produksi IN ('tidak', 'proses') THEN 1 ELSE 0 END AS kode_produksi_pasti,
        CASE WHEN kurasi = 'terpenuhi' THEN 0 ELSE 1 END AS kurasi,
        CASE WHEN kurasi IN ('tidak', 'proses') THEN 1 ELSE 0 END AS kurasi_pasti
    FROM status_produk
),

memasok AS MATERIALIZED (
    SELECT DISTINCT office, kode_produk, usaha_besar
    FROM fct_kemitraan
    WHERE tahap = 'Memasok' AND keadaan <> 'lama'
)

SELECT
    'dim_produk' AS source,
    p.office,
    p.row_key,
    COALESCE(o.name, p.office) AS nama_kabupaten,
    w.ritel,
    p.kategori,
    w.nib * p.nib
        + w.npwp * p.npwp
        + w.pirt * p.pirt
        + w.md * p.md
        + w.pirt_atau_md * p.pirt_atau_md
        + w.halal * p.halal
        + w.gtin * p.gtin
        + w.hki * p.hki
        + w.label_lengkap * p.label_lengkap
        + w.kode_produksi * p.kode_produksi
        + w.kurasi * p.kurasi
        + CASE WHEN w.masa_simpan = 0 OR p.masa_simpan_hari >= w.masa_simpan_nilai THEN 0 ELSE 1 END
        + CASE WHEN w.kapasitas = 0 OR p.kapasitas_bulanan >= w.kapasitas_nilai THEN 0 ELSE 1 END
        + CASE WHEN w.harga = 0 OR p.harga_jual <= w.harga_nilai THEN 0 ELSE 1 END
        AS kurang,
    w.nib * p.nib_pasti
        + w.npwp * p.npwp_pasti
        + w.pirt * p.pirt_pasti
        + w.md * p.md_pasti
        + w.pirt_atau_md * p.pirt_atau_md_pasti
        + w.halal * p.halal_pasti
        + w.gtin * p.gtin_pasti
        + w.hki * p.hki_pasti
        + w.label_lengkap * p.label_lengkap_pasti
        + w.kode_produksi * p.kode_produksi_pasti
        + w.kurasi * p.kurasi_pasti
        + CASE WHEN w.masa_simpan = 1 AND p.masa_simpan_hari < w.masa_simpan_nilai THEN 1 ELSE 0 END
        + CASE WHEN w.kapasitas = 1 AND p.kapasitas_bulanan < w.kapasitas_nilai THEN 1 ELSE 0 END
        + CASE WHEN w.harga = 1 AND p.harga_jual > w.harga_nilai THEN 1 ELSE 0 END
        AS kurang_pasti,
    CASE WHEN m.usaha_besar IS NULL THEN 0 ELSE 1 END AS sudah_memasok
FROM kurang p
INNER JOIN syarat_wajib w ON w.kategori = p.kategori
LEFT JOIN memasok m ON m.office = p.office AND m.kode_produk = p.row_key AND m.usaha_besar = w.ritel
LEFT JOIN dim_office o ON o.code = p.office
