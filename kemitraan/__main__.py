"""``python -m kemitraan``: the command, where its script is not on the path."""

import sys

from kemitraan.cli import main

sys.exit(main())
