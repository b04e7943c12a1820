-- The way of each partnership: every stage that a month states, the month it was entered and the month it was left.
SELECT
    'fct_kemitraan_bulanan' AS source,
    t.office,
    t.row_key,
    MIN(t.period) AS period,
    t.usaha_besar,
    t.tahap,
    MIN(t.urutan) AS masuk,
    MIN(t.keluar) AS keluar,
    MIN(t.keluar) - MIN(t.urutan) AS lama_bulan
FROM (
    SELECT
        p.office,
        p.row_key,
        p.period,
        p.usaha_besar,
        p.tahap,
        b.urutan,
        LEAD(b.urutan) OVER (PARTITION BY p.office, p.row_key ORDER BY p.period) AS keluar
    FROM fct_tahap p
    INNER JOIN dim_bulan b ON b.period = p.period
) t
GROUP BY t.office, t.row_key, t.usaha_besar, t.tahap
