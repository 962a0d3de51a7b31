"""Mail that no person wrote: bounces and automatic answers, told from people's mail (SPEC §3; RFC 3834).

What a bounce or an absence *says* is read in ``bounce.py`` and ``absence.py``; a calendar answer has to be looked for
before this, because programs send those automatically too.
"""

from __future__ import annotations

import re

from mailflow.model.meaning import Meaning
from mailflow.model.message import Message
from mailflow.model.words import Kind
from mailflow.understanding.absence import read_absence
from mailflow.understanding.bounce import read_bounce
from mailflow.understanding.unattended import told_by_text

# Subjects that programs write, at the very start but for a ticket system's "[desk.example #4711]". A person's "Re:
# afwezig op dinsdag" begins otherwise.
_AUTO_SUBJECT = re.compile(
    r"^(?:\W*\[[^\[\]]{0,40}\d\])?\W*(?:"
    r"automatisch(?:e)?\s+(?:antwoord|beantwoording|bericht|reactie|reply)|automatische\s+(?:antwort|r[üu]ckantwort|"
    r"abwesenheits\w*)|"
    r"(?-i:AUTO)\s?:|[^:?!]{2,80}\bis\s+out\s+of\s+(?:the\s+)?office\.?\s*(?:$|\()|"
    r"auto(?:matic)?[\s-]*(?:reply|response|answer|antwort|antwoord|r[ée]ponse)\b|auto-?re(?:ply|sponse)|"
    r"r[ée]ponse\s+automatique|message\s+(?:automatique\s+)?d['’ ]absence|notification\s+d['’ ]absence|"
    r"absence\s+du\s+bureau|"
    r"absent(?:e)?\s+du\s+bureau|je\s+suis\s+(?:actuellement\s+)?absent(?:e)?\s*(?:$|[:!-]|jusqu|du\s|en\s)|"
    r"avis\s+d['’ ]absence|"
    r"out\s+of\s+(?:the\s+)?office|out-of-office|ooo\s*:|vacation\s*(?:reply|message|notice|:)|"
    r"away\s+from\s+(?:the\s+)?(?:office|my\s+mail)|"
    r"afwezigheids(?:bericht|melding|assistent)|niet\s+op\s+kantoor|buiten\s+kantoor|afwezig\s*:|"
    r"niet\s+aanwezig\s*:|ik\s+ben\s+(?:momenteel\s+)?afwezig\s*(?:$|[:!-]|tot\s|van\s)|"
    r"abwesenheits(?:notiz|nachricht|meldung|benachrichtigung|assistent)|abwesend\s*:|"
    r"nicht\s+im\s+b[üu]ro|au(?:ß|ss)er\s+haus|"
    r"absent(?:e)?\s*:|"
    r"(?:risposta|respuesta|resposta)\s+autom[aá]tica|autosvar|automatiskt?\s+svar|automaattinen\s+vastaus|"
    r"automatyczna\s+odpowied\w*|automatick[áa]\s+odpov\w*|automatikus\s+v[áa]lasz|r[ăa]spuns\s+automat|"
    r"otomatik\s+yan[ıi]t|автоматическ\w+\s+ответ|автоответ"
    r")|[(\[]auto(?:mat(?:ic|ed))?[\s-]*(?:reply|response)[)\]]\W*$",
    re.IGNORECASE,
)
_RECEIPT_SUBJECT = re.compile(
    r"^\W*(?:gelezen|niet\s+gelezen|lu|non\s+lu|gelesen|ungelesen|nicht\s+gelesen|read|not\s+read|leesbevestiging|"
    r"ontvangstbevestiging|"
    r"lesebest[äa]tigung|accus[ée]\s+de\s+(?:lecture|r[ée]ception)|confirmation\s+de\s+lecture|"
    r"return\s+receipt(?:\s+\(displayed\))?|read\s+receipt|"
    r"empfangsbest[äa]tigung|delivered|afgeleverd|remis|zugestellt)\s*(?::|-\s)",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"(?:please\s+)?(?:confirm|verify)\s+(?:your\s+)?(?:e-?mail|message|that\s+you)|challenge[/ -]response|boxbe|"
    r"spamarrest|spam\s?arrest|"
    r"sender\s+(?:address\s+)?verification|mailblocks|whitelist(?:ing)?\s+request|tmda",
    re.IGNORECASE,
)
# What keeps strangers out says that the mail waits for a list; a person who speaks of one hardly sends a link along.
_GATEKEEPER = re.compile(
    r"\b(?:list\s+of\s+approved\s+senders|approved\s+senders?\s+list|recipient['’]s\s+allowed\s+list|"
    r"to\s+(?:ensure\s+)?deliver(?:y\s+of)?\s+your\s+(?:e-?mail|message)|only\s+(?:accept\w*|allow\w*)\s+"
    r"(?:\w+\s+){0,3}(?:mail|messages)\s+from\s+(?:senders|people|known)|(?:that|prove)\s+you\s+are\s+(?:a\s+)?(?:real\s+)?human|"
    r"uw\s+bericht\s+(?:wordt|zal)\s+(?:\w+\s+){0,3}(?:afgeleverd|bezorgd)\s+(?:zodra|nadat|als)|"
    r"votre\s+message\s+(?:ne\s+)?sera\s+(?:\w+\s+){0,3}(?:remis|d[ée]livr[ée])\s+(?:\w+\s+)?(?:apr[èe]s|d[èe]s)|"
    r"ihre\s+(?:nachricht|e-?mail)\s+wird\s+(?:\w+\s+){0,3}zugestellt,?\s+(?:sobald|wenn|nachdem))",
    re.IGNORECASE,
)
_LINK = re.compile(r"\bhttps?://\S", re.IGNORECASE)
_OPENING = 1500
_LIST_HEADERS = ("list-", "x-mailing-list", "mailing-list", "x-beenthere", "x-mlserver", "x-ml-name")
_HUMAN_SUBJECT = re.compile(r"^\W*(?:re|antw|aw|fwd?|tr|wg|doorst|réf|rép)\s?:", re.IGNORECASE)
_AUTO_PRECEDENCE = frozenset({"auto_reply", "auto-reply", "autoreply"})
_BULK = frozenset({"bulk", "list", "junk", "auto_reply", "auto-reply", "autoreply"})
_NO_REPLY = re.compile(
    r"^(?:no-?_?\.?reply|do-?_?not-?_?reply|ne-?_?pas-?_?repondre|nepasrepondre|niet-?beantwoorden|geen-?antwoord|"
    r"noreply|no-?responder|"
    r"nicht-?antworten|keine-?antwort|mailer-daemon|postmaster|listserv|majordomo|bounces?|notifications?)(?:$|"
    r"[@+=._-])",
    re.IGNORECASE,
)
_ROBOT = re.compile(r"^(?:mailer-?_?daemon(?:$|[@+=._-])|microsoftexchange[0-9a-f]{8,}@)", re.IGNORECASE)
_AWAY_SUBJECT_WORDS = re.compile(
    r"\b(?:afwezig|absent|absence|abwesend|abwesenheit|out of office|vakantie|verlof|cong[ée]s?|urlaub|vacation|"
    r"away|auto)",
    re.IGNORECASE,
)
# Headers that only automatic answers carry, whatever their value is.
_ANSWER_HEADERS = (
    "x-autoreply", "x-autorespond", "x-autoresponder", "x-autoreply-from", "x-autoreply-domain", "x-mail-autoreply",
    "x-auto-reply-from", "x-vacation", "x-cron-env", "x-mdn-loop", "x-autogenerated", "x-away",
    "x-hmxmroriginalrecipient",
)  # fmt: skip


