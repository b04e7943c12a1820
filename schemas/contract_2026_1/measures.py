"""The units of columns whose kind alone does not say them."""

from schemas.units import GOODS, MIXED, PEOPLE, RUPIAH, SHOPS, Measure

RUPIAH_A_YEAR = Measure(RUPIAH, rate="tahun")
RUPIAH_A_MONTH = Measure(RUPIAH, rate="bulan")
RUPIAH_EACH = Measure(RUPIAH, each=True)
PERSONS = Measure(counts=PEOPLE)
OUTLETS = Measure(counts=SHOPS)
DAYS = Measure("hari")
A_MONTH = Measure(rate="bulan", counts=GOODS)
BY_UNIT = Measure(unit_in="satuan", each=True)
BY_UNIT_A_MONTH = Measure(rate="bulan", unit_in="satuan")
BY_REQUIREMENT = Measure(MIXED)
