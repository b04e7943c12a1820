"""Mail: submissions from a mailbox (IMAP), answers to an office's registered address (SMTP)."""
