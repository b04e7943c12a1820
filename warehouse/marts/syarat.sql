-- What stands in the way: products by the status of each requirement. A status is counted once, whoever asks for it.
WITH p AS MATERIALIZED (
    SELECT * FROM status_produk
),

hitungan AS MATERIALIZED (
    SELECT
        kategori,
        COUNT(*) AS produk,
        COUNT(*) FILTER (WHERE nib = 'terpenuhi') AS nib_terpenuhi,
        COUNT(*) FILTER (WHERE nib = 'tidak') AS nib_tidak,
        COUNT(*) FILTER (WHERE nib = 'ditahan') AS nib_ditahan,
        COUNT(*) FILTER (WHERE npwp = 'terpenuhi') AS npwp_terpenuhi,
        COUNT(*) FILTER (WHERE npwp = 'tidak') AS npwp_tidak,
        COUNT(*) FILTER (WHERE npwp = 'ditahan') AS npwp_ditahan,
        COUNT(*) FILTER (WHERE pirt = 'terpenuhi') AS pirt_terpenuhi,
        COUNT(*) FILTER (WHERE pirt = 'tidak') AS pirt_tidak,
        COUNT(*) FILTER (WHERE pirt = 'proses') AS pirt_proses,
        COUNT(*) FILTER (WHERE pirt = 'ditahan') AS pirt_ditahan,
        COUNT(*) FILTER (WHERE pirt = 'tidak_diketahui') AS pirt_tidak_diketahui,
        COUNT(*) FILTER (WHERE md = 'terpenuhi') AS md_terpenuhi,
        COUNT(*) FILTER (WHERE md = 'tidak') AS md_tidak,
        COUNT(*) FILTER (WHERE md = 'proses') AS md_proses,
        COUNT(*) FILTER (WHERE md = 'ditahan') AS md_ditahan,
        COUNT(*) FILTER (WHERE pirt_atau_md = 'terpenuhi') AS pirt_atau_md_terpenuhi,
        COUNT(*) FILTER (WHERE pirt_atau_md = 'tidak') AS pirt_atau_md_tidak,
        COUNT(*) FILTER (WHERE pirt_atau_md = 'proses') AS pirt_atau_md_proses,
        COUNT(*) FILTER (WHERE pirt_atau_md = 'ditahan') AS pirt_atau_md_ditahan,
        COUNT(*) FILTER (WHERE pirt_atau_md = 'tidak_diketahui') AS pirt_atau_md_tidak_diketahui,
        COUNT(*) FILTER (WHERE halal = 'terpenuhi') AS halal_terpenuhi,
        COUNT(*) FILTER (WHERE halal = 'tidak') AS halal_tidak,
        COUNT(*) FILTER (WHERE halal = 'proses') AS halal_proses,
        COUNT(*) FILTER (WHERE halal = 'ditahan') AS halal_ditahan,
        COUNT(*) FILTER (WHERE gtin = 'terpenuhi') AS gtin_terpenuhi,
        COUNT(*) FILTER (WHERE gtin = 'tidak') AS gtin_tidak,
        COUNT(*) FILTER (WHERE gtin = 'proses') AS gtin_proses,
        COUNT(*) FILTER (WHERE gtin = 'ditahan') AS gtin_ditahan,
        COUNT(*) FILTER (WHERE hki = 'terpenuhi') AS hki_terpenuhi,
        COUNT(*) FILTER (WHERE hki = 'tidak') AS hki_tidak,
        COUNT(*) FILTER (WHERE hki = 'proses') AS hki_proses,
        COUNT(*) FILTER (WHERE hki = 'ditahan') AS hki_ditahan,
        COUNT(*) FILTER (WHERE label_lengkap = 'terpenuhi') AS label_lengkap_terpenuhi,
        COUNT(*) FILTER (WHERE label_lengkap = 'tidak') AS label_lengkap_tidak,
        COUNT(*) FILTER (WHERE label_lengkap = 'tidak_diketahui') AS label_lengkap_tidak_diketahui,
        COUNT(*) FILTER (WHERE kode_produksi = 'terpenuhi') AS kode_produksi_terpenuhi,
        COUNT(*) FILTER (WHERE kode_produksi = 'tidak') AS kode_produksi_tidak,
        COUNT(*) FILTER (WHERE kode_produksi = 'tidak_diketahui') AS kode_produksi_tidak_diketahui,
        COUNT(*) FILTER (WHERE kurasi = 'terpenuhi') AS kurasi_terpenuhi,
        COUNT(*) FILTER (WHERE kurasi = 'tidak') AS kurasi_tidak,
        COUNT(*) FILTER (WHERE kurasi = 'proses') AS kurasi_proses,
        COUNT(*) FILTER (WHERE kurasi = 'tidak_diketahui') AS kurasi_tidak_diketahui
    FROM p
    GROUP BY kategori
),

