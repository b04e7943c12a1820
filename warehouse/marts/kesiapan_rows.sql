-- Each counted product beside each retailer, with how many compulsory requirements it does not meet.
SELECT
    r.source,
    r.office,
    r.row_key,
    COALESCE(o.name, r.office) AS nama_kabupaten,
    r.ritel,
    r.kategori,
    SUM(CASE WHEN r.wajib = 1 AND r.status IN ('tidak', 'proses', 'ditahan', 'tidak_diketahui') THEN 1 ELSE 0 END)
        AS kurang,
    SUM(CASE WHEN r.wajib = 1 AND r.status IN ('tidak', 'proses') THEN 1 ELSE 0 END) AS kurang_pasti,
    CASE
        WHEN EXISTS (
            SELECT 1
            FROM fct_kemitraan k
            WHERE k.office = r.office
              AND k.kode_produk = r.row_key
              AND k.usaha_besar = r.ritel
              AND k.tahap = 'Memasok'
              AND k.keadaan <> 'lama'
        ) THEN 1
        ELSE 0
    END AS sudah_memasok
FROM mart_syarat_rows r
LEFT JOIN dim_office o ON o.code = r.office
GROUP BY r.source, r.office, r.row_key, o.name, r.ritel, r.kategori
