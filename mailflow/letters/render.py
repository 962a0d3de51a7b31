"""Templates to blocks: one text per letter and language, from which both the plain and the HTML form are made.

Templates run in Jinja's sandbox with strict names; every value that they print is cleaned and guarded (``blocks``),
so that outsiders' text stays text. A site may bring its own directory of templates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import DictLoader, StrictUndefined
from jinja2 import TemplateError as JinjaError
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from mailflow.errors import TemplateError
from mailflow.letters.blocks import GUARD, Block, guard, one_line, read_draft
from mailflow.letters.pen import Pen
from mailflow.letters.typography import bind
from mailflow.model.words import Language

_SUBJECT = "Subject:"


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter before it has a shape: its subject (without tag) and its parts."""

    subject: str
    blocks: tuple[Block, ...]


class Renderer:
    """The templates of a directory: ``<language>/<letter>.j2`` for words, ``*.html.j2`` for pages.

    All are read at once: what somebody edits meanwhile counts from the next reading of the rules on, as a whole.
    """

    def __init__(self, templates: Path) -> None:
        loader = DictLoader(_sources(templates))
        self._drafts = ImmutableSandboxedEnvironment(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=True,
            finalize=_finalize,
            lstrip_blocks=True,
            extensions=[_TagLines],
        )
        self._pages = ImmutableSandboxedEnvironment(
            loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
        )

    def draft(self, name: str, language: Language, sees: Mapping[str, object], pen: Pen) -> Draft:
        """Write a letter's template; its first line is ``Subject: …``. Raises ``TemplateError``."""
        path = f"{language}/{name}.j2"
        functions = {each: getattr(pen, each) for each in _FUNCTIONS}
        text = _run(self._drafts, path, {**functions, **sees})
        head, _, body = text.lstrip().partition("\n")
        if not head.startswith(_SUBJECT):
            raise TemplateError(f"{path}: the first line must be '{_SUBJECT} …'")
        subject = one_line(head.removeprefix(_SUBJECT).replace(GUARD, ""), 160)
        return Draft(subject, tuple(bind(block, language) for block in read_draft(body, pen.blocks)))

    def page(self, name: str, sees: Mapping[str, object]) -> str:
        """Write an HTML page with every value escaped. Raises ``TemplateError``."""
        return _run(self._pages, name, sees)


def _sources(templates: Path) -> dict[str, str]:
    """Return the text of every template by its path in the directory. Raises ``TemplateError``."""
    try:
        return {
            file.relative_to(templates).as_posix(): file.read_text(encoding="utf-8")
            for file in sorted(templates.rglob("*.j2"))
        }
    except (OSError, UnicodeError) as problem:
        raise TemplateError(f"{templates}: a template can't be read: {problem}") from problem


class _TagLines(Extension):
    """Lets a line of nothing but tags leave no empty line behind; Jinja's own ``trim_blocks`` also joins lines that
    merely end with a tag. The line numbers of errors stay right, because the newline goes on in a comment.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """Return the source with such lines joined to the next."""
        return re.sub(r"(?m)^([ \t]*(?:\{%(?:(?!%\}).)*%\}[ \t]*)+)\n", r"\1{#\n#}", source)


_FUNCTIONS = tuple(
    name for name in vars(Pen) if not name.startswith("_") and name not in {"blocks", "will_repeat", "will_preview"}
)


def _finalize(value: object) -> Markup:
    """Clean what a template prints; a value that isn't there is a mistake of the template."""
    if isinstance(value, Markup):
        return value
    if value is None:
        raise TemplateError("a template prints a value that is not there")
    return Markup(guard(str(value)))  # noqa: S704 - guarded text; HTML is escaped when the page is written


def _run(environment: ImmutableSandboxedEnvironment, path: str, sees: Mapping[str, object]) -> str:
    """Run one template; whatever it stumbles over becomes a ``TemplateError`` that names the file."""
    try:
        return environment.get_template(path).render(sees)
    except JinjaError as error:
        line = getattr(error, "lineno", None)
        place = f"{path}:{line}" if line else path
        raise TemplateError(f"{place}: {type(error).__name__}: {error}") from error
    except TemplateError as error:
        raise TemplateError(f"{path}: {error}") from error
    except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError, StopIteration) as error:
        raise TemplateError(f"{path}: {type(error).__name__}: {error}") from error
