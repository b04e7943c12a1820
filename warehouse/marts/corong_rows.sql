-- The way of each partnership: every stage that a month states, the month it was entered and the month it was left.
SELECT
    'fct_kemitraan_bulanan' AS source,
    m.office,
    m.row_key,
    m.usaha_besar,
    m.tahap,
    m.masuk,
    MIN(l.urutan) AS keluar,
    MIN(l.urutan) - m.masuk AS lama_bulan
FROM (
    SELECT k.office, k.row_key, k.usaha_besar, k.tahap, MIN(b.urutan) AS masuk
    FROM fct_kemitraan_bulanan k
    INNER JOIN dim_bulan b ON b.period = k.period
    GROUP BY k.office, k.row_key, k.usaha_besar, k.tahap
) m
LEFT JOIN (
    SELECT k.office, k.row_key, k.tahap, b.urutan
    FROM fct_kemitraan_bulanan k
    INNER JOIN dim_bulan b ON b.period = k.period
) l ON l.office = m.office AND l.row_key = m.row_key AND l.urutan > m.masuk AND l.tahap <> m.tahap
GROUP BY m.office, m.row_key, m.usaha_besar, m.tahap, m.masuk
