"""The submission contract as one definition, and the pure functions that judge a workbook by it."""
