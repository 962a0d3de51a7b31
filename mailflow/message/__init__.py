"""Bytes to ``Message``: MIME, charsets, body text, quotes and signatures; never raises.

What a message *means* is left to ``understanding/``.
"""

from mailflow.message.forward import forwarded
from mailflow.message.parts import Bounds
from mailflow.message.reading import parse
from mailflow.message.subtraction import subtract

__all__ = ["Bounds", "forwarded", "parse", "subtract"]
