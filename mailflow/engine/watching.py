"""After every event: nobody is forgotten, neither the requester nor whoever has to act (SPEC §2, §6).

Each act arms the timers that belong to it. What is seen to here holds whatever the act was: while a request waits for
anybody, its requester hears within the working days of ``progress``, and what HR has to decide is put before it again.
"""

from __future__ import annotations

from mailflow.agenda.due import due_at
from mailflow.engine.deciding import awaits_hr, waiting_for
from mailflow.engine.draft import Draft
from mailflow.model.words import RequestState, TimerName

WAITS = frozenset(
    {RequestState.INCOMPLETE, RequestState.AWAITING_DECISION, RequestState.SCHEDULING, RequestState.SCHEDULED}
)
FOR_HR = frozenset({TimerName.DECIDE_DEPUTY, TimerName.DECIDE_LATER, TimerName.COMPLETE_CLOSE, TimerName.UNDO})


def keep_watch(draft: Draft) -> None:
    """Set the timers that must run whatever has happened."""
    if draft.request.closed or draft.request.state not in WAITS:
        draft.disarm(TimerName.PROGRESS)
        return
    if awaits_hr(draft) and not any(t.name in FOR_HR for t in draft.request.timers):
        draft.arm(TimerName.DECIDE_DEPUTY)
    if waiting_for(draft) == "nobody":
        draft.disarm(TimerName.PROGRESS)
        return
    heard = draft.request.heard_at or draft.request.created_at
    due = due_at(heard, draft.rulebook.timers[TimerName.PROGRESS], draft.workdays)
    draft.arm(TimerName.PROGRESS, at=max(due, draft.now))
