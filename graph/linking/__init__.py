"""From the names in a text to what they name."""

from graph.linking.indicators import Words
from graph.linking.linker import Link, Linker
from graph.linking.precision import precision

__all__ = ["Link", "Linker", "Words", "precision"]