def read_machine(message: Message) -> Meaning | None:
    """Return what a program's mail means (``BOUNCE`` or ``AUTO``), ``None`` for mail that people wrote.

    Nothing here says that a bounce is about a letter of *ours*; the pipeline looks up its candidates.
    """
    bounce = read_bounce(message)
    if bounce is not None and not _is_absence_report(message):
        return Meaning(Kind.BOUNCE, why="delivery report", bounce=bounce)
    why = _answers_by_itself(message) or _receipt(message) or _challenge(message) or told_by_text(message)
    if not why:
        return None
    return Meaning(Kind.AUTO, why=why, absence=read_absence(message))


def answers_forbidden(message: Message) -> bool:
    """Say whether nothing may be answered automatically: lists, bulk, programs, no way back, no-reply senders.

    This is no statement about who wrote the mail: people write through lists, too.
    """
    if any(name.startswith(_LIST_HEADERS) for name, _ in message.headers):
        return True
    if message.header("precedence").strip().lower() in _BULK or message.header("x-loop"):
        return True
    if _is_auto_submitted(message) or _null_path(message) or message.from_ is None:
        return True
    if _suppresses(message) & {"all", "autoreply", "oof"}:
        return True
    writers = [message.from_, *message.reply_to[:1], *([message.sender] if message.sender else [])]
    if any(_NO_REPLY.match(writer.email) for writer in writers):
        return True
    return read_machine(message) is not None


