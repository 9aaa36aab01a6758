"""The auditor: reads the database each minute and says what is not as it must be. It changes nothing.

One small function for each thing looked at (`checks.py` lists them), from a `Look` to `Finding`s: ids, moments, counts, never what people
wrote. It asks nothing of the code it checks. What a limit is, is written down here again on purpose: a slip elsewhere is then found
instead of followed. May import storage.tables, the pure rules of handlers.audit, config; no code that handles, sends or forgets.
"""
