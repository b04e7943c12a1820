-- Partnerships by retailer, regency and stage.
SELECT
    usaha_besar,
    office,
    nama_kabupaten,
    tahap,
    COUNT(*) AS jumlah_kemitraan,
    COUNT(DISTINCT kode_umkm) AS jumlah_umkm,
    CAST(COALESCE(SUM(penempatan), 0) AS BIGINT) AS penempatan,
    CAST(COALESCE(SUM(nilai_kontrak_rp), 0) AS BIGINT) AS nilai_kontrak_rp,
    CAST(COALESCE(SUM(nilai_realisasi_rp), 0) AS BIGINT) AS nilai_realisasi_rp
FROM mart_kemitraan_rows
GROUP BY usaha_besar, office, nama_kabupaten, tahap