def _answers_by_itself(message: Message) -> str:
    """Say by what an automatic answer shows itself, ``""`` if by nothing."""
    submitted = message.header("auto-submitted").partition(";")[0].strip().lower()
    if submitted.startswith("auto-") or submitted in {"vacation", "yes", "auto"}:
        return f"Auto-Submitted: {submitted[:40]}"
    if message.header("precedence").strip().lower() in _AUTO_PRECEDENCE:
        return "Precedence: auto_reply"
    for name in _ANSWER_HEADERS:
        value = message.header(name).strip().lower()
        if value and value not in {"no", "none", "false", "0"}:
            return f"{name} header"
    if _exchange_answer(message):
        return "Exchange automatic reply"
    if _AUTO_SUBJECT.search(message.subject):
        return "subject of an automatic reply"
    if "oof" in _suppresses(message) and _AWAY_SUBJECT_WORDS.search(message.subject) and _null_path(message):
        return "absence without a way back"
    return ""


def _exchange_answer(message: Message) -> bool:
    """Say whether Exchange or Notes marked the mail as an automatic answer or a rule's answer."""
    if message.header("x-ms-exchange-inbox-rules-loop") and _null_path(message):
        return True
    message_class = message.header("x-post-messageclass").lower()
    if message_class.startswith("9;") or "oof" in message_class or "outofoffice" in message_class:
        return True
    if message.header("x-ms-exchange-generated-message-source").lower() in {"mailbox rules agent", "antispam"}:
        return True
    rules_loop = bool(message.header("x-ms-exchange-inbox-rules-loop") or message.header("x-autoresponse-suppress"))
    return rules_loop and bool(_suppresses(message)) and not _HUMAN_SUBJECT.match(message.subject)


def _suppresses(message: Message) -> set[str]:
    """Return the values of X-Auto-Response-Suppress; people's mail from Exchange seldom carries it."""
    return {word.strip().lower() for word in message.header("x-auto-response-suppress").split(",") if word.strip()}


def _is_auto_submitted(message: Message) -> bool:
    value = message.header("auto-submitted").partition(";")[0].strip().lower()
    return bool(value) and value != "no"


def _null_path(message: Message) -> bool:
    """Say whether there is no way back: an empty Return-Path."""
    return any(value.strip() in {"<>", "< >"} for value in message.all("return-path"))


def _receipt(message: Message) -> str:
    """Say whether this is a receipt (RFC 8098): that a mail was shown, not that somebody answered."""
    kind = message.header("content-type").lower()
    if message.content_type == "multipart/report" and "disposition-notification" in kind:
        return "read receipt"
    if message.content_type == "multipart/report":
        return "report"
    if _RECEIPT_SUBJECT.match(message.subject) and (
        _null_path(message) or not message.new_text.strip() or _suppresses(message)
    ):
        return "read receipt"
    if message.from_ is not None and _ROBOT.match(message.from_.email):
        return "mail of a mail system"
    return ""


def _challenge(message: Message) -> str:
    """Say whether the mail asks us to prove that we are human: its answer is a click, and a letter would ask again."""
    text = message.new_text[:_OPENING]
    if _GATEKEEPER.search(text) and _LINK.search(text):
        return "challenge"
    if _HUMAN_SUBJECT.match(message.subject):
        return ""
    robot = any(name.startswith(("x-boxbe", "x-spamarrest", "x-challenge")) for name, _ in message.headers)
    known = _CHALLENGE.search(message.subject) and (_null_path(message) or _is_auto_submitted(message))
    return "challenge" if robot or known else ""


def _is_absence_report(message: Message) -> bool:
    """Say whether a delivery report is an absence in disguise: its subject says so, and it names no failure."""
    status = message.report.status if message.report else ""
    return bool(_AUTO_SUBJECT.search(message.subject)) and not re.search(r"(?im)^status:\s*5", status)
