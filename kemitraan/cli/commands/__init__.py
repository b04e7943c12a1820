"""One command a file; each has ``run(arguments) -> exit status``."""
