"""The people of the system tests and what they write, as bytes on the wire."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from urllib.parse import parse_qs, unquote, urlsplit

from mailflow.model.words import Language
from mailflow.testing.quoting import Original, Quoting
from tests.system.post import Taken

HR = "an.devos@mi-is.example"
OPERATOR = "operator@mi-is.example"
ELS = "els.peeters@ocmw-mol.example"
CLAIRE = "claire.dumont@pod.example"
LIEN = "lien.goossens@pod.example"

REQUEST = """\
Beste,

Naam: {name}
Voornaam: {first}
OCMW: Mol
Telefoon: 014 00 00 00
Diensten: {services}
Motivatie: Ik wil de samenwerking met de POD verbeteren.

Met vriendelijke groeten,
{first} {name}
"""


def mail(sender: str, to: str, subject: str, body: str, **headers: str) -> bytes:
    """Return a mail; keywords are further headers (``in_reply_to``)."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip(">"))
    for name, value in headers.items():
        message[name.replace("_", "-").title()] = value
    message.set_content(body)
    return message.as_bytes()


def request(to: str, sender: str = ELS, services: str = "Juridische dienst, Studiedienst") -> bytes:
    """Return a complete request; the name is made from the address."""
    first, _, name = sender.partition("@")[0].partition(".")
    body = REQUEST.format(name=name.title(), first=first.title(), services=services)
    return mail(f"{first.title()} {name.title()} <{sender}>", to, "Aanvraag ontdekkingsstage", body)


def answer(letter: Taken, to: str, text: str, quoting: Quoting, sender: str = "") -> bytes:
    """Return the answer of a letter's reader with a mail program that quotes the whole letter."""
    seen = Original(to, letter.to, letter.subject, letter.text, datetime.now(UTC), Language.NL)
    thread = {"in_reply_to": letter.message_id, "references": letter.message_id}
    return mail(sender or letter.to, to, f"RE: {letter.subject}", quoting(text, seen), **thread)


def press(letter: Taken, word: str, sender: str = "") -> bytes:
    """Return the fresh mail of the ``mailto:`` button whose ready answer begins with a word: no thread, no quote."""
    page = letter.message.get_body(("html",))
    assert page is not None
    links = [part.partition('"')[0] for part in str(page.get_content()).split('href="')[1:]]
    for link in links:
        if not link.startswith("mailto:"):
            continue
        url = urlsplit(link.replace("&amp;", "&"))
        fields = {name: values[0] for name, values in parse_qs(url.query, strict_parsing=True).items()}
        if fields.get("body", "").upper().startswith(word.upper()):
            return mail(sender or letter.to, unquote(url.path), fields["subject"], fields["body"])
    raise AssertionError(f"no button {word!r} in {links}")
