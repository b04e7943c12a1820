-- What is known of each requirement on the period's last day: who can change it, for which categories, the topic that mends it.
SELECT d.persyaratan, d.golongan, d.topik, d.di_luar_data, d.untuk
FROM dim_persyaratan d
INNER JOIN sudut_pandang s
    ON d.berlaku_mulai <= s.akhir AND (d.berlaku_sampai IS NULL OR d.berlaku_sampai >= s.akhir)
