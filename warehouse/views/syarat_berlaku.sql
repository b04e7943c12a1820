-- The requirements of each retailer in force on the period's last day: of several for one persyaratan the latest.
SELECT t.office, t.row_key, t.ritel, t.persyaratan, t.wajib, t.nilai, t.dapat_dinegosiasikan
FROM (
    SELECT
        f.office,
        f.row_key,
        f.ritel,
        f.persyaratan,
        CASE WHEN f.wajib THEN 1 ELSE 0 END AS wajib,
        f.nilai,
        CASE WHEN f.dapat_dinegosiasikan THEN 1 ELSE 0 END AS dapat_dinegosiasikan,
        ROW_NUMBER() OVER (
            PARTITION BY f.ritel, f.persyaratan ORDER BY f.berlaku_mulai DESC, f.office, f.row_key
        ) AS urutan_terbaru
    FROM fct_persyaratan f
    CROSS JOIN sudut_pandang s
    WHERE f.keadaan <> 'lama'
      AND f.berlaku_mulai <= s.akhir
      AND (f.berlaku_sampai IS NULL OR f.berlaku_sampai >= s.akhir)
) t
WHERE t.urutan_terbaru = 1
