"""Pages for people, as Markdown. They are made here, and shown by whoever has a place for them."""
