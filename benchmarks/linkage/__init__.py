"""Records with known businesses and owners, made up for training and measuring the matcher of ``warehouse.linkage``.

``python -m benchmarks.linkage.training`` makes its model anew; ``python -m benchmarks.linkage.measuring`` measures it
on other records. No name, number or business in them is real.
"""
