"""Residents' personal data, taken out of what people type before anything is stored.

`rules.mask` is the entrance; `numbers` and `names` find. Imports nothing of ours; every search is linear in the text.
"""
