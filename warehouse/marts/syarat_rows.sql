-- Each counted product beside each requirement in force, with its status.
SELECT
    'dim_produk' AS source,
    p.office,
    p.row_key,
    p.kategori,
    y.ritel,
    y.persyaratan,
    y.wajib,
    y.nilai,
    CASE
        WHEN d.di_luar_data = 1 THEN 'di_luar_data'
        WHEN d.untuk NOT LIKE '%;' || p.kategori || ';%' THEN 'tidak_berlaku'
        WHEN y.persyaratan = 'NIB' THEN p.nib
        WHEN y.persyaratan = 'NPWP' THEN p.npwp
        WHEN y.persyaratan = 'P-IRT' THEN p.pirt
        WHEN y.persyaratan = 'BPOM MD' THEN p.md
        WHEN y.persyaratan = 'P-IRT atau BPOM MD' THEN p.pirt_atau_md
        WHEN y.persyaratan = 'Halal' THEN p.halal
        WHEN y.persyaratan = 'Barcode' THEN p.gtin
        WHEN y.persyaratan = 'Merek Terdaftar' THEN p.hki
        WHEN y.persyaratan = 'Label Lengkap' THEN p.label_lengkap
        WHEN y.persyaratan = 'Kode Produksi' THEN p.kode_produksi
        WHEN y.persyaratan = 'Lolos Kurasi' THEN p.kurasi
        WHEN y.persyaratan = 'Masa Simpan Minimal' THEN CASE
            WHEN p.masa_simpan_hari >= y.nilai THEN 'terpenuhi'
            WHEN p.masa_simpan_hari < y.nilai THEN 'tidak'
            ELSE 'tidak_diketahui'
        END
        WHEN y.persyaratan = 'Kapasitas Minimal' THEN CASE
            WHEN p.kapasitas_bulanan >= y.nilai THEN 'terpenuhi'
            WHEN p.kapasitas_bulanan < y.nilai THEN 'tidak'
            ELSE 'tidak_diketahui'
        END
        WHEN y.persyaratan = 'Harga Maksimal' THEN CASE
            WHEN p.harga_jual <= y.nilai THEN 'terpenuhi'
            WHEN p.harga_jual > y.nilai THEN 'tidak'
            ELSE 'tidak_diketahui'
        END
    END AS status
FROM syarat_berlaku y
INNER JOIN persyaratan_kini d ON d.persyaratan = y.persyaratan
CROSS JOIN status_produk p
