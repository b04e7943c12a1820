"""The partnership report as data: what the forum is told, computed from the marts' own rows (``figures.md`` §3 and §6).

``reading`` asks the warehouse once; everything else is a pure function of what it read. ``as_data`` puts the parts
together.
"""
