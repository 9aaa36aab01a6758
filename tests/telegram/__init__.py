"""Telegram as the tests see it: a Bot API server of our own, the people who write through it, and what our platform does with both."""
