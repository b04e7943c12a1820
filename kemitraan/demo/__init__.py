"""Invented submissions: a believable month for the demonstration, large workbooks for the benchmark."""
