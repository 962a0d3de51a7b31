"""An order becomes a letter: template, text, HTML, calendar object, headers, one value with finished bytes (law 3).

Whether, when and to whom a letter goes is decided in ``engine/``; how it leaves, in ``outbox/``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from mailflow.errors import TemplateError
from mailflow.letters import identity
from mailflow.letters.buttons import mailto
from mailflow.letters.invitation import Occasion, Person, calendar_object
from mailflow.letters.mime import Body, Envelope, finished, mail_address, subject_line
from mailflow.letters.page import Dressing, as_page
from mailflow.letters.pen import Outgoing, Pen
from mailflow.letters.plain import as_text
from mailflow.letters.render import Draft, Renderer
from mailflow.letters.sight import Seen, see
from mailflow.letters.views import House, hours_of, see_house, see_visit
from mailflow.model.dates import Slot
from mailflow.model.letter import Letter, SendLetter
from mailflow.model.request import Request, Visit
from mailflow.model.rules import Rulebook
from mailflow.model.words import LetterKind, Method, Partstat

_CERTIFICATE = {"nl": "attest.html", "fr": "attestation.html", "de": "bescheinigung.html"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What makes this letter itself: moment, token, Message-ID (no brackets), the mails it follows, last = answered."""

    now: datetime
    token: str
    message_id: str
    references: tuple[str, ...] = ()
    not_before_at: datetime | None = None


