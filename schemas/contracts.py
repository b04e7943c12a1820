"""The registry of contract versions, oldest first: one package a version, one line here.

Everybody else asks here, and names no version: the one that a submission names, the newest in force in a month, or all.
"""

from schemas.contract_2026_1 import CONTRACT as CONTRACT_2026_1
from schemas.versions import Contracts

CONTRACTS = Contracts((CONTRACT_2026_1,))
