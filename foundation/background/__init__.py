"""Work off the request: one queue in the database, what does it, what comes by the clock, and what failed.

`work` declares a piece of work and hands it in, `worker` does it, `chores` hand in what is due by the clock, `once` keeps
an effect from happening twice, `mishaps` remember what failed.
"""
