-- What each retailer requires of a product of each category: 1 where the requirement is compulsory and holds for it.
SELECT
    y.ritel,
    y.kategori,
    MAX(CASE WHEN y.persyaratan = 'NIB' THEN y.diminta ELSE 0 END) AS nib,
    MAX(CASE WHEN y.persyaratan = 'NPWP' THEN y.diminta ELSE 0 END) AS npwp,
    MAX(CASE WHEN y.persyaratan = 'P-IRT' THEN y.diminta ELSE 0 END) AS pirt,
    MAX(CASE WHEN y.persyaratan = 'BPOM MD' THEN y.diminta ELSE 0 END) AS md,
    MAX(CASE WHEN y.persyaratan = 'P-IRT atau BPOM MD' THEN y.diminta ELSE 0 END) AS pirt_atau_md,
    MAX(CASE WHEN y.persyaratan = 'Halal' THEN y.diminta ELSE 0 END) AS halal,
    MAX(CASE WHEN y.persyaratan = 'Barcode' THEN y.diminta ELSE 0 END) AS gtin,
    MAX(CASE WHEN y.persyaratan = 'Merek Terdaftar' THEN y.diminta ELSE 0 END) AS hki,
    MAX(CASE WHEN y.persyaratan = 'Label Lengkap' THEN y.diminta ELSE 0 END) AS label_lengkap,
    MAX(CASE WHEN y.persyaratan = 'Kode Produksi' THEN y.diminta ELSE 0 END) AS kode_produksi,
    MAX(CASE WHEN y.persyaratan = 'Lolos Kurasi' THEN y.diminta ELSE 0 END) AS kurasi,
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
    CROSS JOIN (SELECT DISTINCT kategori FROM dim_produk) k
) y
GROUP BY y.ritel, y.kategori
