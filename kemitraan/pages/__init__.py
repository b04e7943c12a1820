"""Pages for people, as Markdown: what they say is made here, and shown by whoever has a place for it."""
