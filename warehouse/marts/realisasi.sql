-- What was delivered to each retailer, month by month: by the counts of each month's statement, and what corrections add to
-- them.
SELECT
    j.period,
    j.office,
    COALESCE(o.name, j.office) AS nama_kabupaten,
    j.usaha_besar,
    j.jumlah_memasok,
    j.nilai_realisasi_rp
FROM (
    SELECT
        h.period,
        h.office,
        h.usaha_besar,
        SUM(CASE WHEN h.tahap = 'Memasok' THEN h.banyak ELSE 0 END) AS jumlah_memasok,
        CAST(COALESCE(SUM(h.nilai_realisasi), 0) AS BIGINT) AS nilai_realisasi_rp
    FROM (
        SELECT p.period, p.office, n.usaha_besar, n.tahap, n.banyak, n.nilai_realisasi
        FROM pernyataan_berlaku p
        INNER JOIN hitungan_kemitraan n ON n.submission_id = p.submission_id
        WHERE p.sheet = 'Kemitraan'
        UNION ALL
        SELECT p.period, p.office, b.usaha_besar, b.tahap, -1, -b.nilai_realisasi
        FROM corrected_kemitraan c
        CROSS JOIN pernyataan_berlaku p
        INNER JOIN batch_kemitraan b ON b.submission_id = c.submission_id AND b.row_key = c.row_key
        WHERE p.submission_id = c.submission_id AND p.sheet = 'Kemitraan'
        UNION ALL
        SELECT p.period, p.office, c.usaha_besar, c.tahap, 1, c.nilai_realisasi
        FROM corrected_kemitraan c
        INNER JOIN pernyataan_berlaku p ON p.submission_id = c.submission_id AND p.sheet = 'Kemitraan'
    ) h
    GROUP BY h.period, h.office, h.usaha_besar
) j
LEFT JOIN dim_office o ON o.code = j.office
