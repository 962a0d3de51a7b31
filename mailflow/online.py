"""Try the servers of a configuration: can we log in, is the folder there, is there a token? (``check --online``)

Nothing is read, moved or sent. Each try answers with sentences; what fails says what to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mailflow.app import alarm_server, imap_server, smtp_server
from mailflow.config import Config
from mailflow.errors import MailboxUnreachable, MailflowError
from mailflow.link import reason
from mailflow.mailbox import ImapMailbox
from mailflow.oauth import M365_ROLES, TokenSource, wrong_claims
from mailflow.outbox.server import SmtpServer, connect, hang_up


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one try; ``what`` is the section of the configuration."""

    what: str
    works: bool
    said: str


def try_servers(config: Config) -> Iterator[Tried]:
    """Try token, mailbox and mail server, one after the other; a failure of one does not hide the others'."""
    tries: list[tuple[str, Callable[[Config], str]]] = [("mailbox", _mailbox), ("smtp", _smtp)]
    if config.alarm.host:
        tries.append(("alarm", _alarm))
    if config.mailbox.oauth2 or config.smtp.oauth2:
        yield from _tokens(config)
    for what, attempt in tries:
        try:
            yield Tried(what, True, attempt(config))
        except MailflowError as problem:
            yield Tried(what, False, str(problem))


def _tokens(config: Config) -> Iterator[Tried]:
    try:
        token = TokenSource(config.oauth2).token()
    except MailflowError as problem:
        yield Tried("oauth2", False, str(problem))
        return
    routes = (("mailbox", config.mailbox.oauth2), ("smtp", config.smtp.oauth2))
    wanted = {name: M365_ROLES[name] for name, used in routes if used}
    wrong = list(wrong_claims(token, wanted)) if config.oauth2.provider == "m365" else []
    for sentence in wrong:
        yield Tried("oauth2", False, sentence)
    if not wrong:
        yield Tried("oauth2", True, "a token was given")


def _mailbox(config: Config) -> str:
    server = imap_server(config, TokenSource(config.oauth2))
    mailbox = ImapMailbox(server)
    try:
        position = mailbox.position(None)
    finally:
        mailbox.close()
    return f"{server}: logged in; {config.mailbox.folder} is there, its newest message is number {position.uid}"


def _smtp(config: Config) -> str:
    return _connected(smtp_server(config, TokenSource(config.oauth2)))


def _alarm(config: Config) -> str:
    return _connected(alarm_server(config))


def _connected(server: SmtpServer) -> str:
    try:
        hang_up(connect(server))
    except OSError as problem:
        refused = getattr(problem, "smtp_code", 0) in {534, 535}
        remedy = "; check user name and secret" if refused else ""
        raise MailboxUnreachable(f"{server}: {reason(problem)}{remedy}") from problem
    return f"{server}: {'logged in' if server.username else 'it answers, without a login'}"
