"""Reference data as files, each with its edition and source (see SOURCES.md)."""
