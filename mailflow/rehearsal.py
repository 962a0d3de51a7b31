"""A rehearsal: work done first where its death does no harm, to tell a mail that kills us from one merely in hand.

Uses a forked child without any of our files and connections; what the work comes to is thrown away.
"""

from __future__ import annotations

import os
import signal
import time
import warnings
from collections.abc import Callable
from contextlib import suppress

LONGEST = 60.0
"""Work that takes longer (seconds) hangs."""
_GLANCE = 0.01


def survives(work: Callable[[], object], longest: float = LONGEST) -> bool:
    """Do some work in a child process; return whether it came to an end, be it by an error.

    False if the child died of it or took longer than ``longest`` seconds. The work must not need any open file.
    """
    with warnings.catch_warnings():
        # Newer Pythons warn of forks beside threads; ours only wakes the loop and holds nothing that work needs.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _rehearse(work)
    until = time.monotonic() + longest
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(_GLANCE)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _rehearse(work: Callable[[], object]) -> None:
    """Do the work and end the child; an error is none of its business, the parent will make it too and say so."""
    try:
        # The lock of the store would outlive its owner, and connections are not ours to speak on.
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        with suppress(BaseException):
            work()
    finally:
        os._exit(0)
