"""Copies of a running Relais that a disaster leaves: made, kept, verified, put back (docs/backup.md).

manifest: what a copy says of itself. archive: making one. reading: opening one. checking: is it sound. restoring: putting it back.
keeping: the automatic ones. terminal: what an operator types.
"""
