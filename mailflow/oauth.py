"""Tokens for servers that take no password any more (RFC 6749, XOAUTH2): how to obtain one, and what is wrong with it.

Logging in with a token is the adapters' matter; they ask ``TokenSource.token`` anew at each login.
"""

from __future__ import annotations

import base64
import binascii
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from mailflow.config.sections import OAuth2Section
from mailflow.errors import LoginRefused, MailboxUnreachable

Post = Callable[[str, Mapping[str, str]], tuple[int, bytes]]

TIMEOUT = 20.0
# A token is renewed this long before it ends, so that it never ends between being asked for and being used.
MARGIN = 120.0
M365_SCOPE = "https://outlook.office365.com/.default"
M365_AUDIENCES = {"https://outlook.office365.com", "https://outlook.office.com", "00000002-0000-0ff1-ce00-000000000000"}
M365_ROLES = {"mailbox": "IMAP.AccessAsApp", "smtp": "SMTP.SendAsApp"}


def post(url: str, fields: Mapping[str, str]) -> tuple[int, bytes]:
    """Send a form and return status and body; raises ``OSError`` if nobody answers."""
    # The configuration allows https, and http to this machine only.
    form = urlencode(fields).encode()
    request = urllib.request.Request(url, form, {"Accept": "application/json"})  # noqa: S310 - as above
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - as above
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()


class TokenSource:
    """Obtains access tokens for one application and keeps each until shortly before its end."""

    def __init__(self, section: OAuth2Section, send: Post = post, clock: Callable[[], float] = time.monotonic) -> None:
        self._section = section
        self._send = send
        self._clock = clock
        self._token = ""
        self._until = 0.0

    def token(self) -> str:
        """Return a token that is valid now.

        Raises ``LoginRefused`` with the provider's own words, ``MailboxUnreachable`` if it does not answer, and
        ``ConfigError`` if a secret is missing.
        """
        if not self._token or self._clock() >= self._until:
            answer = self._ask()
            self._token = str(answer["access_token"])
            self._until = self._clock() + float(answer.get("expires_in", 0)) - MARGIN
        return self._token

    def forget(self) -> None:
        """Obtain a new token next time: the server did not take this one."""
        self._token = ""

    def _ask(self) -> Mapping[str, Any]:
        url = self.url
        try:
            status, body = self._send(url, self._fields())
        except OSError as problem:
            raise MailboxUnreachable(f"no token: {url} does not answer ({problem})") from problem
        try:
            answer = json.loads(body)
        except ValueError:
            answer = {}
        if status != 200 or not isinstance(answer, dict) or "access_token" not in answer:
            told = answer.get("error_description") or answer.get("error") if isinstance(answer, dict) else ""
            raise LoginRefused(f"no token: {' '.join(str(told or f'{url} answered {status}').split())[:300]}")
        return answer

    @property
    def url(self) -> str:
        """Where tokens are asked for."""
        given = self._section
        usual = {
            "m365": f"https://login.microsoftonline.com/{quote(given.tenant, safe='')}/oauth2/v2.0/token",
            "google": "https://oauth2.googleapis.com/token",
        }
        return given.token_url or usual[given.provider]

    def _fields(self) -> dict[str, str]:
        given = self._section
        fields = {"client_id": given.client_id, "client_secret": given.secret.read()}
        if given.provider == "google":
            return fields | {"grant_type": "refresh_token", "refresh_token": given.refresh.read()}
        scope = given.scope or M365_SCOPE
        return fields | {"grant_type": "client_credentials", "scope": scope}


def wrong_claims(token: str, wanted: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each claim of a Microsoft token with which Exchange would refuse it (SPEC §12).

    ``wanted`` maps what is logged in to (``mailbox``, ``smtp``) to the role it needs. The signature is not verified:
    this only explains. A token that can't be read yields nothing.
    """
    claims = claims_of(token)
    if not claims:
        return
    audience = str(claims.get("aud", ""))
    if audience not in M365_AUDIENCES:
        yield f"claim aud is {audience!r}: the scope must be {M365_SCOPE} (a token for Graph can't read IMAP)"
    if claims.get("scp") and not claims.get("roles"):
        yield "claim scp instead of roles: this is a person's token; grant *application* permissions"
    roles = claims.get("roles") or []
    for what, role in wanted.items():
        if role not in roles:
            yield (
                f"claim roles lacks {role}: grant it to the application (Office 365 Exchange Online), "
                f"with the administrator's consent, for [{what}]"
            )


def claims_of(token: str) -> Mapping[str, Any]:
    """Return the claims of a token (RFC 7519), ``{}`` if it is none."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        read = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, binascii.Error):
        return {}
    return read if isinstance(read, dict) else {}
