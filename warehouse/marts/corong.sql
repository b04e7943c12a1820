-- The funnel: how many partnerships reached each stage, stand there, left it, and how long they stayed.
WITH jalan AS MATERIALIZED (
    SELECT office, row_key, usaha_besar, tahap, lama_bulan FROM mart_corong_rows
),

pernah AS (
    SELECT p.usaha_besar, p.tertinggi, COUNT(*) AS banyak
    FROM (
        SELECT r.usaha_besar, MAX(t.urutan) AS tertinggi
        FROM jalan r
        INNER JOIN dim_tahap t ON t.tahap = r.tahap AND t.urutan <= 7
        GROUP BY r.office, r.row_key, r.usaha_besar
    ) p
    GROUP BY p.usaha_besar, p.tertinggi
),

-- How many left a stage after so many months, how many of them after no more, and how many in all.
lama AS (
    SELECT
        k.usaha_besar,
        k.tahap,
        k.lama_bulan,
        k.banyak,
        SUM(k.banyak) OVER (PARTITION BY k.usaha_besar, k.tahap ORDER BY k.lama_bulan) AS sampai,
        SUM(k.banyak) OVER (PARTITION BY k.usaha_besar, k.tahap) AS semua
    FROM (
        SELECT usaha_besar, tahap, lama_bulan, COUNT(*) AS banyak
        FROM jalan
        WHERE lama_bulan IS NOT NULL
        GROUP BY usaha_besar, tahap, lama_bulan
    ) k
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
    SELECT p.usaha_besar, s.tahap, CAST(SUM(p.banyak) AS BIGINT) AS jumlah_mencapai
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
        CAST(MAX(semua) AS BIGINT) AS jumlah_keluar,
        CAST(AVG(CASE WHEN 2 * sampai >= semua AND 2 * (sampai - banyak) <= semua THEN lama_bulan END) AS DOUBLE PRECISION)
            AS lama_bulan_median
    FROM lama
    GROUP BY usaha_besar, tahap
) l ON l.usaha_besar = m.usaha_besar AND l.tahap = t.tahap
