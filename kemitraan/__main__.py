"""Runs the command as ``python -m kemitraan``, for when its script is not on the path."""

import sys

from kemitraan.cli import main

sys.exit(main())
