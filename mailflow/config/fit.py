"""What must fit between the keys of a configuration, and which environment variables nobody would read.

Single values have been read when this begins; here ports get their usual numbers, secrets their place, and what
contradicts itself is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from mailflow.config.sections import NO_SECRET, AlarmSection, MailboxSection, OAuth2Section, Secret, SmtpSection
from mailflow.config.whole import Config
from mailflow.errors import Mistake

IMAP_PORTS = {"tls": 993, "starttls": 143, "none": 143}
SMTP_PORTS = {"tls": 465, "starttls": 587, "none": 25}

# The span of the first must be longer than that of the second.
_LONGER = (
    ("mailbox.alarm_after", "mailbox.poll"),
    ("probe.within", "mailbox.poll"),
    ("probe.every", "probe.within"),
)

_Finding = tuple[str, str, str]
_Route = MailboxSection | SmtpSection | AlarmSection
_Some = TypeVar("_Some", MailboxSection, SmtpSection, AlarmSection)


def fit(config: Config, environ: Mapping[str, str], typed: Mapping[str, str]) -> tuple[Config, list[Mistake]]:
    """Fill in ports and secrets, and return what doesn't fit together; ``typed`` is each key as written."""
    config = replace(
        config,
        mailbox=_settled("mailbox", config.mailbox, IMAP_PORTS, config, environ),
        smtp=_settled("smtp", config.smtp, SMTP_PORTS, config, environ),
        alarm=_settled("alarm", config.alarm, SMTP_PORTS, config, environ),
        oauth2=_with_secrets(config, environ),
    )
    findings = [
        *_routes(config),
        *_oauth2(config),
        *_people(config),
        *_places(config),
        *_spans(config, typed),
        *_trust(config),
    ]
    file = str(config.file)
    return config, [Mistake(file, place, found, expected) for place, found, expected in findings]


def _settled(name: str, route: _Some, ports: Mapping[str, int], config: Config, environ: Mapping[str, str]) -> _Some:
    secret = _secret(config, (name, "password"), (route.password_env, route.password_file), environ)
    return replace(route, port=route.port or ports[route.security], secret=secret if route.username else NO_SECRET)


def _with_secrets(config: Config, environ: Mapping[str, str]) -> OAuth2Section:
    given = config.oauth2
    return replace(
        given,
        secret=_secret(
            config, ("oauth2", "client_secret"), (given.client_secret_env, given.client_secret_file), environ
        ),
        refresh=_secret(
            config, ("oauth2", "refresh_token"), (given.refresh_token_env, given.refresh_token_file), environ
        ),
    )


def _secret(config: Config, at: tuple[str, str], given: tuple[str, str], environ: Mapping[str, str]) -> Secret:
    variable, file = given
    default = f"MAILFLOW_{at[0]}_{at[1]}".upper()
    return Secret(
        place=f"{at[0]}.{at[1]}_{'file' if file else 'env'}",
        variable=variable or default,
        file=config.path(file) if file else None,
        environ=environ,
    )


def _routes(config: Config) -> Iterator[_Finding]:
    routes: tuple[tuple[str, _Route], ...] = (
        ("mailbox", config.mailbox),
        ("smtp", config.smtp),
        ("alarm", config.alarm),
    )
    for name, route in routes:
        if not route.host:
            continue
        if route.security == "none" and not _loopback(route.host):
            found = f'"none" for {route.host}'
            yield (
                f"{name}.security",
                found,
                '"tls" or "starttls" (passwords go unprotected only to this machine itself)',
            )
        if route.password_env and route.password_file:
            yield f"{name}.password_file", "password_env as well", "only one of password_env and password_file"
        if not route.username and (route.password_env or route.password_file):
            yield f"{name}.username", "a password without it", "a user name"
        if route.cafile and not config.path(route.cafile).is_file():
            yield f"{name}.cafile", route.cafile, "a file with certificates"
    if config.smtp.oauth2 and not config.smtp.username:
        yield "smtp.username", "oauth2 without it", "the address that the token is for"


