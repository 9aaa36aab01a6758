"""Working time, the three clocks, the ladder of reminders: on time, in working time, never lost, never noisy.

Its rules are read by every slice, so nothing is imported here: the commands, presses and jobs are in `entrances`.
"""
