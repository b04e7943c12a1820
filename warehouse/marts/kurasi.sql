-- Curation results: products by the verdict of their newest curation.
SELECT
    office,
    nama_kabupaten,
    hasil,
    COUNT(*) AS jumlah_produk,
    AVG(skor) AS skor_rata_rata
FROM mart_kurasi_rows
GROUP BY office, nama_kabupaten, hasil
