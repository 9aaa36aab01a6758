"""Charts: `specs` is what one shows, as data; `gather` and `long` make it from measures; `drawing` makes it a picture, in its own process.

`scales`, `titles` and `written` are pure: what an axis may hold, where chance ends, the sentence to remember. matplotlib is for drawing.
Others are offered `gather` and `long`, `specs`, `reader` (who a chart is for), `keeping` (a chart beside a message) and what is pure.
"""
