"""The job of one submission, step by step, from a source to its answer, and the summary of a run."""
