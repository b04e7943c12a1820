"""What a report cannot do on this computer."""

from __future__ import annotations


class MissingLibrary(Exception):
    """A library of the operating system is missing. The text is Indonesian and names the packages to install."""
