"""The product's settings: ``kemitraan.toml``, checked as a whole, and the home folder it stands in."""