banyaknya AS MATERIALIZED (
    SELECT 'NIB' AS persyaratan, kategori, 'terpenuhi' AS status, nib_terpenuhi AS banyak FROM hitungan
    UNION ALL
    SELECT 'NIB', kategori, 'tidak', nib_tidak FROM hitungan
    UNION ALL
    SELECT 'NIB', kategori, 'ditahan', nib_ditahan FROM hitungan
    UNION ALL
    SELECT 'NPWP', kategori, 'terpenuhi', npwp_terpenuhi FROM hitungan
    UNION ALL
    SELECT 'NPWP', kategori, 'tidak', npwp_tidak FROM hitungan
    UNION ALL
    SELECT 'NPWP', kategori, 'ditahan', npwp_ditahan FROM hitungan
    UNION ALL
    SELECT 'P-IRT', kategori, 'terpenuhi', pirt_terpenuhi FROM hitungan
    UNION ALL
    SELECT 'P-IRT', kategori, 'tidak', pirt_tidak FROM hitungan
    UNION ALL
    SELECT 'P-IRT', kategori, 'proses', pirt_proses FROM hitungan
    UNION ALL
    SELECT 'P-IRT', kategori, 'ditahan', pirt_ditahan FROM hitungan
    UNION ALL
    SELECT 'P-IRT', kategori, 'tidak_diketahui', pirt_tidak_diketahui FROM hitungan
    UNION ALL
    SELECT 'BPOM MD', kategori, 'terpenuhi', md_terpenuhi FROM hitungan
    UNION ALL
    SELECT 'BPOM MD', kategori, 'tidak', md_tidak FROM hitungan
    UNION ALL
    SELECT 'BPOM MD', kategori, 'proses', md_proses FROM hitungan
    UNION ALL
    SELECT 'BPOM MD', kategori, 'ditahan', md_ditahan FROM hitungan
    UNION ALL
    SELECT 'P-IRT atau BPOM MD', kategori, 'terpenuhi', pirt_atau_md_terpenuhi FROM hitungan
    UNION ALL
    SELECT 'P-IRT atau BPOM MD', kategori, 'tidak', pirt_atau_md_tidak FROM hitungan
    UNION ALL
    SELECT 'P-IRT atau BPOM MD', kategori, 'proses', pirt_atau_md_proses FROM hitungan
    UNION ALL
    SELECT 'P-IRT atau BPOM MD', kategori, 'ditahan', pirt_atau_md_ditahan FROM hitungan
    UNION ALL
    SELECT 'P-IRT atau BPOM MD', kategori, 'tidak_diketahui', pirt_atau_md_tidak_diketahui FROM hitungan
    UNION ALL
    SELECT 'Halal', kategori, 'terpenuhi', halal_terpenuhi FROM hitungan
    UNION ALL
    SELECT 'Halal', kategori, 'tidak', halal_tidak FROM hitungan
    UNION ALL
    SELECT 'Halal', kategori, 'proses', halal_proses FROM hitungan
    UNION ALL
    SELECT 'Halal', kategori, 'ditahan', halal_ditahan FROM hitungan
    UNION ALL
    SELECT 'Barcode', kategori, 'terpenuhi', gtin_terpenuhi FROM hitungan
    UNION ALL
    SELECT 'Barcode', kategori, 'tidak', gtin_tidak FROM hitungan
    UNION ALL
    SELECT 'Barcode', kategori, 'proses', gtin_proses FROM hitungan
    UNION ALL
    SELECT 'Barcode', kategori, 'ditahan', gtin_ditahan FROM hitungan
    UNION ALL
    SELECT 'Merek Terdaftar', kategori, 'terpenuhi', hki_terpenuhi FROM hitungan
    UNION ALL
    SELECT 'Merek Terdaftar', kategori, 'tidak', hki_tidak FROM hitungan
    UNION ALL
    SELECT 'Merek Terdaftar', kategori, 'proses', hki_proses FROM hitungan
    UNION ALL
    SELECT 'Merek Terdaftar', kategori, 'ditahan', hki_ditahan FROM hitungan
    UNION ALL
    SELECT 'Label Lengkap', kategori, 'terpenuhi', label_lengkap_terpenuhi FROM hitungan
    UNION ALL
    SELECT 'Label Lengkap', kategori, 'tidak', label_lengkap_tidak FROM hitungan
    UNION ALL
    SELECT 'Label Lengkap', kategori, 'tidak_diketahui', label_lengkap_tidak_diketahui FROM hitungan
    UNION ALL
    SELECT 'Kode Produksi', kategori, 'terpenuhi', kode_produksi_terpenuhi FROM hitungan
    UNION ALL
    SELECT 'Kode Produksi', kategori, 'tidak', kode_produksi_tidak FROM hitungan
    UNION ALL
    SELECT 'Kode Produksi', kategori, 'tidak_diketahui', kode_produksi_tidak_diketahui FROM hitungan
    UNION ALL
    SELECT 'Lolos Kurasi', kategori, 'terpenuhi', kurasi_terpenuhi FROM hitungan
    UNION ALL
    SELECT 'Lolos Kurasi', kategori, 'tidak', kurasi_tidak FROM hitungan
    UNION ALL
    SELECT 'Lolos Kurasi', kategori, 'proses', kurasi_proses FROM hitungan
    UNION ALL
    SELECT 'Lolos Kurasi', kategori, 'tidak_diketahui', kurasi_tidak_diketahui FROM hitungan
    UNION ALL
    SELECT d.persyaratan, h.kategori, 'di_luar_data', h.produk
    FROM persyaratan_kini d
    CROSS JOIN hitungan h
    WHERE d.di_luar_data = 1
),

