"""The real bot in processes of its own, killed at named points, frozen, cut off, starved of disk; then what people saw is counted."""
