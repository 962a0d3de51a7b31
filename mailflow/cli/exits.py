"""What each error means to a shell: one line on standard error, and an exit code (SPEC §12, sysexits.h).

Errors of programmers are not caught: they get their traceback.
"""

from __future__ import annotations

import os
import sys

import click

from mailflow.errors import ConfigError, MailflowError, StoreDamaged, TemporaryError

DONE = 0
FAILED = 1
USAGE = 2
TEMPORARY = 75
CONFIGURATION = 78
INTERRUPTED = 130

# The first that fits counts.
_CODES: tuple[tuple[type[MailflowError], int], ...] = (
    (ConfigError, CONFIGURATION),
    (TemporaryError, TEMPORARY),
    (MailflowError, FAILED),
)


def code_of(command: click.Command, args: list[str] | None = None) -> int:
    """Run a command and return its exit code, with what went wrong told on standard error."""
    try:
        answer = command.main(args=args, prog_name="mailflow", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output (head, less) has gone; nothing is left to say, not even by the interpreter's flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except MailflowError as problem:
        click.echo(_told(problem), err=True)
        return exit_code(problem)
    return answer if isinstance(answer, int) else DONE


def exit_code(problem: MailflowError) -> int:
    """Return the exit code of an error."""
    return next(code for kind, code in _CODES if isinstance(problem, kind))


def _told(problem: MailflowError) -> str:
    if isinstance(problem, ConfigError):
        return "\n".join(str(mistake) for mistake in problem.mistakes)
    remedy = '; see "Damage" in docs/operations.md' if isinstance(problem, StoreDamaged) else ""
    return f"mailflow: {' '.join(str(problem).split())}{remedy}"
