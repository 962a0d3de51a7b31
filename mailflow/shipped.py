"""Find the files that come with mailflow: rules, templates and the example configuration.

In a wheel they lie in ``mailflow/_shipped/``; in a checkout beside the package. Reading them is the matter of
``rulebook/``, ``letters/`` and ``config/``.
"""

from __future__ import annotations

from pathlib import Path

from mailflow.errors import MailflowError

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the path of a file or directory that comes with mailflow.

    ``name`` is ``rules``, ``templates`` or ``config.example.toml``. Raises ``MailflowError`` if the installation
    is incomplete.
    """
    for place in (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name):
        if place.exists():
            return place
    raise MailflowError(f"this installation of mailflow lacks its {name}; install it again")


def shipped_rules() -> Path:
    """Return the directory of the shipped rule files."""
    return shipped("rules")


def shipped_templates() -> Path:
    """Return the directory of the shipped letter templates."""
    return shipped("templates")


def example_config() -> str:
    """Return the text of ``config.example.toml``."""
    return shipped("config.example.toml").read_text(encoding="utf-8")
