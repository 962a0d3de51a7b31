"""What the attacks share: an outsider, ways to forge, and a watch over what must not change."""

from dataclasses import dataclass, field, replace

from mailflow.model.letter import Letter
from mailflow.model.request import Request
from mailflow.pipeline import Trust
from mailflow.ports import Handled
from mailflow.testing.conversation import HR, MAILBOX, Conversation
from tests.conversations.scenes import ELS

EVE = "eve@evil.example"
BEA = "bea.maes@mi-is.example"
JUR = "claire.dumont@pod.example"
STUD = "lien.goossens@pod.example"
SERVER = "mx.mi-is.example"
VOUCHED = Trust(authserv_id=SERVER)
# What only the people of the request may read.
SECRETS = ("014 00 00 00", "samenwerking met de POD verbeteren", ELS)


@dataclass
class Watch:
    """Remembers how things stood before an attack."""

    talk: Conversation
    ref: str = "ONT-2026-0001"
    before: Request = field(init=False)
    count: int = field(init=False)

    def __post_init__(self) -> None:
        self.before = what_counts(self.talk.request(self.ref))
        self.count = len(self.talk.sent)

    @property
    def since(self) -> list[Letter]:
        return self.talk.sent[self.count :]

    def nothing_changed(self) -> None:
        """The request and its visits are as they were."""
        assert what_counts(self.talk.request(self.ref)) == self.before

    def harmless(self, *readers: str, most: int = 1) -> None:
        """Nothing changed; at most so many letters left, and only to these readers."""
        self.nothing_changed()
        assert len(self.since) <= most, [(x.kind.value, x.address) for x in self.since]
        assert {x.address for x in self.since} <= set(readers), [(x.kind.value, x.address) for x in self.since]

    def held(self, doubt: str) -> Letter:
        """Nothing changed, and HR was told why, with a way to release it."""
        self.harmless(HR)
        assert [x.kind.value for x in self.since] == ["action"]
        assert self.talk.request(self.ref).held[-1].doubt == doubt
        return self.since[0]


def what_counts(request: Request) -> Request:
    """A request without its book-keeping: what is kept for release, what runs, whom we asked back."""
    return replace(request, held=(), timers=(), heard_at=None, unclear_steps=())


def reads_nothing(talk: Conversation, outsider: str = EVE) -> None:
    """No letter to an outsider tells anything about the people of the request."""
    for letter in talk.letters(to=outsider):
        content = letter.content.decode()
        assert not any(secret in letter.text or secret in content for secret in SECRETS), letter.text


def answer(talk: Conversation, letter: Letter, text: str, sender: str, **headers: str) -> Handled:
    """Answer a letter in its thread, with any headers (underscores for hyphens)."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    thread = {"In-Reply-To": f"<{letter.message_id}>", "References": f"<{letter.message_id}>"}
    return talk.mail(sender, f"RE: {letter.subject}", text, {**thread, **given})


def raw(head: list[str], body: str = "akkoord\r\n") -> bytes:
    """A mail whose headers no mail program would write."""
    lines = [f"To: {MAILBOX}", "Date: Mon, 23 Nov 2026 09:00:00 +0100", "Message-ID: <raw-1@evil.example>", *head]
    return ("\r\n".join([*lines, "", ""]) + body).encode("utf-8", "surrogateescape")
