"""Charts: `specs` is what one shows, as data; `gather` makes it from measures; `drawing` makes it a picture, in a process of its own.

`scales` and `titles` are pure: what an axis may hold, where chance ends, and the sentence to remember. Only drawing imports matplotlib.
"""
