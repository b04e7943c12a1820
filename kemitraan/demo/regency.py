"""Businesses and products of a regency, invented: the contract's columns, values as a clean cell holds them.

Dtype of every column is object: ``str``, ``int``, ``float``, ``date`` or None.
"""

from __future__ import annotations

import pandas as pd

from kemitraan.demo.goods import BY_NAME, CENTRES, FIELDS, Good
from kemitraan.demo.values import BRANDS, STREETS, Values
from schemas.reference import Reference

LABELS = ("label_komposisi", "label_produsen", "label_kedaluwarsa", "kode_produksi")
LEGAL_FORMS = {"Perorangan": 6, "UD": 2, "CV": 1, "PT Perorangan": 1, "Koperasi": 0.5, "Belum Ada": 2}


def frame(**columns: list) -> pd.DataFrame:
    """A frame that keeps every value as it is."""
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})


def villages(reference: Reference, regency: str) -> list[tuple[str, str, str]]:
    """Code of the kecamatan, its name and the desa's name, for every desa of a regency."""
    districts = {place.code: place.name for place in reference.places if place.parent == regency}
    desa = [place for place in reference.places if place.parent in districts]
    return [(place.parent, districts[place.parent], place.name) for place in desa]


def make_umkm(values: Values, reference: Reference, office: str, prefix: str, count: int, year: int) -> pd.DataFrame:
    """Businesses numbered from 1. Each has a NIB or a NIK; kecamatan and desa are by name."""
    numbers = range(1, count + 1)
    places = values.pick(villages(reference, office), count)
    fields = values.pick(FIELDS, count, [field.share for field in FIELDS])
    sexes = values.sexes(count)
    brands, draws = values.pick(BRANDS, count), values.whole(0, 10**6, count)
    titles = [field.titles[draw % len(field.titles)] for field, draw in zip(fields, draws, strict=True)]
    kbli = [field.kbli[draw % len(field.kbli)] for field, draw in zip(fields, draws, strict=True)]
    nib = values.some(values.nib(count), 0.85)
    nik = values.nik([kecamatan for kecamatan, _, _ in places], sexes)
    niks = values.some(nik, 0.9)
    omzet = values.rupiah(150e6, 1.1, 500_000, count, 14_900_000_000)
    houses = zip(values.pick(STREETS, count), values.whole(1, 99, count), strict=True)
    latitude, longitude = CENTRES[office]
    scatter = values.rng.normal(0, 0.06, (2, count))
    return frame(
        kode_umkm=[f"{prefix}-{number:04d}" for number in numbers],
        nib=nib,
        nik_pemilik=[niks[i] if nib[i] else nik[i] for i in range(count)],
        nama_usaha=[f"{titles[i]} {brands[i]} {number}" for i, number in enumerate(numbers)],
        nama_pemilik=values.people(sexes),
        jenis_kelamin=sexes,
        telepon=values.some(values.phone(count), 0.95),
        email=values.some([f"usaha{number:05d}@example.com" for number in numbers], 0.4),
        alamat=[f"Jl. {street} No. {number}" for street, number in houses],
        kecamatan=[kecamatan for _, kecamatan, _ in places],
        desa=[desa for _, _, desa in places],
        kbli=values.some(kbli, 0.95),
        bidang_usaha=[field.name for field in fields],
        bentuk_usaha=values.pick(tuple(LEGAL_FORMS), count, tuple(LEGAL_FORMS.values())),
        tahun_berdiri=values.some(values.whole(1996, year - 1, count), 0.8),
        modal_usaha=[max(500_000, amount // 5_000_000 * 500_000) for amount in omzet],
        omzet_tahunan=omzet,
        tenaga_kerja_l=values.whole(0, 6, count),
        tenaga_kerja_p=values.whole(0, 8, count),
        skala=values.some(["Mikro" if amount <= 2_000_000_000 else "Kecil" for amount in omzet], 0.8),
        npwp=values.some(values.npwp(count), 0.35),
        lintang=values.some((latitude + scatter[0]).clip(-3.59, -0.81).round(5).tolist(), 0.7),
        bujur=values.some((longitude + scatter[1]).clip(118.71, 119.89).round(5).tolist(), 0.7),
    )


def make_produk(values: Values, umkm: pd.DataFrame, count: int, year: int, licensed: float) -> pd.DataFrame:
    """``count`` products, at least one a business. ``licensed`` is the share of foods that have what food needs."""
    owners = sorted([*range(len(umkm)), *values.whole(0, len(umkm) - 1, count - len(umkm))])
    keys, fields, names = (umkm[name].tolist() for name in ("kode_umkm", "bidang_usaha", "nama_usaha"))
    numbers = _numbers_within(owners)
    draws = values.whole(0, 10**6, count)
    goods = [_good(fields[owners[i]], draws[i] + numbers[i]) for i in range(count)]
    brands = [next(brand for brand in BRANDS if brand in names[owner]) for owner in owners]
    packs, prices = values.pick((1, 1, 2), count), values.pick((0.9, 1.0, 1.1, 1.25), count)
    permits = values.some(["pirt" if draw % 12 else "md" for draw in draws], licensed)
    lasting = [permits[i] if goods[i].is_food and (goods[i].shelf_days or 0) >= 7 else None for i in range(count)]
    blessed = values.some([True] * count, licensed)
    return frame(
        kode_produk=[f"{keys[owner]}-{number:02d}" for owner, number in zip(owners, numbers, strict=True)],
        kode_umkm=[keys[owner] for owner in owners],
        nama_produk=[f"{good.name} {brand}" for good, brand in zip(goods, brands, strict=True)],
        merek=values.some(brands, 0.8),
        kategori=[good.category for good in goods],
        isi_bersih=[good.content * pack for good, pack in zip(goods, packs, strict=True)],
        satuan=[good.unit for good in goods],
        harga_jual=[int(round(goods[i].price * packs[i] * prices[i], -3)) for i in range(count)],
        kapasitas_bulanan=values.some([10 * amount for amount in values.whole(4, 300, count)], 0.85),
        masa_simpan_hari=[good.shelf_days for good in goods],
        pirt=values.where([permit == "pirt" for permit in lasting], lambda mask: values.pirt(mask, year)),
        md=values.where([permit == "md" for permit in lasting], values.md),
        halal=values.where([bool(goods[i].is_food and blessed[i]) for i in range(count)], values.halal),
        gtin=values.some(values.gtin(count), 0.5),
        hki=values.some(values.hki(count), 0.25),
        **{name: values.pick(("Ya", "Tidak"), count, (0.75, 0.25)) for name in LABELS},
    )


def _good(field: str, draw: int) -> Good:
    goods = BY_NAME[field].goods
    return goods[draw % len(goods)]


def _numbers_within(owners: list[int]) -> list[int]:
    """1, 2, … within each run of the same owner."""
    numbers = [1] * len(owners)
    for index in range(1, len(owners)):
        if owners[index] == owners[index - 1]:
            numbers[index] = numbers[index - 1] + 1
    return numbers
