"""The bots we measure ourselves against: the smallest honest echo of each library, as its own documentation writes it."""