class Composer:
    """Writes letters from a rule set and a directory of templates, for one mailbox."""

    def __init__(self, rulebook: Rulebook, templates: Path, mailbox: str) -> None:
        self._rulebook = rulebook
        self._renderer = Renderer(templates)
        self._mailbox = mailbox

    def compose(self, order: SendLetter, request: Request | None, stamp: Stamp) -> Letter:
        """Write one letter; the same arguments always give the same bytes. Raises ``TemplateError`` only."""
        draft = self._draft(order, request, stamp)
        ref = request.ref if request else ""
        tag = identity.tag(ref, stamp.token)
        house = see_house(self._rulebook, self._mailbox, order.to.language)
        subject = subject_line(draft.subject, tag)
        dressing = Dressing(
            subject=draft.subject,
            language=order.to.language,
            organisation=house.organisation,
            link=lambda body: mailto(self._mailbox, subject, body),
        )
        text = as_text(draft.blocks)
        body = Body(text=text, html=as_page(self._renderer, draft.blocks, dressing))
        body = self._with_calendar(body, order, request, house)
        if (order.of or order.kind) is LetterKind.THANKS and request:
            body = self._with_certificate(body, order, request, stamp)
        envelope = Envelope(
            from_name=house.organisation,
            from_address=self._mailbox,
            to_name=order.to.name,
            to_address=order.to.address,
            subject=draft.subject,
            tag=tag,
            at=stamp.now,
            message_id=stamp.message_id,
            language=order.to.language,
            references=stamp.references,
            answers=bool(order.answers) and stamp.references[-1:] == (order.answers,),
        )
        return Letter(
            message_id=stamp.message_id,
            token=stamp.token,
            kind=order.kind,
            role=order.to.role,
            address=mail_address(order.to.address),
            language=order.to.language,
            subject=subject,
            created_at=stamp.now,
            content=finished(envelope, body),
            text=text,
            ref=ref,
            version=request.version if request else 0,
            of=order.of,
            visits=order.visits,
            shown=order.shown,
            about=order.about,
            not_before_at=_later(stamp.not_before_at, order.hold_until),
        )

    # -------------------------------------------------------------------------------------------------------- words

    def _draft(self, order: SendLetter, request: Request | None, stamp: Stamp, *, inner: bool = False) -> Draft:
        """Write an order's template; ``inner`` leaves out what stands once around it (the foot)."""
        pen = Pen(order, request, self._rulebook, stamp.now)
        sees = see(order, request, self._seen(stamp))
        sees["inner"] = inner
        if order.kind is LetterKind.REMINDER and order.of:
            again = replace(order, kind=order.of, of=None)
            repeated = self._draft_short(again, request, stamp)
            pen.will_repeat(repeated.blocks)
            sees["subject"] = repeated.subject
            sees["of"] = order.of.value
        if order.preview:
            pen.will_preview(tuple(self._preview(each, order, stamp) for each in order.preview))
        return self._renderer.draft(order.kind.value, order.to.language, sees, pen)

    def _draft_short(self, order: SendLetter, request: Request | None, stamp: Stamp) -> Draft:
        """Write the letter that a reminder repeats: shorter, without greeting and foot."""
        sees = see(order, request, self._seen(stamp)) | {"inner": True, "short": True}
        return self._renderer.draft(
            order.kind.value, order.to.language, sees, Pen(order, request, self._rulebook, stamp.now)
        )

    def _preview(self, inner: SendLetter, outer: SendLetter, stamp: Stamp) -> Outgoing:
        """Write a letter that will leave, for whoever may still stop it."""
        draft = self._draft(inner, inner.as_of or outer.preview_of, stamp, inner=True)
        return Outgoing(inner.to.address, draft.subject, draft.blocks)

    def _seen(self, stamp: Stamp) -> Seen:
        return Seen(self._rulebook, self._mailbox, stamp.now)

    # ----------------------------------------------------------------------------------------------- what hangs on it

    def _with_calendar(self, body: Body, order: SendLetter, request: Request | None, house: House) -> Body:
        """Add the calendar object where the order has one."""
        if order.invitation is None:
            return body
        visit = request.visit(order.invitation.visit) if request else None
        if request is None or visit is None:
            raise TemplateError(f"letter {order.kind}: an invitation without its visit")
        content = calendar_object(order.invitation, self._occasion(order, request, visit, house))
        return replace(body, calendar=content, method=order.invitation.method)

    def _occasion(self, order: SendLetter, request: Request, visit: Visit, house: House) -> Occasion:
        """Say the event in the guest's language. A CANCEL tells of the half-day that was (fact ``old``)."""
        assert order.invitation is not None
        old = order.facts.get("old")
        cancelled = order.invitation.method is Method.CANCEL
        slot = old if cancelled and isinstance(old, Slot) else visit.slot
        if slot is None:
            raise TemplateError(f"letter {order.kind}: an invitation for visit {visit.number} without a half-day")
        now = order.invitation.stamp_at
        sees = see(order, request, Seen(self._rulebook, self._mailbox, now))
        sees["visit"] = see_visit(visit, self._rulebook, order.to.language, slot)
        draft = self._renderer.draft("_event", order.to.language, sees, Pen(order, request, self._rulebook, now))
        guest = next((each for each in visit.guests if each.address == order.to.address), None)
        summary = draft.subject if self._rulebook.office.title_with_names else request.ref
        return Occasion(
            uid=visit.uid,
            slot=slot,
            hours=hours_of(visit, self._rulebook, slot.half),
            summary=summary,
            location=house.place,
            description=as_text(draft.blocks),
            organizer=Person(self._mailbox, house.organisation),
            guest=Person(mail_address(order.to.address), order.to.name),
            partstat=guest.partstat if guest else Partstat.NEEDS_ACTION,
        )

    def _with_certificate(self, body: Body, order: SendLetter, request: Request, stamp: Stamp) -> Body:
        """Add the attendance certificate, a page to print."""
        language = order.to.language
        sees = see(order, request, self._seen(stamp))
        sees["day"] = Pen(order, request, self._rulebook, stamp.now).day
        page = self._renderer.page(f"{language}/certificate.html.j2", sees)
        return replace(body, page=page, page_name=_CERTIFICATE[language])


def _later(first: datetime | None, second: datetime | None) -> datetime | None:
    """Return the later of two moments that may be absent."""
    given = [moment for moment in (first, second) if moment]
    return max(given) if given else None
