"""Which records are one business: brought up to date, and decided by people."""
