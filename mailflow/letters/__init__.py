"""Orders to finished letters: words from templates, text and HTML, invitations, headers, bytes.

Nothing here decides anything, reads the clock or sends.
"""

from mailflow.letters.compose import Composer, Stamp

__all__ = ["Composer", "Stamp"]
