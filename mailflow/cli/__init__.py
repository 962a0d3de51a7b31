"""The command line (SPEC §12). Each command is a module of its own, imported only when it is called.

So ``--help`` and ``list`` start quickly, and the table below is the whole program at a glance. Errors become exit
codes in ``exits.py``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

# name -> (module, what it does); a command is the object of its own name with ``_command`` behind it.
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("serve", "Run the daemon."),
    "once": ("serve", "Do all that is due, once, and exit."),
    "demo": ("demo", "Show the main job on a mail sandbox inside; needs no set-up."),
    "init": ("init", "Ask a few things and write a configuration."),
    "check": ("check", "Prove configuration, rules and templates."),
    "inspect": ("inspect", "Show how a message would be understood."),
    "list": ("requests", "List the requests."),
    "show": ("requests", "Show one request."),
    "trail": ("requests", "Show all that happened to a request."),
    "explain": ("requests", "Say why a request stands where it stands."),
    "outbox": ("letters", "List the letters that wait or failed."),
    "retry": ("orders", "Try failed letters again."),
    "aside": ("orders", "List what was set aside, or put it back."),
    "status": ("status", "Show everything that matters on one screen."),
    "export": ("privacy", "Print all that is kept of a request or a person, or figures without names."),
    "forget": ("privacy", "Erase a person."),
    "purge": ("privacy", "Remove what has been kept long enough."),
    "store": ("store", "Check, back up, compact or salvage the store."),
    "letters": ("letters", "Write every letter in every language to a directory."),
    "form": ("letters", "Print the request form."),
    "version": ("version", "Print the version."),
}


class Program(click.Group):
    """The group of all commands, which imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"mailflow.cli.{COMMANDS[cmd_name][0]}")
        command = getattr(module, f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table without importing the commands."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, what) for name, (_, what) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one may be meant."""
        from difflib import get_close_matches

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            ctx.fail(f"there is no command {args[0]!r}{hint}")
        return super().resolve_command(ctx, args)


@click.command("mailflow", cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    "config_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The configuration; else ./config.toml, then /etc/mailflow/config.toml.",
)
@click.pass_context
def program(ctx: click.Context, config_file: Path | None) -> None:
    """Turn internship requests that arrive by mail into decisions, dates and calendar invitations."""
    ctx.obj = config_file


def main() -> NoReturn:
    """Run the command line and exit with the code that SPEC §12 promises."""
    from mailflow.cli.exits import code_of

    sys.exit(code_of(program))