-- What thresholds are compared with; of a highest price it is the other way round.
isian AS MATERIALIZED (
    SELECT
        'Masa Simpan Minimal' AS persyaratan,
        1 AS arah,
        kategori,
        CAST(masa_simpan_hari AS DOUBLE PRECISION) AS isi,
        COUNT(*) AS banyak
    FROM p
    GROUP BY kategori, masa_simpan_hari
    UNION ALL
    SELECT 'Kapasitas Minimal', 1, kategori, kapasitas_bulanan, COUNT(*) FROM p GROUP BY kategori, kapasitas_bulanan
    UNION ALL
    SELECT 'Harga Maksimal', -1, kategori, harga_jual, COUNT(*) FROM p GROUP BY kategori, harga_jual
),

keadaan AS MATERIALIZED (
    SELECT
        d.persyaratan,
        CAST(NULL AS DOUBLE PRECISION) AS nilai,
        CASE WHEN d.untuk NOT LIKE '%;' || b.kategori || ';%' THEN 'tidak_berlaku' ELSE b.status END AS status,
        b.banyak
    FROM persyaratan_kini d
    INNER JOIN banyaknya b ON b.persyaratan = d.persyaratan
    UNION ALL
    SELECT
        d.persyaratan,
        n.nilai,
        CASE
            WHEN d.untuk NOT LIKE '%;' || i.kategori || ';%' THEN 'tidak_berlaku'
            WHEN i.arah * i.isi >= i.arah * n.nilai THEN 'terpenuhi'
            WHEN i.arah * i.isi < i.arah * n.nilai THEN 'tidak'
            ELSE 'tidak_diketahui'
        END,
        SUM(i.banyak)
    FROM (SELECT DISTINCT persyaratan, nilai FROM syarat_berlaku) n
    INNER JOIN persyaratan_kini d ON d.persyaratan = n.persyaratan
    INNER JOIN isian i ON i.persyaratan = n.persyaratan
    GROUP BY 1, 2, 3
)

SELECT
    y.ritel,
    y.persyaratan,
    y.wajib,
    y.nilai,
    CAST(COALESCE(SUM(CASE WHEN t.status = 'terpenuhi' THEN t.banyak END), 0) AS BIGINT) AS terpenuhi,
    CAST(COALESCE(SUM(CASE WHEN t.status = 'tidak' THEN t.banyak END), 0) AS BIGINT) AS tidak,
    CAST(COALESCE(SUM(CASE WHEN t.status = 'proses' THEN t.banyak END), 0) AS BIGINT) AS proses,
    CAST(COALESCE(SUM(CASE WHEN t.status = 'ditahan' THEN t.banyak END), 0) AS BIGINT) AS ditahan,
    CAST(COALESCE(SUM(CASE WHEN t.status = 'tidak_diketahui' THEN t.banyak END), 0) AS BIGINT) AS tidak_diketahui,
    CAST(COALESCE(SUM(CASE WHEN t.status = 'tidak_berlaku' THEN t.banyak END), 0) AS BIGINT) AS tidak_berlaku,
    CAST(COALESCE(SUM(CASE WHEN t.status = 'di_luar_data' THEN t.banyak END), 0) AS BIGINT) AS di_luar_data
FROM syarat_berlaku y
LEFT JOIN keadaan t
    ON t.persyaratan = y.persyaratan
    AND (
        y.persyaratan NOT IN ('Masa Simpan Minimal', 'Kapasitas Minimal', 'Harga Maksimal')
        OR COALESCE(t.nilai, -1) = COALESCE(y.nilai, -1)
    )
GROUP BY y.ritel, y.persyaratan, y.wajib, y.nilai
