-- Each demand that still holds, beside each counted product that fits it; a demand that nothing fits stands alone.
SELECT
    'fct_permintaan' AS source,
    d.office,
    d.row_key,
    d.row_key AS kode_permintaan,
    d.kategori,
    d.volume_bulanan,
    d.satuan,
    d.harga_maks,
    p.office AS office_produk,
    p.row_key AS kode_produk,
    p.kapasitas_bulanan * p.isi / p.pembagi AS pasokan
FROM (
    SELECT f.*, ', ' || COALESCE(f.syarat, '') || ',' AS diminta
    FROM fct_permintaan f
    CROSS JOIN sudut_pandang s
    WHERE f.keadaan <> 'lama' AND (f.berlaku_sampai IS NULL OR f.berlaku_sampai >= s.akhir)
) d
LEFT JOIN (
    SELECT
        q.*,
        t.satuan AS satuan_permintaan,
        -- One product unit gives isi / pembagi demand units.
        CASE
            WHEN t.satuan IN ('g', 'kg', 'ml', 'l') THEN q.isi_bersih * k.isi
            WHEN t.satuan = q.satuan THEN COALESCE(q.isi_bersih, 1)
            WHEN t.satuan = 'pcs' THEN 1
        END AS isi,
        COALESCE(k.pembagi, 1.0) AS pembagi
    FROM usaha_produk q
    CROSS JOIN (SELECT DISTINCT satuan FROM fct_permintaan) t
    LEFT JOIN dim_konversi k ON k.dari = q.satuan AND k.ke = t.satuan
    WHERE q.kapasitas_bulanan > 0
) p
    ON p.kategori = d.kategori
    AND p.satuan_permintaan = d.satuan
    AND p.isi IS NOT NULL
    AND (d.harga_maks IS NULL OR p.harga_jual * p.pembagi <= d.harga_maks * p.isi)
    AND (d.diminta NOT LIKE '%, NIB,%' OR p.nib = 'terpenuhi')
    AND (d.diminta NOT LIKE '%, Barcode,%' OR p.gtin = 'terpenuhi')
    AND (d.diminta NOT LIKE '%, Merek Terdaftar,%' OR p.hki = 'terpenuhi')
    AND (
        d.diminta NOT LIKE '%, P-IRT,%' OR p.pirt = 'terpenuhi' OR p.kategori NOT IN ('Makanan', 'Minuman')
    )
    AND (
        d.diminta NOT LIKE '%, BPOM MD,%' OR p.md = 'terpenuhi' OR p.kategori NOT IN ('Makanan', 'Minuman')
    )
    AND (
        d.diminta NOT LIKE '%, Halal,%'
        OR p.halal = 'terpenuhi'
        OR p.kategori NOT IN ('Makanan', 'Minuman', 'Kosmetik')
    )
