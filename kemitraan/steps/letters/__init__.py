"""What is written to senders and staff: the words, and each letter once."""
