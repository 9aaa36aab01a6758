"""Which service and which direction a sentence is for, why, and whether it speaks of a danger.

`rules` answers; `loading` brings a trained router; `danger` reads the words that put the telephone before the form.
May import `config` (a town's catalogue) and numpy. scikit-learn is imported by `training` and `logistic`, in a process of
their own, and by what measures (`baselines`, `trial`), which the bot never imports.
"""


class TrainingFailed(Exception):
    """The router could not be trained; the message ends with what the training said last."""
