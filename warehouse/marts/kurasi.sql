-- Curation results: products by the verdict of their newest curation.
-- Grain:   one office and hasil.
-- Columns: office · nama_kabupaten · hasil · jumlah_produk · skor_rata_rata (0 to 100)
-- Owner:   provinsi
SELECT
    office,
    nama_kabupaten,
    hasil,
    COUNT(*) AS jumlah_produk,
    AVG(skor) AS skor_rata_rata
FROM mart_kurasi_rows
GROUP BY office, nama_kabupaten, hasil
