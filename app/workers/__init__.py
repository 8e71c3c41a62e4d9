"""Work that may cost too much: it runs in processes of its own, which can be ended.

``pool.py`` runs in the server and hands out the work, ``process.py`` is a worker as the server sees it,
``worker.py`` the process that does the work, ``template.py`` the one that forks it, ``channel.py`` how they
talk; ``tasks.py``, ``files.py`` and ``writes.py`` are what can be done.
"""
