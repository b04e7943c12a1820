"""Inspects a package before it is read: limits, signatures, error values and formulas without a result."""
