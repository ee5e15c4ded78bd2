"""A hall of virtual students, who ask the server as their pages would.

`asked` records what a page sends, `connection` carries it, `student` drags dials, `run` fills the
hall, `seen` counts and `told` judges. Students share the cores with the server, so each is a few
lines over a socket: clients of libraries cost several times as much for a request.
"""
