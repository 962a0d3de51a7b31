"""Delivery reports: what could not be delivered, to whom, and which letter it was (RFC 3464, and who never read it).

Whether the letter is one of ours is found out by the pipeline, from the candidates given here.
"""

from __future__ import annotations

import re

from mailflow.model.meaning import Bounce
from mailflow.model.message import Message

_ROBOT = re.compile(
    r"^\W?(?:mailer-?_?daemon|post_?master|mail-?daemon|mdaemon|mail-?delivery\S*|mailerdaemon|mailsystem|"
    r"maildeliver\w*|smtpd?|bounces?|system\s?administrator|"
    r"microsoftexchange[0-9a-f]{8,})\W?(?:$|[@+=._-])",
    re.IGNORECASE,
)
_ROBOT_NAME = re.compile(
    r"mail\s+delivery|delivery\s+(?:sub)?system|system\s+administrator|mailer[\s-]daemon|postmaster|"
    r"mail\s+deliver\b|mail\s+system|mail\s+administrator|"
    r"systeembeheerder|administrateur\s+syst|systemadministrator|microsoft\s+outlook|internet\s+mail\s+delivery|"
    r"mail\s+router",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^\W*(?:undeliver\w*|non[\s-]?delivery|non\s?remis|non\s+d[ée]livr\w*|niet\s+(?:te\s+bestellen|bezorgd|afgeleverd)|"
    r"onbestelbaar\w*|unzustellbar\w*|nicht\s+zustellbar|"
    r"returned\s+mail|mail\s+delivery\s+(?:fail\w*|status|error|system|problem|warning)|mail\s+(?:failure|error|could\s+not)|"
    r"delivery\s+(?:status\s+notification|fail\w*|report|notification|error|problem|has\s+failed|unsuccessful|"
    r"delayed|failed)|"
    r"failure\s+(?:notice|delivery)|failed\s+(?:mail|delivery)|message\s+(?:undeliverable|delivery|not\s+delivered|"
    r"could\s+not)|"
    r"(?:message\s+you\s+sent|your\s+message)\b.*\b(?:blocked|not|could|deliver|reject)|"
    r"warning:?\s+(?:message|could\s+not)|could\s+not\s+(?:send|deliver)|unable\s+to\s+deliver|rejected\s+(?:mail|"
    r"message)|mail\s+system\s+error|"
    r"[ée]chec\s+(?:de\s+)?(?:la\s+)?(?:remise|livraison|distribution|d['’ ]envoi)|"
    r"notification\s+d['’ ][ée]tat\s+de\s+remise|message\s+non\s+(?:remis|distribu[ée]|d[ée]livr[ée])|"
    r"retour[ -](?:mail|message)|fehler\s+bei\s+der\s+(?:zustellung|[üu]bermittlung)|zustellung\s+fehlgeschlagen|"
    r"(?:de\s+)?(?:aflevering|bezorging|levering)\s+(?:is\s+)?mislukt|"
    r"melding\s+over\s+(?:de\s+)?status\s+van\s+de\s+(?:bezorging|aflevering)|"
    r"benachrichtigung\s+(?:zum|[üu]ber\s+den)\s+[üu]bermittlungsstatus|(?:e-?)?mail\s+not\s+delivered|"
    r"user\s+unknown|nondeliverable|(?:bezorging|aflevering)\s+(?:is\s+)?vertraagd|"
    r"(?:remise|livraison)\s+(?:est\s+)?(?:diff[ée]r[ée]e|retard[ée]e)|zustellung\s+(?:ist\s+)?verz[öo]gert|"
    r"permanent\s+(?:delivery\s+)?(?:error|fail\w*)|\[?postmaster\]?\s|ndn:|dsn:|bericht\s+(?:is\s+)?niet\s+bezorgd)",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:5\d\d[ -]#?5?\.?\d?\.?\d?|[45]\.\d{1,3}\.\d{1,3}\b|smtp;|could\s+not\s+be\s+delivered|"
    r"couldn['’]t\s+be\s+delivered|was\s+not\s+delivered|"
    r"undeliverable|delivery\s+(?:to\s+the\s+following|has\s+failed|failed)|unable\s+to\s+deliver|"
    r"wasn['’]t\s+able\s+to\s+deliver|"
    r"returned\s+to\s+sender|recipient\s+(?:address\s+)?rejected|user\s+unknown|no\s+such\s+user|mailbox\s+(?:full|"
    r"unavailable|not\s+found)|unknown\s+user|"
    r"unrouteable|permanent\s+(?:fatal\s+)?error|over\s?quota|konnte\s+nicht\s+(?:zugestellt|[üu]bermittelt)|"
    r"nicht\s+zugestellt|n['’]a\s+pas\s+pu\s+[êe]tre\s+"
    r"(?:remis|distribu[ée]|d[ée]livr[ée]|livr[ée])|kon\s+niet\s+worden\s+(?:bezorgd|afgeleverd|besteld)|"
    r"niet\s+(?:bezorgd|afgeleverd)\s+(?:worden|aan)|"
    r"original\s+message\s+follows|message\s+follows|did\s+not\s+reach|delivery\s+errors|envelope\s+expired|"
    r"failed\s+addresses|message\s+log|returned\s+message|copy\s+of\s+the\s+message)",
    re.IGNORECASE,
)
_OPENING = 600
_FAILURE = re.compile(
    r"\b(?:(?:could|can)\s?not\s+(?:be\s+)?deliver\w*|not\s+delivered|unable\s+to\s+deliver|"
    r"failed\s+recipients?|undeliverable|delivery\s+\w*\s?fail\w*|"
    r"n['’]a\s+pas\s+pu\s+[êe]tre\s+(?:remis|distribu[ée]|d[ée]livr[ée]|livr[ée])|"
    r"(?:kon|kan)\s+niet\s+(?:worden\s+)?(?:bezorgd|afgeleverd|besteld)|"
    r"niet\s+(?:bezorgd|afgeleverd)\s+(?:worden|aan)|nicht\s+(?:zugestellt|[üu]bermittelt|zustellen))",
    re.IGNORECASE,
)
_YOUR_MESSAGE = re.compile(
    r"\W*(?:your|votre|uw|ihre)\s+(?:e-?mail|message|courriel|bericht|nachricht)\W.{0,100}", re.IGNORECASE
)
_GREETING = re.compile(
    r"\W*(?:beste|dag|geachte|goede\w*|hallo|bonjour|ch[èe]re?s?|madame|monsieur|guten|sehr|liebe[rs]?|dear|hello|hi)\b",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"^\W*(?:delivery\s+(?:status\s+notification\s+)?\(?delay\w*|delayed|warning:?\s+(?:message|could\s+not\s+send)|"
    r"vertraagd|retard\w*|remise\s+retard[ée]e|"
    r"(?:bezorging|aflevering)\s+(?:is\s+)?vertraagd|(?:remise|livraison)\s+(?:est\s+)?diff[ée]r[ée]e|"
    r"(?:zustellung\s+(?:ist\s+)?)?verz[öo]gert\w*|message\s+delayed)|"
    r"\b(?:this\s+is\s+a\s+warning\s+message\s+only|you\s+do\s+not\s+need\s+to\s+resend|"
    r"no\s+action\s+is\s+required\s+on\s+your\s+part|"
    r"will\s+(?:keep|continue)\s+(?:to\s+)?try\w*|still\s+being\s+retried|has\s+been\s+delayed|"
    r"warning:\s+message\s+still\s+undelivered|"
    r"(?:groepen|ontvangers?)\s+is\s+vertraagd|tijdelijk\s+probleem|destinataires?\s[^.]{0,40}diff[ée]r[ée]e|"
    r"probl[èe]me\s+temporaire|verz[öo]gert\s+sich|vor[üu]bergehende\w*\s+(?:problem|fehler)|"
    r"temporary\s+problem|will\s+be\s+retried|delivery\s+attempts\s+will\s+continue)",
    re.IGNORECASE,
)
_DELIVERED = re.compile(
    r"^\W*(?:delivery\s+status\s+notification\s+\((?:success|relay)\)|delivered:|relayed:|expanded:|afgeleverd:|"
    r"remis\s*:|zugestellt:|doorgestuurd:)|"
    r"\b(?:successfully\s+(?:delivered|relayed)|was\s+successfully\s+delivered)",
    re.IGNORECASE,
)
_ACTION = re.compile(r"^action\s*:\s*\"?([a-z]+)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"^status\s*:\s*([245])\.\d", re.IGNORECASE | re.MULTILINE)
_RECIPIENT = re.compile(
    r"^(?:final|original)-recipient\s*:\s*(?:[\w/-]+\s*;)?\s*<?([^<>\s;]+@[^<>\s;]+?)>?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_DIAGNOSTIC = re.compile(r"^diagnostic-code\s*:\s*(.+(?:\n[ \t]+.+)*)", re.IGNORECASE | re.MULTILINE)
_ID_LINE = re.compile(
    r"^[> \t*|]*(?:message-id|resent-message-id)\s*:\s*<?\s*([^<>\s]{3,998})>?", re.IGNORECASE | re.MULTILINE
)
_CODE_LINE = re.compile(
    r"^.*(?:\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b|unknown|quota|rejected|not\s+found|unrouteable|no\s+such).*$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"<?([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,})>?")
_VENDOR = ("x-failed-recipients", "x-ms-exchange-message-is-ndr", "x-mailer-daemon-error")
_LETTER_REST = re.compile(r"^(?:received|return-path|dkim-signature|x-[a-z-]+|message-id|from|date)\s*:", re.IGNORECASE)


def read_bounce(message: Message) -> Bounce | None:
    """Return what a delivery report says, ``None`` if the message is none.

    ``failed`` is false for delayed, delivered, relayed and expanded. ``reason`` is the server's own words, shortened.
    """
    if not _is_report(message):
        return None
    status = message.report.status if message.report else ""
    return Bounce(
        failed=_failed(message, status),
        message_ids=_candidates(message),
        recipients=_recipients(message, status),
        reason=_reason(message, status),
    )


def _is_report(message: Message) -> bool:
    """Say whether a mail system wrote this about a delivery. A person who quotes such a report writes as a person."""
    kind = message.header("content-type").lower()
    if message.report is not None and _ACTION.search(message.report.status):
        return (
            message.content_type == "multipart/report"
            or _is_robot(message)
            or _null_path(message)
            or _from_nobody(message)
        )
    if message.report is not None and message.report.status and "delivery-status" in kind:
        return True
    if any(message.header(name) for name in _VENDOR):
        return True
    if _is_robot(message):
        return bool(_SUBJECT.match(message.subject) or _BODY.search(message.text[:20_000]))
    if message.in_reply_to and not _null_path(message):
        return False
    said = bool(_SUBJECT.match(message.subject))
    if said and (_null_path(message) or _from_nobody(message)):
        return bool(_BODY.search(message.text[:20_000]))
    return _says_it_first(message, said=said)


def _says_it_first(message: Message, *, said: bool) -> bool:
    """Say whether a mail of any sender is a report: it opens with the failure and names whom it did not reach.

    Gateways write under names of their own and with a way back, some under our own subject (not ``said`` in it: then
    nothing else may stand before). A person who tells of a failure writes to somebody.
    """
    opening = " ".join(_above_letter(message.text).split())[:_OPENING]
    found = _FAILURE.search(opening)
    if found is None or not _ADDRESS.search(opening):
        return False
    return not _GREETING.match(opening) if said else bool(_YOUR_MESSAGE.fullmatch(opening[: found.start()]))


def _is_robot(message: Message) -> bool:
    if message.from_ is None:
        return bool(_ROBOT.match(message.header("from").strip("\"'<> ")) or _ROBOT_NAME.search(message.header("from")))
    return bool(_ROBOT.match(message.from_.email) or _ROBOT_NAME.search(message.from_.name))


def _from_nobody(message: Message) -> bool:
    return message.from_ is None


def _null_path(message: Message) -> bool:
    return any(value.strip() in {"<>", "< >", ""} for value in message.all("return-path"))


def _failed(message: Message, status: str) -> bool:
    actions = {action.lower() for action in _ACTION.findall(status)}
    if actions:
        return "failed" in actions
    classes = set(_STATUS.findall(status))
    if classes:
        return "5" in classes
    said = f"{message.subject}\n{message.text[:3000]}"
    return not (_DELAYED.search(said) or _DELIVERED.search(said))


def _candidates(message: Message) -> tuple[str, ...]:
    """Return everything that may be the Message-ID of the letter concerned, the surest first."""
    found: list[str] = []
    if message.report is not None:
        found += _ID_LINE.findall(message.report.original)
    found += [inner.message_id for inner in message.embedded if inner.message_id]
    found += message.in_reply_to
    found += reversed(message.references)
    if message.report is not None:
        found += _ID_LINE.findall(message.report.status)
    found += _ID_LINE.findall(message.text)
    own = message.message_id
    return tuple(candidate for candidate in dict.fromkeys(found) if candidate != own)[:50]


def _recipients(message: Message, status: str) -> tuple[str, ...]:
    found = _RECIPIENT.findall(status)
    found += _ADDRESS.findall(message.header("x-failed-recipients"))
    found = found or _RECIPIENT.findall(message.text)
    if not found:
        own = {message.from_.email if message.from_ else "", *(address.email for address in message.to)}
        found = [mail for mail in _ADDRESS.findall(_above_letter(message.text)) if mail.lower() not in own]
    return tuple(dict.fromkeys(mail.lower() for mail in found))[:20]


def _above_letter(text: str) -> str:
    """Return the report's own words, above the copy of the letter."""
    lines = text[:10_000].split("\n")
    end = next((number for number, line in enumerate(lines) if _LETTER_REST.match(line)), len(lines))
    return "\n".join(lines[:end])


def _reason(message: Message, status: str) -> str:
    if found := _DIAGNOSTIC.search(status):
        reason = found[1]
    elif found := _CODE_LINE.search(_above_letter(message.text)):
        reason = found[0]
    else:
        reason = message.subject
    return " ".join(reason.split())[:300]
