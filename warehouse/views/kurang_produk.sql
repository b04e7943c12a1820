-- What each counted product does not meet, whoever asks for it, and of that what it surely does not (tidak, proses): a bit
-- for each requirement that has no threshold, the same as in syarat_wajib.
SELECT
    office,
    row_key,
    kode_umkm,
    kategori,
    harga_jual,
    kapasitas_bulanan,
    masa_simpan_hari,
    CASE WHEN nib = 'terpenuhi' THEN 0 ELSE 1 END
        + CASE WHEN npwp = 'terpenuhi' THEN 0 ELSE 2 END
        + CASE WHEN pirt = 'terpenuhi' THEN 0 ELSE 4 END
        + CASE WHEN md = 'terpenuhi' THEN 0 ELSE 8 END
        + CASE WHEN pirt_atau_md = 'terpenuhi' THEN 0 ELSE 16 END
        + CASE WHEN halal = 'terpenuhi' THEN 0 ELSE 32 END
        + CASE WHEN gtin = 'terpenuhi' THEN 0 ELSE 64 END
        + CASE WHEN hki = 'terpenuhi' THEN 0 ELSE 128 END
        + CASE WHEN label_lengkap = 'terpenuhi' THEN 0 ELSE 256 END
        + CASE WHEN kode_produksi = 'terpenuhi' THEN 0 ELSE 512 END
        + CASE WHEN kurasi = 'terpenuhi' THEN 0 ELSE 1024 END
        AS kurang,
    CASE WHEN nib IN ('tidak', 'proses') THEN 1 ELSE 0 END
        + CASE WHEN npwp IN ('tidak', 'proses') THEN 2 ELSE 0 END
        + CASE WHEN pirt IN ('tidak', 'proses') THEN 4 ELSE 0 END
        + CASE WHEN md IN ('tidak', 'proses') THEN 8 ELSE 0 END
        + CASE WHEN pirt_atau_md IN ('tidak', 'proses') THEN 16 ELSE 0 END
        + CASE WHEN halal IN ('tidak', 'proses') THEN 32 ELSE 0 END
        + CASE WHEN gtin IN ('tidak', 'proses') THEN 64 ELSE 0 END
        + CASE WHEN hki IN ('tidak', 'proses') THEN 128 ELSE 0 END
        + CASE WHEN label_lengkap IN ('tidak', 'proses') THEN 256 ELSE 0 END
        + CASE WHEN kode_produksi IN ('tidak', 'proses') THEN 512 ELSE 0 END
        + CASE WHEN kurasi IN ('tidak', 'proses') THEN 1024 ELSE 0 END
        AS kurang_pasti
FROM status_produk
