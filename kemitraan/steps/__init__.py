"""The steps of the job as plain functions: collect, archive, check, load, publish, answer. No server is needed."""
