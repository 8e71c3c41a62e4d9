"""The rest of an address as a parameter of its route, whatever it holds.

Starlette's own ``{name:path}`` ends at a line feed, and then the address is that of no route.
"""

from __future__ import annotations

from starlette.convertors import PathConvertor, register_url_convertor


class _Rest(PathConvertor):
    regex = "(?s:.*)"


register_url_convertor("rest", _Rest())


def rest(name: str) -> str:
    """What a route ends in whose parameter of that name is the rest of the address."""
    return f"{{{name}:rest}}"
