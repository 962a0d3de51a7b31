"""``mailflow version``: which mailflow this is, on which Python."""

from __future__ import annotations

import platform

import click

from mailflow import __version__


@click.command("version")
def version_command() -> None:
    """Print the version."""
    click.echo(f"mailflow {__version__} (Python {platform.python_version()})")
