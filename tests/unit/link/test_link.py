"""What connections share: the loopback rule, and reasons that an operator understands."""

import ssl
from pathlib import Path

import pytest

from mailflow.errors import ConfigError
from mailflow.link import check_security, is_loopback, one_line, reason, tls_context


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "127.0.0.1", "127.8.9.1", "::1", "[::1]"])
def test_this_machine_is_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["mail.mi-is.example", "10.0.0.1", "0.0.0.0", "localhost.example", "127.0.0.1.example", ""]
)
def test_all_else_is_a_network(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("word", ["ssl", "TLS", "", "plain"])
def test_an_unknown_security_word_is_told_with_the_known_ones(word: str) -> None:
    with pytest.raises(ConfigError, match='one of "tls", "starttls", "none"'):
        check_security("mailbox", "localhost", word)


def test_reasons_are_one_printable_line() -> None:
    assert one_line(b"a\r\nb\x1b[31m \xff") == "a b?[31m \ufffd"
    assert len(one_line("x" * 1000)) == 300
    assert reason(OSError()) == "OSError"
    assert "in time" in reason(TimeoutError())
    assert "TLS failed" in reason(ssl.SSLError(1, "WRONG_VERSION_NUMBER"))


def test_a_file_without_certificates_is_named_as_the_reason(tmp_path: Path) -> None:
    junk = tmp_path / "junk.pem"
    junk.write_text("no certificate\n", encoding="utf-8")
    with pytest.raises(ssl.SSLError) as told:
        tls_context(str(junk))
    assert "cafile holds no certificate" in reason(told.value)
