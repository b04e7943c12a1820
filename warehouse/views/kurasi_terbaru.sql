-- The newest curation of each product up to the period's last day; the score is nilai_akhir, else the mean of the five. A
-- curation's key is its product and its day, so of a product's keys the greatest is the newest.
WITH t AS MATERIALIZED (
    SELECT f.office, MAX(f.row_key) AS row_key
    FROM sudut_pandang s
    CROSS JOIN fct_kurasi f
    WHERE f.tanggal <= s.akhir
    GROUP BY f.office, f.kode_produk
)

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
FROM t
INNER JOIN fct_kurasi k ON k.office = t.office AND k.row_key = t.row_key
