"""Server and worker kept running on one machine, for ``kemitraan up``."""
