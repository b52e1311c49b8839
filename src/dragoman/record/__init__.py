"""The memory: what was read, what changed, who agrees, who contradicts.

Rows that come from readings are inserted and never changed. Everything else (works, lines of figures, merged events, verdicts) is a function of
the rows held and of people's judgements; what is stored of it is a copy that can be computed again at any time, for today or for any day before.
"""
