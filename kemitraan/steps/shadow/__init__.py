"""What a rule, a contract version or synonyms would change, tried on archived submissions; nothing is stored."""
