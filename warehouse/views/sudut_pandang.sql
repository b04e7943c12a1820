-- The point of view of every figure: the period, the moment, the period's last day and number. By default the newest
-- period in force, as known when what is in force or corrected, or the identity of a record, last changed.
SELECT b.period, k.known_on, b.hari_akhir AS akhir, b.urutan
FROM (SELECT MAX(period) AS period FROM in_force WHERE live_to IS NULL) p
INNER JOIN dim_bulan b ON b.period = p.period
CROSS JOIN (
    SELECT MAX(c.at) AS known_on
    FROM (
        SELECT live_from AS at FROM in_force
        UNION ALL SELECT live_to FROM in_force WHERE live_to IS NOT NULL
        UNION ALL SELECT changed_at FROM identity_run
        UNION ALL SELECT entered_at FROM correction
        UNION ALL SELECT ended_at FROM correction WHERE ended_at IS NOT NULL
    ) c
) k
