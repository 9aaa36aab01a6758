"""`relais seed`: a made-up year of a town, lived by the rules of real requests. To try, to show, to measure; never beside real ones."""
