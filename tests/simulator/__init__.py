"""A seeded world in which the real application lives for weeks: time, networks, database and people are simulated, nothing else.

Everything that is drawn is drawn from one seed, and nothing waits for the real clock, so a week takes seconds and a failure is
played again by its number: `python -m tests.simulator --seed N`. The method is TigerBeetle's (docs/delivery.md, How it is tested).
"""
