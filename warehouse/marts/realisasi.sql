-- What was delivered to each retailer, month by month.
SELECT
    period,
    office,
    nama_kabupaten,
    usaha_besar,
    SUM(memasok) AS jumlah_memasok,
    CAST(COALESCE(SUM(nilai_realisasi_rp), 0) AS BIGINT) AS nilai_realisasi_rp
FROM mart_realisasi_rows
GROUP BY period, office, nama_kabupaten, usaha_besar
