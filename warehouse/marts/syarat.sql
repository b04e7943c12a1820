-- What stands in the way: products by the status of each requirement. A status is counted once, whoever asks for it.
WITH p AS MATERIALIZED (
    SELECT * FROM status_produk
),

izin AS MATERIALIZED (
    SELECT kategori, pirt, md, pirt_atau_md, halal, COUNT(*) AS banyak
    FROM p
    GROUP BY kategori, pirt, md, pirt_atau_md, halal
),

kemasan AS MATERIALIZED (
    SELECT kategori, gtin, hki, label_lengkap, kode_produksi, COUNT(*) AS banyak
    FROM p
    GROUP BY kategori, gtin, hki, label_lengkap, kode_produksi
),

usaha AS MATERIALIZED (
    SELECT kategori, nib, npwp, kurasi, COUNT(*) AS banyak
    FROM p
    GROUP BY kategori, nib, npwp, kurasi
),

banyaknya AS MATERIALIZED (
    SELECT 'P-IRT' AS persyaratan, kategori, pirt AS status, SUM(banyak) AS banyak FROM izin GROUP BY kategori, pirt
    UNION ALL
    SELECT 'BPOM MD', kategori, md, SUM(banyak) FROM izin GROUP BY kategori, md
    UNION ALL
    SELECT 'P-IRT atau BPOM MD', kategori, pirt_atau_md, SUM(banyak) FROM izin GROUP BY kategori, pirt_atau_md
    UNION ALL
    SELECT 'Halal', kategori, halal, SUM(banyak) FROM izin GROUP BY kategori, halal
    UNION ALL
    SELECT 'Barcode', kategori, gtin, SUM(banyak) FROM kemasan GROUP BY kategori, gtin
    UNION ALL
    SELECT 'Merek Terdaftar', kategori, hki, SUM(banyak) FROM kemasan GROUP BY kategori, hki
    UNION ALL
    SELECT 'Label Lengkap', kategori, label_lengkap, SUM(banyak) FROM kemasan GROUP BY kategori, label_lengkap
    UNION ALL
    SELECT 'Kode Produksi', kategori, kode_produksi, SUM(banyak) FROM kemasan GROUP BY kategori, kode_produksi
    UNION ALL
    SELECT 'NIB', kategori, nib, SUM(banyak) FROM usaha GROUP BY kategori, nib
    UNION ALL
    SELECT 'NPWP', kategori, npwp, SUM(banyak) FROM usaha GROUP BY kategori, npwp
    UNION ALL
    SELECT 'Lolos Kurasi', kategori, kurasi, SUM(banyak) FROM usaha GROUP BY kategori, kurasi
    UNION ALL
    SELECT d.persyaratan, p.kategori, 'di_luar_data', SUM(p.banyak)
    FROM persyaratan_kini d
    CROSS JOIN usaha p
    WHERE d.di_luar_data = 1
    GROUP BY d.persyaratan, p.kategori
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
