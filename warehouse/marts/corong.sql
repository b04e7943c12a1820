-- The funnel: how many partnerships reached each stage, stand there, left it, and how long they stayed.
WITH jalan AS MATERIALIZED (
    SELECT * FROM mart_corong_rows
),

pernah AS (
    SELECT r.usaha_besar, r.office, r.row_key, MAX(t.urutan) AS tertinggi
    FROM jalan r
    INNER JOIN dim_tahap t ON t.tahap = r.tahap AND t.urutan <= 7
    GROUP BY r.usaha_besar, r.office, r.row_key
),

lama AS (
    SELECT
        usaha_besar,
        tahap,
        lama_bulan,
        ROW_NUMBER() OVER (PARTITION BY usaha_besar, tahap ORDER BY lama_bulan) AS urutan,
        COUNT(*) OVER (PARTITION BY usaha_besar, tahap) AS banyak
    FROM jalan
    WHERE lama_bulan IS NOT NULL
)

SELECT
    m.usaha_besar,
    t.tahap,
    COALESCE(c.jumlah_mencapai, 0) AS jumlah_mencapai,
    COALESCE(k.jumlah_kini, 0) AS jumlah_kini,
    COALESCE(l.jumlah_keluar, 0) AS jumlah_keluar,
    l.lama_bulan_median
FROM (SELECT DISTINCT usaha_besar FROM jalan) m
INNER JOIN dim_tahap t ON t.urutan <= 7
LEFT JOIN (
    SELECT p.usaha_besar, s.tahap, COUNT(*) AS jumlah_mencapai
    FROM pernah p
    INNER JOIN dim_tahap s ON s.urutan <= p.tertinggi
    GROUP BY p.usaha_besar, s.tahap
) c ON c.usaha_besar = m.usaha_besar AND c.tahap = t.tahap
LEFT JOIN (
    SELECT usaha_besar, tahap, COUNT(*) AS jumlah_kini FROM mart_kemitraan_rows GROUP BY usaha_besar, tahap
) k ON k.usaha_besar = m.usaha_besar AND k.tahap = t.tahap
LEFT JOIN (
    SELECT
        usaha_besar,
        tahap,
        MAX(banyak) AS jumlah_keluar,
        CAST(AVG(CASE WHEN 2 * urutan BETWEEN banyak AND banyak + 2 THEN lama_bulan END) AS DOUBLE PRECISION)
            AS lama_bulan_median
    FROM lama
    GROUP BY usaha_besar, tahap
) l ON l.usaha_besar = m.usaha_besar AND l.tahap = t.tahap
