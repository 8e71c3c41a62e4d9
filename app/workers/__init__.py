"""Work that may cost too much: it runs in processes of its own, which can be ended.

``pool.py`` runs in the server and hands out the work, ``worker.py`` is the process that does it, ``tasks.py``
what can be done, ``channel.py`` how the two talk.
"""
