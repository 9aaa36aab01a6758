"""The daily micro-survey: twenty seconds, answered honestly because nobody can find out who said what.

`publishing` decides what may be shown of four weeks of answers; `audit` proves that nothing shown, ever, tells of fewer than five people.
"""
