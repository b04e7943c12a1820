"""What staff look at: the state of all offices, the report, files to fetch."""
