-- What stands in the way: products by the status of each requirement.
SELECT
    y.ritel,
    y.persyaratan,
    y.wajib,
    y.nilai,
    COALESCE(r.terpenuhi, 0) AS terpenuhi,
    COALESCE(r.tidak, 0) AS tidak,
    COALESCE(r.proses, 0) AS proses,
    COALESCE(r.ditahan, 0) AS ditahan,
    COALESCE(r.tidak_diketahui, 0) AS tidak_diketahui,
    COALESCE(r.tidak_berlaku, 0) AS tidak_berlaku,
    COALESCE(r.di_luar_data, 0) AS di_luar_data
FROM syarat_berlaku y
LEFT JOIN (
    SELECT
        ritel,
        persyaratan,
        SUM(CASE WHEN status = 'terpenuhi' THEN 1 ELSE 0 END) AS terpenuhi,
        SUM(CASE WHEN status = 'tidak' THEN 1 ELSE 0 END) AS tidak,
        SUM(CASE WHEN status = 'proses' THEN 1 ELSE 0 END) AS proses,
        SUM(CASE WHEN status = 'ditahan' THEN 1 ELSE 0 END) AS ditahan,
        SUM(CASE WHEN status = 'tidak_diketahui' THEN 1 ELSE 0 END) AS tidak_diketahui,
        SUM(CASE WHEN status = 'tidak_berlaku' THEN 1 ELSE 0 END) AS tidak_berlaku,
        SUM(CASE WHEN status = 'di_luar_data' THEN 1 ELSE 0 END) AS di_luar_data
    FROM mart_syarat_rows
    GROUP BY ritel, persyaratan
) r ON r.ritel = y.ritel AND r.persyaratan = y.persyaratan
