"""Ask: finding passages that answer a question."""
