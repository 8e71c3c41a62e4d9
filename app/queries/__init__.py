"""The questions that the REST API asks: functions of a generation and of what is asked, nothing of HTTP.

They run in workers, where a generation is open, and give the shapes of :mod:`app.answers`. Values are bound
as terms, never written into the text of a query.
"""
