"""The shell: everything that waits, listens or ticks, and the only async code. May import every package of ours; nothing imports it."""
