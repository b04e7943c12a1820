"""The registry of kinds of cell (contract section 4): one file a kind, one line here.

The file of a kind holds everything about it: how it is read, its usual form, how it is stored, what the gate demands,
the expectation in words, an example, what a template offers. Everybody else asks the column's kind.
"""

from schemas.kinds.base import Kind as Kind
from schemas.kinds.base import Word as Word
from schemas.kinds.base import words as words
from schemas.kinds.choice import Choice as Choice
from schemas.kinds.choices import Choices as Choices
from schemas.kinds.coordinate import Coordinate as Coordinate
from schemas.kinds.date import Date as Date
from schemas.kinds.decimals import Decimal as Decimal
from schemas.kinds.desa import Desa as Desa
from schemas.kinds.email_address import Email as Email
from schemas.kinds.gtin import Gtin as Gtin
from schemas.kinds.halal import Halal as Halal
from schemas.kinds.hki import Hki as Hki
from schemas.kinds.integer import Integer as Integer
from schemas.kinds.kabupaten import Kabupaten as Kabupaten
from schemas.kinds.kbli import Kbli as Kbli
from schemas.kinds.kecamatan import Kecamatan as Kecamatan
from schemas.kinds.key import Key as Key
from schemas.kinds.licence import Licence as Licence
from schemas.kinds.md import Md as Md
from schemas.kinds.money import Money as Money
from schemas.kinds.nib import Nib as Nib
from schemas.kinds.nik import Nik as Nik
from schemas.kinds.npwp import Npwp as Npwp
from schemas.kinds.number import Number as Number
from schemas.kinds.partner import UNKNOWN as UNKNOWN
from schemas.kinds.partner import Partner as Partner
from schemas.kinds.partner import signed_partners as signed_partners
from schemas.kinds.partner import unknown_partner as unknown_partner
from schemas.kinds.phone import Phone as Phone
from schemas.kinds.pirt import Pirt as Pirt
from schemas.kinds.sex import Sex as Sex
from schemas.kinds.text import NOTE as NOTE
from schemas.kinds.text import Text as Text
from schemas.kinds.year import Year as Year
from schemas.kinds.yes_no import YesNo as YesNo

KINDS: tuple[type[Kind], ...] = tuple(
    kind
    for kind in list(globals().values())
    if isinstance(kind, type) and issubclass(kind, Kind) and "name" in vars(kind)
)
"""Every kind that a column can have: those imported above that have a name."""
