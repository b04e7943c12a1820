-- Each counted product beside each retailer, with how many compulsory requirements it does not meet.
-- x * 35185445863425 & 76861433640456465, modulo 15, is the number of bits in x, for at most 14 bits: the product holds five
-- copies of x, the mask takes every fourth bit of them, and the remainder adds up the digits of base 16.
WITH p AS MATERIALIZED (
    SELECT * FROM kurang_produk
)

SELECT
    'dim_produk' AS source,
    p.office,
    p.row_key,
    COALESCE(o.name, p.office) AS nama_kabupaten,
    w.ritel,
    p.kategori,
    ((p.kurang & w.diminta) * 35185445863425 & 76861433640456465) % 15
        + CASE WHEN w.masa_simpan = 0 OR p.masa_simpan_hari >= w.masa_simpan_nilai THEN 0 ELSE 1 END
        + CASE WHEN w.kapasitas = 0 OR p.kapasitas_bulanan >= w.kapasitas_nilai THEN 0 ELSE 1 END
        + CASE WHEN w.harga = 0 OR p.harga_jual <= w.harga_nilai THEN 0 ELSE 1 END
        AS kurang,
    ((p.kurang_pasti & w.diminta) * 35185445863425 & 76861433640456465) % 15
        + CASE WHEN w.masa_simpan = 1 AND p.masa_simpan_hari < w.masa_simpan_nilai THEN 1 ELSE 0 END
        + CASE WHEN w.kapasitas = 1 AND p.kapasitas_bulanan < w.kapasitas_nilai THEN 1 ELSE 0 END
        + CASE WHEN w.harga = 1 AND p.harga_jual > w.harga_nilai THEN 1 ELSE 0 END
        AS kurang_pasti,
    CASE WHEN m.usaha_besar IS NULL THEN 0 ELSE 1 END AS sudah_memasok
FROM p
INNER JOIN syarat_wajib w ON w.kategori = p.kategori
LEFT JOIN (
    SELECT DISTINCT office, kode_produk, usaha_besar FROM fct_kemitraan WHERE tahap = 'Memasok' AND keadaan <> 'lama'
) m ON m.office = p.office AND m.kode_produk = p.row_key AND m.usaha_besar = w.ritel
LEFT JOIN dim_office o ON o.code = p.office
