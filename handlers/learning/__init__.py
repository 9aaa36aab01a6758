"""What people decided about requests teaches the router: at once as a memory, later as a new version of the trained model.

`lessons` is what the other slices ask; `rules` says when to train and what is worse; `versions` and `telling` are for `bot/router`.
"""
