"""The sections of the configuration file as typed values (SPEC §13); each key with its default, as written there.

What every key is for stands, for its reader, in ``config.example.toml``; a test keeps both in step. Reading is the
matter of ``reading.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from mailflow.config import values
from mailflow.config.values import Shape
from mailflow.errors import ConfigError, Mistake
from mailflow.model.dates import Hours
from mailflow.model.words import Language

REQUIRED: Final = "(required)"


def key(written: Any, shape: Shape) -> Any:
    """Declare a key by its default as written in TOML, and its shape; ``REQUIRED`` stands for no default."""
    metadata = {"written": written, "shape": shape}
    if written is REQUIRED:
        return field(metadata=metadata)
    return field(default_factory=lambda: shape.read(written), metadata=metadata)


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret comes from; it is read only when it is used, so that ``list`` needs none.

    ``place`` names the configuration key for messages. ``variable`` is looked up in ``environ`` unless ``file`` is
    given, whose content counts without its line end.
    """

    place: str
    variable: str
    file: Path | None = None
    environ: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def where(self) -> str:
        """Where the secret is looked for, in words."""
        return f"the file {self.file}" if self.file else f"the environment variable {self.variable}"

    def read(self) -> str:
        """Return the secret; raises ``ConfigError`` saying where it was looked for."""
        if self.file is not None:
            try:
                found = self.file.read_text(encoding="utf-8").rstrip("\r\n")
            except (OSError, UnicodeError) as problem:
                raise self._missing(f"a readable file {self.file} ({problem})") from problem
        else:
            found = self.environ.get(self.variable, "")
        if not found:
            raise self._missing(f"a secret in {self.where}")
        return found

    def _missing(self, expected: str) -> ConfigError:
        return ConfigError((Mistake("config", self.place, "", expected),))


