"""Which records are one business and which have one owner: pure functions over a frame of records.

``names`` reads names, ``blocking`` finds the pairs worth a look, ``features`` compares them, ``model`` weighs what it
finds, ``grouping`` makes groups of the pairs and of what people decided. Nothing here reads a database or a clock.
"""
