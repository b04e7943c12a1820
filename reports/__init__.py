"""The partnership report and its figures, told from the marts."""
