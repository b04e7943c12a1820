-- Each counted product that can be made, in each unit that a demand has and that it can be given in: one product unit gives
-- isi / pembagi demand units. 1 for each licence that it has, or that is not asked of its category.
SELECT
    p.office,
    p.row_key,
    p.kategori,
    p.harga_jual,
    p.kapasitas_bulanan,
    p.satuan_permintaan,
    p.isi,
    p.pembagi,
    CASE WHEN p.nib = 'terpenuhi' THEN 1 ELSE 0 END AS nib,
    CASE WHEN p.gtin = 'terpenuhi' THEN 1 ELSE 0 END AS gtin,
    CASE WHEN p.hki = 'terpenuhi' THEN 1 ELSE 0 END AS hki,
    CASE WHEN p.pirt = 'terpenuhi' OR p.kategori NOT IN ('Makanan', 'Minuman') THEN 1 ELSE 0 END AS pirt,
    CASE WHEN p.md = 'terpenuhi' OR p.kategori NOT IN ('Makanan', 'Minuman') THEN 1 ELSE 0 END AS md,
    CASE WHEN p.halal = 'terpenuhi' OR p.kategori NOT IN ('Makanan', 'Minuman', 'Kosmetik') THEN 1 ELSE 0 END AS halal
FROM (
    SELECT
        q.*,
        t.satuan AS satuan_permintaan,
        CASE
            WHEN t.satuan IN ('g', 'kg', 'ml', 'l') THEN q.isi_bersih * k.isi
            WHEN t.satuan = q.satuan THEN COALESCE(q.isi_bersih, 1)
            WHEN t.satuan = 'pcs' THEN 1
        END AS isi,
        COALESCE(k.pembagi, 1.0) AS pembagi
    FROM status_produk q
    CROSS JOIN (SELECT DISTINCT satuan FROM permintaan_berlaku) t
    LEFT JOIN dim_konversi k ON k.dari = q.satuan AND k.ke = t.satuan
    WHERE q.kapasitas_bulanan > 0
) p
WHERE p.isi IS NOT NULL
