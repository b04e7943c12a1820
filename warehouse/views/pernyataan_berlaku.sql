-- The statements in force at that moment, of periods up to that one: what each submission says about one sheet.
SELECT f.submission_id, f.office, f.kind, f.sheet, f.period
FROM sudut_pandang s
INNER JOIN in_force f
    ON f.live_from <= s.known_on AND (f.live_to IS NULL OR f.live_to > s.known_on) AND f.period <= s.period
