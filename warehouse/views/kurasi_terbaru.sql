-- The newest curation of each product up to the period's last day; the score is nilai_akhir, else the mean of the five.
SELECT
    k.office,
    k.row_key,
    k.kode_produk,
    k.tanggal,
    k.hasil,
    COALESCE(
        k.nilai_akhir,
        (k.skor_legalitas + k.skor_kemasan + k.skor_kualitas + k.skor_kapasitas + k.skor_harga) / 5
    ) AS skor
FROM (
    SELECT f.*, ROW_NUMBER() OVER (PARTITION BY f.office, f.kode_produk ORDER BY f.tanggal DESC) AS urutan_terbaru
    FROM fct_kurasi f
    CROSS JOIN sudut_pandang s
    WHERE f.tanggal <= s.akhir
) k
WHERE k.urutan_terbaru = 1
