-- The newest curation of each product up to the period's last day; the score is nilai_akhir, else the mean of the five.
SELECT k.office, k.row_key, k.kode_produk, k.tanggal, k.hasil, k.skor
FROM (
    SELECT
        f.office,
        f.row_key,
        f.kode_produk,
        f.tanggal,
        f.hasil,
        COALESCE(
            f.nilai_akhir,
            (f.skor_legalitas + f.skor_kemasan + f.skor_kualitas + f.skor_kapasitas + f.skor_harga) / 5
        ) AS skor,
        ROW_NUMBER() OVER (PARTITION BY f.office, f.kode_produk ORDER BY f.tanggal DESC) AS urutan_terbaru
    FROM fct_kurasi f
    CROSS JOIN sudut_pandang s
    WHERE f.tanggal <= s.akhir
) k
WHERE k.urutan_terbaru = 1
