"""A request that somebody hands on: who, whether a superior agrees, and where its lines stand in the mail (SPEC §4)."""

from __future__ import annotations

from dataclasses import replace

from mailflow.model.meaning import Form
from mailflow.model.message import Message
from mailflow.model.rules import Rulebook
from mailflow.understanding.contact import EMAIL
from mailflow.understanding.form import Body, cut
from mailflow.understanding.lexicon import Lexicon, lexicon_of
from mailflow.understanding.municipality import centre_in, municipality_of_domain
from mailflow.understanding.sentences import agreement_in
from mailflow.understanding.tokens import fold


def handed_on(message: Message, inner: Message, form: Form, rulebook: Rulebook) -> Form:
    """Note the forwarder, and the agreement that a superior's own words give; count lines in the outer text."""
    lexicon = lexicon_of(rulebook)
    shift = _offset(message.text, inner.text)
    agreement = form.supervisor_agreement
    if agreement is None:
        agreement = _forwarder_agrees(cut(message, lexicon), lexicon)
    form = form if form.ocmw else _in_the_same_centre(form, message, lexicon)
    form = form if form.email else replace(form, email=_address_for(form, message))
    return replace(
        form,
        forwarded_by=message.from_,
        supervisor_agreement=agreement,
        sources={name: line + shift for name, line in form.sources.items()},
        unknown_services=tuple(replace(row, line=row.line + shift) for row in form.unknown_services),
        unclear_dates=tuple(replace(row, line=row.line + shift) for row in form.unclear_dates),
        out_of_scope=tuple(replace(row, line=row.line + shift) for row in form.out_of_scope),
    )


def _address_for(form: Form, message: Message) -> str:
    """Return the address of a requester whose mail shows none: one with his name in it, else the forwarder's."""
    name = fold(form.name).replace(" ", "")
    given = (match[0].strip("'.").lower() for match in EMAIL.finditer(message.new_text.replace("mailto:", " ")))
    his = (one for one in given if name and name in fold(one.partition("@")[0]).replace(" ", ""))
    return next(his, message.from_.email if message.from_ is not None else "")


def _in_the_same_centre(form: Form, message: Message, lexicon: Lexicon) -> Form:
    """Fill a centre that the forwarded mail doesn't name with that of the one who forwards it."""
    below = [line.text for line in cut(message, lexicon).below]
    named = [centre_in(text) for text in (*below, *message.signature.split("\n"))]
    text, place = next((centre for centre in named if centre is not None and centre[1] is not None), ("", None))
    if place is None and message.from_ is not None:
        place = municipality_of_domain(message.from_.email)
        text = place.names[max(place.area)] if place is not None else ""
    return form if place is None else replace(form, ocmw=text, ocmw_nis=place.nis, area=place.area)


def _forwarder_agrees(body: Body, lexicon: Lexicon) -> bool | None:
    """Read agreement in the forwarder's words: as a superior's, or as "ik ga akkoord"."""
    said, _ = agreement_in(body.sentences, lexicon)
    if said is not None:
        return said
    for sentence in body.sentences:
        hit = lexicon.book("agrees").first(sentence.tokens)
        if hit is not None and not sentence.asks and lexicon.book("not_yet").first(sentence.tokens) is None:
            near = sentence.tokens[max(0, hit.start - 3) : hit.end + 1]
            return lexicon.book("no").first(near) is None
    return None


def _offset(outer: str, inner: str) -> int:
    """Return how many lines stand before a forwarded text inside the outer one (0 if it doesn't stand there)."""
    wanted = [line.strip() for line in inner.split("\n")]
    lines = [line.lstrip("> ").strip() for line in outer.split("\n")]
    anchor = next((i for i, line in enumerate(wanted) if len(line) > 10), None)
    if anchor is None or wanted[anchor] not in lines:
        return 0
    return max(0, lines.index(wanted[anchor]) - anchor)