def _loopback(host: str) -> bool:
    if host in {"127.0.0.1", "localhost", "::1"}:
        return True
    # Asked for only here, so that commands that reach no server don't pay for the import of ssl.
    from mailflow.link import is_loopback

    return is_loopback(host)


def _oauth2(config: Config) -> Iterator[_Finding]:
    given = config.oauth2
    if not (config.mailbox.oauth2 or config.smtp.oauth2):
        return
    needed = {"m365": ("tenant", "client_id"), "google": ("client_id",), "custom": ("client_id", "token_url", "scope")}
    for name in needed[given.provider]:
        if not getattr(given, name):
            yield f"oauth2.{name}", "", f'a text (provider "{given.provider}" needs it)'
    if given.token_url and not given.token_url.startswith("https://") and not _local_url(given.token_url):
        yield "oauth2.token_url", given.token_url, "an address that begins with https://"


def _local_url(url: str) -> bool:
    host = url.removeprefix("http://").partition("/")[0].rpartition(":")[0]
    return url.startswith("http://") and _loopback(host)


def _people(config: Config) -> Iterator[_Finding]:
    if not config.people.hr:
        yield "people.hr", "[]", "at least one mail address: somebody has to decide"
    if "@" not in config.address:
        yield "smtp.from", config.smtp.from_, "the mailbox's address (mailbox.username is none)"


def _places(config: Config) -> Iterator[_Finding]:
    mailbox = config.mailbox
    folders = [mailbox.folder, mailbox.done_folder, mailbox.aside_folder]
    if len({folder.lower() for folder in folders}) < len(folders):
        yield "mailbox.done_folder", ", ".join(folders), "three different folders (folder, done_folder, aside_folder)"
    for place, written in (("rules.path", config.rules.path), ("templates.path", config.templates.path)):
        if written and not config.path(written).is_dir():
            yield place, written, "an existing directory"
    if config.contacts_path is not None and not config.contacts_path.is_file():
        yield "rules.contacts", config.rules.contacts, "an existing file"


def _spans(config: Config, typed: Mapping[str, str]) -> Iterator[_Finding]:
    mailbox, probe = config.mailbox, config.probe
    spans = {"mailbox.poll": mailbox.poll, "mailbox.retry": mailbox.retry, "smtp.retry": config.smtp.retry}
    for place, span in spans.items():
        if span < timedelta(seconds=1):
            yield place, typed[place], "1s or more"
    spans |= {"mailbox.alarm_after": mailbox.alarm_after, "probe.within": probe.within, "probe.every": probe.every}
    for longer, shorter in _LONGER:
        if spans[longer] <= spans[shorter]:
            yield longer, typed[longer], f"longer than {shorter} ({typed[shorter]})"


def _trust(config: Config) -> Iterator[_Finding]:
    if config.trust.dkim:
        from importlib.util import find_spec

        if not all(map(find_spec, ("dkim", "dns"))):
            yield "trust.dkim", "true", "false, or the packages for it: pip install 'mailflow[dkim]'"


def loose_ends(
    tables: Mapping[str, Any], environ: Mapping[str, str], keys: Mapping[str, tuple[str, ...]]
) -> list[Mistake]:
    """Return the environment variables that look like a key of ours and are none, for want of a letter.

    Variables without a near key stay unmentioned: container systems set some of their own (``MAILFLOW_WEB_PORT_…``).
    """
    variables = {f"MAILFLOW_{section}_{key}".upper() for section, names in keys.items() for key in names}
    secrets = {name.removesuffix("_ENV") for name in variables if name.endswith("_ENV")}
    referred = {
        value
        for table in (*(t for t in tables.values() if isinstance(t, Mapping)), environ)
        for name, value in table.items()
        if isinstance(value, str) and name.lower().endswith("_env")
    }
    from difflib import get_close_matches

    mistakes = []
    for name in sorted(environ):
        if not name.startswith("MAILFLOW_") or name in variables | secrets | referred:
            continue
        hint = get_close_matches(name, sorted(variables), n=1, cutoff=0.9)
        if hint:
            mistakes.append(Mistake("environment", name, "", "a known variable", hint[0]))
    return mistakes
