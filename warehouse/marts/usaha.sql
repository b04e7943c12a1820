-- Businesses, each once, however many offices know it.
SELECT
    usaha_id,
    MAX(CASE WHEN urutan = 1 THEN nama_usaha END) AS nama_usaha,
    COUNT(*) AS jumlah_catatan,
    TRIM(
        MAX(CASE WHEN office = '76.01' THEN '76.01 ' ELSE '' END)
        || MAX(CASE WHEN office = '76.02' THEN '76.02 ' ELSE '' END)
        || MAX(CASE WHEN office = '76.03' THEN '76.03 ' ELSE '' END)
        || MAX(CASE WHEN office = '76.04' THEN '76.04 ' ELSE '' END)
        || MAX(CASE WHEN office = '76.05' THEN '76.05 ' ELSE '' END)
        || MAX(CASE WHEN office = '76.06' THEN '76.06 ' ELSE '' END)
    ) AS offices,
    MAX(dasar) AS dasar
FROM mart_usaha_rows
GROUP BY usaha_id
