"""The errors of mailflow, and what each of them means to the one who catches it.

    MailflowError                    everything that mailflow raises by intent
    ├── ConfigError                  the operator's files: exit 78; carries all mistakes at once
    │   └── RulesError               the rule author's files: the old rule set stays in force
    ├── TemporaryError               try again later: exit 75
    │   ├── MailboxUnreachable       IMAP: no connection, time-out, BYE, a dead link
    │   ├── LoginRefused             IMAP or SMTP: wrong password, expired token
    │   ├── MoveRefused              IMAP: the server won't move this message (quota, rights); the link is fine
    │   ├── StoreLocked              another process holds the store
    │   └── StoreUnwritable          disk full, read-only: nothing was committed
    ├── StoreDamaged                 the store can't be read back; names file and place
    ├── MessageUnavailable           the server lists a message that it does not deliver
    └── TemplateError                a letter can't be rendered

An error's docstring is its default message.
"""

from __future__ import annotations

from dataclasses import dataclass


class MailflowError(Exception):
    """mailflow could not do what it was asked."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a file that a person wrote: where it is, what stands there, what was expected."""

    file: str
    place: str
    found: str
    expected: str
    hint: str = ""

    def __str__(self) -> str:
        place = f": {self.place}" if self.place else ""
        found = f": found {self.found}" if self.found else ""
        hint = f" (did you mean {self.hint}?)" if self.hint else ""
        return f"{self.file}{place}{found}: expected {self.expected}{hint}"


class ConfigError(MailflowError):
    """The configuration has mistakes."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(str(mistake) for mistake in mistakes))


class RulesError(ConfigError):
    """The rule files have mistakes."""


class TemporaryError(MailflowError):
    """It does not work now; try again later."""


class MailboxUnreachable(TemporaryError):
    """The mailbox can't be reached."""


class LoginRefused(TemporaryError):
    """The server refused the login."""


class MoveRefused(TemporaryError):
    """The server refuses to move this message."""


class StoreLocked(TemporaryError):
    """Another mailflow has this store open."""


class StoreUnwritable(TemporaryError):
    """The store can't be written."""


class StoreDamaged(MailflowError):
    """The store can't be read."""


class MessageUnavailable(MailflowError):
    """The server does not deliver this message."""


class TemplateError(MailflowError):
    """A letter can't be rendered."""
