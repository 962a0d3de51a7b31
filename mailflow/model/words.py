"""The words of mailflow: the closed vocabularies that code, rule files, store and log share (SPEC §2, §3, §5, §8).

Each value is the word as it stands in files and JSON. What the words *mean* for a request stands in
``engine/table.py``; how they are recognised in mail stands in ``understanding/``.
"""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """A language in which mailflow writes letters."""

    NL = "nl"
    FR = "fr"
    DE = "de"


class Half(StrEnum):
    """Half of a working day; ``ANY`` only in wishes and exclusions, never in a slot."""

    AM = "am"
    PM = "pm"
    ANY = "any"


class Role(StrEnum):
    """What somebody is to a request."""

    REQUESTER = "requester"
    PARTICIPANT = "participant"
    HR = "hr"
    SERVICE = "service"
    RECEPTION = "reception"
    OPERATOR = "operator"


class Kind(StrEnum):
    """What kind of message arrived (SPEC §3)."""

    CALENDAR = "calendar"
    BOUNCE = "bounce"
    AUTO = "auto"
    REPLY = "reply"
    REQUEST = "request"
    QUESTION = "question"
    OTHER = "other"


class RequestState(StrEnum):
    """Where a request stands; derived from its visits (SPEC §2)."""

    INCOMPLETE = "incomplete"
    AWAITING_DECISION = "awaiting_decision"
    SCHEDULING = "scheduling"
    SCHEDULED = "scheduled"
    COMPLETED = "completed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class VisitState(StrEnum):
    """Where one half-day with one service stands (SPEC §2)."""

    REQUESTED = "requested"
    APPROVED = "approved"
    PROPOSED = "proposed"
    OFFERED = "offered"
    AGREED = "agreed"
    HELD = "held"
    REFUSED = "refused"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class CommandName(StrEnum):
    """What an answer asks (SPEC §5); the JSON names."""

    APPROVE = "approve"
    REFUSE = "refuse"
    MORE_INFO = "more_info"
    DATE = "date"
    ASSIGN = "assign"
    LATER = "later"
    NOTE = "note"
    NEW = "new"
    NOT_A_REQUEST = "not_a_request"
    STOP = "stop"
    RELEASE = "release"
    IGNORE = "ignore"
    PICK = "pick"
    NONE = "none"
    DECLINE = "decline"
    HOST = "host"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    ILL = "ill"
    NO_SHOW = "no_show"
    PAUSE = "pause"
    LIMIT = "limit"
    NEVER = "never"
    LANGUAGE = "language"
    STATUS = "status"
    HELP = "help"


class LetterKind(StrEnum):
    """An outgoing mail (SPEC §8); also the name of its template."""

    RECEIVED = "received"
    QUESTION = "question"
    DECIDE = "decide"
    RECEIPT = "receipt"
    DECISION = "decision"
    WHICH_DATES = "which_dates"
    CHOOSE = "choose"
    AGREED = "agreed"
    MOVED = "moved"
    CANCELLED = "cancelled"
    PRACTICAL = "practical"
    VISITORS = "visitors"
    THANKS = "thanks"
    REMINDER = "reminder"
    PROGRESS = "progress"
    ACTION = "action"
    UNCLEAR = "unclear"
    IS_THIS_YOU = "is_this_you"
    CLOSED = "closed"
    HOW_TO_ASK = "how_to_ask"
    DIGEST = "digest"
    OPERATOR = "operator"
    PROBE = "probe"


class FieldName(StrEnum):
    """A field of a request (SPEC §4); ``NAME`` is the family name."""

    NAME = "name"
    FIRST_NAME = "first_name"
    EMAIL = "email"
    OCMW = "ocmw"
    SERVICES = "services"
    MOTIVATION = "motivation"
    PHONE = "phone"
    FUNCTION = "function"
    THEME = "theme"
    DATES = "dates"
    LANGUAGE = "language"
    REMARKS = "remarks"
    SUPERVISOR = "supervisor"
    PARTICIPANTS = "participants"


REQUIRED_FIELDS = (
    FieldName.NAME,
    FieldName.FIRST_NAME,
    FieldName.EMAIL,
    FieldName.OCMW,
    FieldName.SERVICES,
    FieldName.MOTIVATION,
)


class Partstat(StrEnum):
    """A guest's answer to an invitation (RFC 5545 §3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    DELEGATED = "DELEGATED"


class Method(StrEnum):
    """An iTIP method (RFC 5546 §1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    REPLY = "REPLY"
    COUNTER = "COUNTER"
    DECLINECOUNTER = "DECLINECOUNTER"
    REFRESH = "REFRESH"
    ADD = "ADD"
    PUBLISH = "PUBLISH"


class TimerName(StrEnum):
    """What a request waits for; durations stand in ``rules/timers.toml``."""

    COMPLETE_REMINDER = "complete_reminder"
    COMPLETE_CLOSE = "complete_close"
    DECIDE_REMINDER = "decide_reminder"
    DECIDE_DEPUTY = "decide_deputy"
    DECIDE_LATER = "decide_later"
    DATES_REMINDER = "dates_reminder"
    DATES_ESCALATE = "dates_escalate"
    CHOOSE_REMINDER = "choose_reminder"
    CHOOSE_CLOSE = "choose_close"
    PROGRESS = "progress"
    UNDO = "undo"
    PRACTICAL = "practical"
    VISITORS = "visitors"
    VISIT_OVER = "visit_over"
    THANKS = "thanks"


class LetterStatus(StrEnum):
    """Where a letter is on its way out."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    GIVEN_UP = "given_up"
    UNDELIVERABLE = "undeliverable"


class Folder(StrEnum):
    """Where a message of ours goes on the server; the names of the folders are configuration."""

    INBOX = "inbox"
    DONE = "done"
    ASIDE = "aside"
