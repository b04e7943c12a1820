-- What each retailer requires of a product of each category, where it is compulsory and holds for it: a bit for each
-- requirement without a threshold, the same as in kurang_produk; of the others 1 and the threshold.
WITH golongan_produk AS MATERIALIZED (  -- once, not once a requirement
    SELECT DISTINCT kategori FROM dim_produk
)

SELECT
    y.ritel,
    y.kategori,
    SUM(
        y.diminta * CASE y.persyaratan
            WHEN 'NIB' THEN 1
            WHEN 'NPWP' THEN 2
            WHEN 'P-IRT' THEN 4
            WHEN 'BPOM MD' THEN 8
            WHEN 'P-IRT atau BPOM MD' THEN 16
            WHEN 'Halal' THEN 32
            WHEN 'Barcode' THEN 64
            WHEN 'Merek Terdaftar' THEN 128
            WHEN 'Label Lengkap' THEN 256
            WHEN 'Kode Produksi' THEN 512
            WHEN 'Lolos Kurasi' THEN 1024
            ELSE 0
        END
    ) AS diminta,
    MAX(CASE WHEN y.persyaratan = 'Masa Simpan Minimal' THEN y.diminta ELSE 0 END) AS masa_simpan,
    MAX(CASE WHEN y.persyaratan = 'Masa Simpan Minimal' THEN y.nilai END) AS masa_simpan_nilai,
    MAX(CASE WHEN y.persyaratan = 'Kapasitas Minimal' THEN y.diminta ELSE 0 END) AS kapasitas,
    MAX(CASE WHEN y.persyaratan = 'Kapasitas Minimal' THEN y.nilai END) AS kapasitas_nilai,
    MAX(CASE WHEN y.persyaratan = 'Harga Maksimal' THEN y.diminta ELSE 0 END) AS harga,
    MAX(CASE WHEN y.persyaratan = 'Harga Maksimal' THEN y.nilai END) AS harga_nilai
FROM (
    SELECT
        t.ritel,
        t.persyaratan,
        t.nilai,
        k.kategori,
        CASE WHEN d.untuk NOT LIKE '%;' || k.kategori || ';%' THEN 0 ELSE t.wajib * (1 - d.di_luar_data) END AS diminta
    FROM syarat_berlaku t
    INNER JOIN persyaratan_kini d ON d.persyaratan = t.persyaratan
    CROSS JOIN golongan_produk k
) y
GROUP BY y.ritel, y.kategori
