"""Tokens: obtained once, renewed in time, and explained when they would be refused."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from mailflow.config import parse_config
from mailflow.errors import ConfigError, LoginRefused, MailboxUnreachable
from mailflow.oauth import M365_ROLES, TokenSource, claims_of, wrong_claims

TEXT = """
[mailbox]
host = "outlook.example"
username = "hrm@mi-is.example"
oauth2 = true
[smtp]
host = "smtp.example"
[people]
hr = ["an@mi-is.example"]
[oauth2]
"""
M365 = TEXT + 'tenant = "contoso/x"\nclient_id = "app"\n'


class Provider:
    """A provider of tokens that remembers what it was asked."""

    def __init__(self, *answers: tuple[int, object]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, Mapping[str, str]]] = []

    def __call__(self, url: str, fields: Mapping[str, str]) -> tuple[int, bytes]:
        self.asked.append((url, dict(fields)))
        status, answer = self.answers.pop(0)
        return status, answer if isinstance(answer, bytes) else json.dumps(answer).encode()


def source(provider: Provider, text: str = M365, clock: list[float] | None = None, **environ: str) -> TokenSource:
    environ = environ or {"MAILFLOW_OAUTH2_CLIENT_SECRET": "s3cret"}
    config = parse_config(text, environ, Path("config.toml"))
    moments = clock or [0.0]
    return TokenSource(config.oauth2, provider, lambda: moments[0])


def token(**claims: object) -> str:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJ0.{body}.c2ln"


def test_a_token_is_asked_for_with_the_application_s_own_name():
    provider = Provider((200, {"access_token": "T1", "expires_in": 3600}))
    assert source(provider).token() == "T1"
    url, fields = provider.asked[0]
    assert url == "https://login.microsoftonline.com/contoso%2Fx/oauth2/v2.0/token"
    assert fields == {
        "client_id": "app",
        "client_secret": "s3cret",
        "grant_type": "client_credentials",
        "scope": "https://outlook.office365.com/.default",
    }


def test_a_token_is_kept_until_shortly_before_its_end():
    clock = [0.0]
    provider = Provider(*((200, {"access_token": name, "expires_in": 3600}) for name in ("T1", "T2", "T3")))
    tokens = source(provider, clock=clock)
    assert [tokens.token(), tokens.token()] == ["T1", "T1"]
    clock[0] = 3500.0
    assert tokens.token() == "T2"
    tokens.forget()
    assert tokens.token() == "T3"


def test_google_wants_a_refresh_token():
    provider = Provider((200, {"access_token": "G", "expires_in": 3600}))
    text = TEXT + 'provider = "google"\nclient_id = "app"\n'
    secrets = {"MAILFLOW_OAUTH2_CLIENT_SECRET": "s", "MAILFLOW_OAUTH2_REFRESH_TOKEN": "r"}
    assert source(provider, text, **secrets).token() == "G"
    assert provider.asked[0][1]["grant_type"] == "refresh_token"
    assert provider.asked[0][1]["refresh_token"] == "r"


def test_the_provider_s_own_words_reach_the_operator_on_one_line():
    refusal = {"error": "invalid_client", "error_description": "AADSTS7000222: The secret\r\nhas expired."}
    with pytest.raises(LoginRefused, match=r"no token: AADSTS7000222: The secret has expired\.$"):
        source(Provider((401, refusal))).token()
    with pytest.raises(LoginRefused, match="answered 502"):
        source(Provider((502, b"<html>"))).token()
    with pytest.raises(LoginRefused, match="no token"):
        source(Provider((200, {}))).token()


def test_a_provider_that_does_not_answer_is_a_temporary_trouble():
    def silent(url: str, fields: Mapping[str, str]) -> tuple[int, bytes]:
        raise TimeoutError("timed out")

    with pytest.raises(MailboxUnreachable, match="does not answer"):
        source(silent).token()  # type: ignore[arg-type]


def test_a_missing_secret_is_named():
    with pytest.raises(ConfigError, match=r"oauth2\.client_secret_env"):
        source(Provider(), OTHER="x").token()


def test_a_good_token_has_no_wrong_claim():
    good = token(aud="https://outlook.office365.com", roles=["IMAP.AccessAsApp", "SMTP.SendAsApp"])
    assert list(wrong_claims(good, M365_ROLES)) == []


def test_each_wrong_claim_is_named_with_its_remedy():
    wrong = token(aud="https://graph.microsoft.com", scp="IMAP.AccessAsUser.All")
    told = list(wrong_claims(wrong, M365_ROLES))
    assert len(told) == 4
    assert told[0].startswith("claim aud is 'https://graph.microsoft.com'")
    assert "person's token" in told[1]
    assert "claim roles lacks IMAP.AccessAsApp" in told[2]
    assert "for [smtp]" in told[3]
    assert len(list(wrong_claims(token(aud="https://outlook.office.com", roles=["IMAP.AccessAsApp"]), M365_ROLES))) == 1


@pytest.mark.parametrize("text", ["", "ya29.opaque", "a.b.c", "a.W10.c", "a.//8.c"])
def test_what_is_no_readable_token_is_not_explained(text: str):
    assert claims_of(text) == {}
    assert list(wrong_claims(text, M365_ROLES)) == []
