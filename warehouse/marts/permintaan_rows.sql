-- Each demand that still holds, beside each counted product that fits it; a demand that nothing fits stands alone.
WITH d AS MATERIALIZED (
    SELECT * FROM permintaan_berlaku
),

p AS MATERIALIZED (
    SELECT * FROM pasokan_produk
)

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
FROM d
LEFT JOIN p
    ON p.kategori = d.kategori
    AND p.satuan_permintaan = d.satuan
    AND (d.harga_maks IS NULL OR p.harga_jual * p.pembagi <= d.harga_maks * p.isi)
    AND p.nib >= d.minta_nib
    AND p.gtin >= d.minta_gtin
    AND p.hki >= d.minta_hki
    AND p.pirt >= d.minta_pirt
    AND p.md >= d.minta_md
    AND p.halal >= d.minta_halal
