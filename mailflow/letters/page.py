"""Blocks as an accessible HTML page: headings, lists, tables with scope, contrast, no image, nothing remote.

The page's shape is ``templates/letter.html.j2``; every value is escaped there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mailflow.letters.blocks import Block
from mailflow.letters.render import Renderer
from mailflow.model.words import Language


@dataclass(frozen=True, slots=True)
class Dressing:
    """What a page needs besides its blocks: subject, language, organisation, and how a ready answer is linked."""

    subject: str
    language: Language
    organisation: str
    link: Callable[[str], str]


def as_page(renderer: Renderer, blocks: tuple[Block, ...], dressing: Dressing) -> str:
    """Write blocks as an HTML page. Raises ``TemplateError``."""
    return renderer.page(
        "letter.html.j2",
        {
            "blocks": blocks,
            "subject": dressing.subject,
            "language": dressing.language.value,
            "organisation": dressing.organisation,
            "link": dressing.link,
        },
    )
