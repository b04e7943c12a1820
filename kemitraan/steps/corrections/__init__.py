"""Corrections of cells on behalf of their senders: judged as a workbook's cells are, told, and kept beside the
archive.
"""
