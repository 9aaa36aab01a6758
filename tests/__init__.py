"""The tests mirror the tree; journeys and faults stand apart."""
