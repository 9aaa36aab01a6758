"""The daily micro-survey: twenty seconds, answered honestly because nobody can find out who said what."""
