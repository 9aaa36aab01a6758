"""The tests mirror the tree; journeys and faults tell whole stories."""
