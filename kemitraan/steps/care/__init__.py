"""The care of a home: its health, tidying up, backups, the archive, what staff teach."""