NO_SECRET = Secret("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxSection:
    """``[mailbox]``: the IMAP mailbox that is read."""

    host: str = key(REQUIRED, values.FILLED)
    port: int = key(0, values.PORT)
    security: str = key("tls", values.choice("tls", "starttls", "none"))
    username: str = key(REQUIRED, values.FILLED)
    password_env: str = key("", values.TEXT)
    password_file: str = key("", values.TEXT)
    oauth2: bool = key(False, values.FLAG)
    cafile: str = key("", values.TEXT)
    folder: str = key("INBOX", values.FILLED)
    done_folder: str = key("Ontdekkingsstages/Verwerkt", values.FILLED)
    aside_folder: str = key("Ontdekkingsstages/Opzij", values.FILLED)
    poll: timedelta = key("60s", values.SPAN)
    idle: bool = key(True, values.FLAG)
    since: str | date = key("now", values.SINCE)
    alarm_after: timedelta = key("30m", values.SPAN)
    retry: timedelta = key("5m", values.SPAN)
    secret: Secret = NO_SECRET

    @property
    def since_at(self) -> datetime | None:
        """The baseline of the first start (SPEC §11.7): ``None`` for ``now``, 1970 for ``all``; aware, UTC."""
        if isinstance(self.since, date):
            return datetime.combine(self.since, time(), UTC)
        return None if self.since == "now" else datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSection:
    """``[smtp]``: the server that takes our letters; ``username`` empty = no login."""

    host: str = key(REQUIRED, values.FILLED)
    port: int = key(0, values.PORT)
    security: str = key("starttls", values.choice("tls", "starttls", "none"))
    username: str = key("", values.TEXT)
    password_env: str = key("", values.TEXT)
    password_file: str = key("", values.TEXT)
    oauth2: bool = key(False, values.FLAG)
    cafile: str = key("", values.TEXT)
    from_: str = key("", values.MAILBOX)
    per_minute: int = key(30, values.number(1, 10_000))
    retry: timedelta = key("15m", values.SPAN)
    secret: Secret = NO_SECRET


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmSection:
    """``[alarm]``: a second route for warnings to the operator (SPEC §11.4); ``host`` empty = the first one."""

    host: str = key("", values.TEXT)
    port: int = key(0, values.PORT)
    security: str = key("starttls", values.choice("tls", "starttls", "none"))
    username: str = key("", values.TEXT)
    password_env: str = key("", values.TEXT)
    password_file: str = key("", values.TEXT)
    cafile: str = key("", values.TEXT)
    from_: str = key("", values.MAILBOX)
    secret: Secret = NO_SECRET


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeSection:
    """``[probe]``: mailflow writes to itself, to see that mail still leaves and arrives."""

    on: bool = key(False, values.FLAG)
    every: timedelta = key("1h", values.SPAN)
    within: timedelta = key("15m", values.SPAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth2Section:
    """``[oauth2]``: how a token is obtained for mailbox and SMTP where their ``oauth2`` is true."""

    provider: str = key("m365", values.choice("m365", "google", "custom"))
    tenant: str = key("", values.TEXT)
    client_id: str = key("", values.TEXT)
    client_secret_env: str = key("", values.TEXT)
    client_secret_file: str = key("", values.TEXT)
    refresh_token_env: str = key("", values.TEXT)
    refresh_token_file: str = key("", values.TEXT)
    token_url: str = key("", values.TEXT)
    scope: str = key("", values.TEXT)
    secret: Secret = NO_SECRET
    refresh: Secret = NO_SECRET


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleSection:
    """``[people]``: who is who in the house; addresses folded to lower case."""

    hr: tuple[str, ...] = key(REQUIRED, values.ADDRESSES)
    deputies: tuple[str, ...] = key([], values.ADDRESSES)
    operator: str = key("", values.ADDRESS)
    reception: tuple[str, ...] = key([], values.ADDRESSES)
    languages: Mapping[str, Language] = key({}, values.LANGUAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsSection:
    """``[decisions]``: how long a decision may still be taken back."""

    undo: timedelta = key("10m", values.SPAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSection:
    """``[store]``: where the memory lies; ``archive_after`` ``None`` = never."""

    path: str = key("var/mailflow.json", values.FILLED)
    archive_after: timedelta | None = key("90d", values.SPAN_OR_NEVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesSection:
    """``[rules]``: the rule files; empty = the shipped ones. ``contacts`` is a file with contacts laid over them."""

    path: str = key("", values.TEXT)
    contacts: str = key("", values.TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatesSection:
    """``[templates]``: the letters; empty = the shipped ones."""

    path: str = key("", values.TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustSection:
    """``[trust]``: whose word counts about who sent a message (SPEC §10)."""

    authserv_id: str = key("", values.TEXT)
    internal: str = key("", values.choice("", "exchange"))
    dkim: bool = key(False, values.FLAG)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacySection:
    """``[privacy]``: how long personal data is kept after the last that happened to a request, by how it ended."""

    keep: timedelta = key("365d", values.SPAN)
    keep_refused: timedelta = key("365d", values.SPAN)
    keep_withdrawn: timedelta = key("365d", values.SPAN)
    keep_incomplete: timedelta = key("90d", values.SPAN)
    keep_letters: timedelta = key("30d", values.SPAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersSection:
    """``[letters]``: when letters leave; ``hours`` ``None`` = always."""

    hours: Hours | None = key("08:00-18:00", values.HOURS)
    answer_questions: bool = key(False, values.FLAG)


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsSection:
    """``[limits]``: what protects against floods and monsters (SPEC §10); ``message_size`` in octets."""

    message_size: int = key("25 MB", values.SIZE)
    mime_depth: int = key(20, values.number(2, 25))
    mime_parts: int = key(200, values.number(5, 10_000))
    letters_per_day: int = key(20, values.number(1, 1000))
    answers_per_thread: int = key(50, values.number(2, 1000))
    requests_per_day: int = key(20, values.number(1, 1000))


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSection:
    """``[web]``: where the read-only board will listen (host, port); nothing reads it yet."""

    listen: tuple[str, int] = key("127.0.0.1:8080", values.LISTEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSection:
    """``[log]``: how the log looks."""

    format: str = key("text", values.choice("text", "json"))
    level: str = key("info", values.choice("debug", "info", "warning", "error"))
