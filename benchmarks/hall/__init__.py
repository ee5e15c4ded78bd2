"""A hall of virtual students, who ask the server as their pages would.

`asked` records what a page sends, `connection` carries it, `student` drags dials, `run` fills the
hall, `seen` counts and `told` judges. Students share the cores with the server, so each is a
coroutine over sockets; docs/decisions.md has what that costs.
"""
