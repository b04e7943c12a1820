"""Corrections: what staff say a stated cell should be, as dated data. Batches stay as they were sent."""
