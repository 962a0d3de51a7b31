"""All sample letters at once: proved to render (``mailflow check``), or written out (``mailflow letters``)."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email.policy import default
from html import escape
from pathlib import Path

from mailflow.errors import Mistake, TemplateError
from mailflow.letters.cast import NOW, Sample, sample_orders
from mailflow.letters.compose import Composer, Stamp
from mailflow.letters.identity import message_id, new_token
from mailflow.model.letter import Letter
from mailflow.model.rules import Rulebook

_MAILBOX = "hrm@pod.example"


def render_all(rulebook: Rulebook, templates: Path) -> tuple[Mistake, ...]:
    """Render every sample letter; return a mistake for each template that fails, once."""
    composer = Composer(rulebook, templates, _MAILBOX)
    mistakes: dict[str, Mistake] = {}
    for index, sample in enumerate(sample_orders(rulebook)):
        try:
            _compose(composer, index, sample)
        except TemplateError as error:
            name = f"{sample[0].to.language}/{sample[0].kind}.j2"
            mistakes.setdefault(str(error), Mistake(str(templates / name), "", str(error), "a template that renders"))
    return tuple(mistakes.values())


def write_all(rulebook: Rulebook, templates: Path, out: Path) -> tuple[Path, ...]:
    """Write every sample letter as .eml, .html and .txt, with an index. Raises ``TemplateError`` and ``OSError``."""
    composer = Composer(rulebook, templates, _MAILBOX)
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    links: list[str] = []
    for name, letter in _named(composer, sample_orders(rulebook)):
        for suffix, content in _faces(letter):
            path = out / f"{name}{suffix}"
            path.write_bytes(content)
            written.append(path)
        faces = " ".join(f'<a href="{name}{suffix}">{suffix[1:]}</a>' for suffix, _ in _faces(letter))
        links.append(f"<tr><th scope=row>{name}</th><td>{escape(letter.subject)}</td><td>{faces}</td></tr>")
    index = out / "index.html"
    page = "\n".join(links)
    head = '<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8"><title>Letters</title>\n<h1>Letters</h1>\n'
    index.write_text(f"{head}<table>\n{page}\n</table>\n", encoding="utf-8")
    return (*written, index)


def _named(composer: Composer, samples: list[Sample]) -> Iterator[tuple[str, Letter]]:
    """Compose the samples, each under a name that tells language, kind, role, and which variant it is."""
    count: dict[str, int] = {}
    for index, sample in enumerate(samples):
        order = sample[0]
        kind = f"{order.kind}-{order.of}" if order.of else order.kind.value
        stem = f"{order.to.language}-{kind}-{order.to.role}"
        count[stem] = count.get(stem, 0) + 1
        yield f"{stem}-{count[stem]}", _compose(composer, index, sample)


def _compose(composer: Composer, index: int, sample: Sample) -> Letter:
    """Compose one sample; its token follows from its place, so that two runs write the same files."""
    order, request = sample
    token = new_token("sample", index)
    identity = message_id(token, request.ref if request else "", _MAILBOX.partition("@")[2])
    return composer.compose(order, request, Stamp(NOW, token, identity))


def _faces(letter: Letter) -> Iterator[tuple[str, bytes]]:
    """Return a letter's faces: the mail, its page, its text, and what hangs on it."""
    message = email.message_from_bytes(letter.content, policy=default)
    yield ".eml", letter.content
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        if part.is_attachment():
            yield f".{part.get_filename()}", payload
        elif part.get_content_type() in {"text/html", "text/plain"}:
            yield {"text/html": ".html", "text/plain": ".txt"}[part.get_content_type()], payload
