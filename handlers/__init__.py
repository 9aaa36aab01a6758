"""The town hall: what is said to us, what we decide, what we answer. May import `handlers`, `storage` and `config`."""
