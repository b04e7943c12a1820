"""File names as they may be shown: a sender can type a telephone number, a NIK or an address into one."""

from __future__ import annotations

from schemas.masking import mask_file_name as shown

__all__ = ["shown"]
