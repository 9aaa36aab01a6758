"""What is sent at its hour: digests, their charts, and the quarterly restitution."""
