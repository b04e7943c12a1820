"""Measures how fast the main job is, side by side with a plain script and with the floor: ``python -m benchmarks``."""
