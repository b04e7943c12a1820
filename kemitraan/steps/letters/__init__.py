"""Letters to senders and staff: their words, and sending each once."""
