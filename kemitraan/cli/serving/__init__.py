"""Keeps server and worker running on one machine, for ``kemitraan up``."""
