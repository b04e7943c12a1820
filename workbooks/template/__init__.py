"""Workbooks ready to be filled in, made from the one definition of the contract."""

from workbooks.template.build import build_template

__all__ = ["build_template"]
