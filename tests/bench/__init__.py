"""`make bench`: Relais beside stock bots, in one run, on one machine. Ratios are what counts; nothing here is asserted."""
