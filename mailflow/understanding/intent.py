"""Whether a message is a request for an internship, a question about one, or something else (SPEC §3, §4).

What belongs to a conversation of ours, what machines write and what calendars answer has been told apart before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from mailflow.model.meaning import Form, Meaning
from mailflow.model.message import Message
from mailflow.model.rules import Rulebook
from mailflow.model.words import FieldName, Kind
from mailflow.understanding.asking import ASKING, Ask, asks_of
from mailflow.understanding.date_sentences import read_dates_of
from mailflow.understanding.draft import Draft
from mailflow.understanding.folding import compose
from mailflow.understanding.form import Body, cut, finish, form_in_quote, read_body
from mailflow.understanding.handing_on import handed_on
from mailflow.understanding.language import is_english, written_in
from mailflow.understanding.lexicon import Lexicon, lexicon_of
from mailflow.understanding.municipality import municipality_of_domain
from mailflow.understanding.passage import Line, Sentence, headed
from mailflow.understanding.services import read_services
from mailflow.understanding.signs import ANSWERS, Signs, asks_in, names_internship_in, own_subject, signs_of
from mailflow.understanding.tokens import tokens_of, words_of

LONGEST_FOOT = 2000  # characters
SEVERAL = 2  # services: a soft question about so many speaks of the internship
_INTERNSHIP = ("internship", "internship_weak", "internship_soft")


def read_request(message: Message, rulebook: Rulebook, now: datetime, inner: Message | None = None) -> Meaning:
    """Say whether a message is a request, a question or something else; a request carries its form.

    ``inner`` is the message that this one forwards: its writer is the requester, and the forwarder is noted.
    ``now`` only serves where a message has no usable date.
    """
    if inner is not None:
        meaning = _read(inner, rulebook, now)
        asks = _read(message, rulebook, now) if meaning.kind is Kind.REQUEST else None
        if asks is not None and _is_whole(asks):
            # What hangs on it is what others said about it ("Ma responsable étant d'accord (voir plus bas), …").
            return asks
        if meaning.kind is Kind.REQUEST and meaning.form is not None:
            return replace(
                meaning, form=handed_on(message, inner, meaning.form, rulebook), why=f"forwarded: {meaning.why}"
            )
        # What "I'd like to come too" means is said by the mail that it goes with.
        own = _read(message, rulebook, now, about=names_internship_in(inner.new_text, lexicon_of(rulebook)))
        return own if own.kind is not Kind.OTHER else meaning
    meaning = _read(message, rulebook, now, about=_answers_about_it(message, lexicon_of(rulebook)))
    filled = form_in_quote(message, lexicon_of(rulebook), now) if meaning.kind is not Kind.REQUEST else None
    if filled is None:
        return meaning
    form = finish(*filled, message, lexicon_of(rulebook))
    return Meaning(Kind.REQUEST, "form filled in inside the quote", form.written, form)


def _is_whole(meaning: Meaning) -> bool:
    """Say whether a message asks for its writer, and says where and why."""
    form = meaning.form
    return form is not None and bool(form.services and form.motivation) and not (form.written_by or form.participants)


def _answers_about_it(message: Message, lexicon: Lexicon) -> bool:
    """Say whether a message answers one that names our internship, and invites nobody in return."""
    quoted = message.quoted
    named = lexicon.has("internship", quoted) or (
        lexicon.has("internship_weak", quoted) and lexicon.has("house", quoted)
    )
    return named and ANSWERS.match(message.subject) is not None and not lexicon.has("reversed", message.new_text)


def _read(message: Message, rulebook: Rulebook, now: datetime, *, about: bool = False) -> Meaning:
    lexicon = lexicon_of(rulebook)
    message = replace(message, subject=headed(message))
    if not (about or _may_name_us(message, lexicon)):
        return Meaning(Kind.OTHER, "nothing about an internship", written_in(message.new_text))
    body = cut(message, lexicon)
    if not (about or _may_concern_us(message, body, lexicon)):
        return Meaning(Kind.OTHER, "nothing about an internship", written_in(body.text) or written_in(body.whole))
    if lexicon.has("bulk", f"{message.new_text}\n{message.signature}"[-LONGEST_FOOT:]):
        return Meaning(Kind.OTHER, "sent to many", written_in(body.text) or written_in(body.whole))
    draft = read_body(message, body, lexicon, now)
    _services_of_subject(message, draft, lexicon)
    _days_of_subject(message, draft, lexicon)
    signs = signs_of(message, body, draft, lexicon, about=about)
    why = _why_request(message, body, draft, signs, lexicon)
    if why:
        form = finish(draft, body, message, lexicon)
        return Meaning(
            Kind.REQUEST, why, form.written, replace(form, in_attachment=_only_attached(message, body, form, lexicon))
        )
    language = written_in(body.text) or written_in(body.whole)
    if _only_reports(message, body, lexicon) and not signs.asks & {Ask.QUESTION, Ask.ASKS_POLITELY}:
        return Meaning(Kind.OTHER, "reports of others", language)
    otherwise = lexicon.has("reversed", f"{body.whole}\n{message.subject}") or lexicon.has("undoing", message.subject)
    if _is_question(signs) and not otherwise:
        return Meaning(Kind.QUESTION, "mentions the internship, asks for none", language)
    if Ask.THANKS in signs.asks:
        return Meaning(Kind.OTHER, "thanks for an internship", language)
    return Meaning(Kind.OTHER, "nothing about an internship", language)


def _may_name_us(message: Message, lexicon: Lexicon) -> bool:
    """Say whether a message has any word that a request or a question about an internship has to have.

    Most foreign mail is English, where "visit", "stage" or "but" mean nothing to us.
    """
    text = compose(f"{message.subject}\n{message.new_text}")
    words = words_of(text)
    if lexicon.book("internship").may_stand_in(words):
        return True
    if is_english(message.new_text):
        return lexicon.service_book.may_stand_in(words) and lexicon.service_book.has(text)
    return any(book.may_stand_in(words) for book in (*map(lexicon.book, _INTERNSHIP), lexicon.request_labels))


def _may_concern_us(message: Message, body: Body, lexicon: Lexicon) -> bool:
    """Say whether anything below could come to more than *other*: a word for an internship, or a field of our form.

    Most mail of a shared mailbox has neither, and reading names, places and days in it takes most of the time. A soft
    word ("visit") comes to something only where somebody asks.
    """
    if any(entry.field in {FieldName.SERVICES, FieldName.MOTIVATION} for entry in body.entries):
        return True
    text = body.whole + "\n" + message.subject
    tokens = tokens_of(text)
    if any(lexicon.book(name).first(tokens) is not None for name in ("internship", "internship_weak")):
        return True
    if lexicon.book("internship_soft").first(tokens) is None:
        return False
    several = {hit.value for hit in lexicon.service_book.find(tokens)}
    asks = asks_in(body, own_subject(message), lexicon, about=False)
    return bool(asks & (ASKING if len(several) >= SEVERAL else {Ask.ASKS, Ask.INTERESTED}))


def _why_request(message: Message, body: Body, draft: Draft, signs: Signs, lexicon: Lexicon) -> str:
    """Return by what a message is recognised as a request, ``""`` if it is none."""
    if signs.thanks or _is_called_off(message, body, lexicon) or _is_headed_otherwise(message, draft, signs, lexicon):
        return ""
    if _applies_for_a_job(f"{message.subject}\n{body.whole}", lexicon):
        return ""
    if _is_form(draft, signs, lexicon):
        return "form"
    if _asks(draft, signs):
        return "asks for an internship"
    if _asks_politely(draft, signs):
        return "asks whether an internship is possible"
    if signs.strong and not (signs.other or signs.past) and message.attachments and lexicon.has("attached", body.whole):
        return "request in an attachment"
    otherwise = any(lexicon.has(name, f"{body.whole}\n{message.subject}") for name in ("reversed", "consulting"))
    # An answer that asks for nothing goes on with what was arranged.
    otherwise = otherwise or ANSWERS.match(message.subject) is not None
    return "tells of an internship" if _tells(draft, signs) and not otherwise else ""


def _applies_for_a_job(text: str, lexicon: Lexicon) -> bool:
    """Say whether several words of a message belong to a job or a school: one alone may stand beside a request."""
    hits = lexicon.book("other_business").find(tokens_of(text))
    return len({hit.value for hit in hits}) >= SEVERAL


def _is_called_off(message: Message, body: Body, lexicon: Lexicon) -> bool:
    """Say whether a message wants no internship, or reports of other people's; "BLAS hoef ik niet meer" is neither."""
    off = any(
        lexicon.has("called_off", sentence.text) and lexicon.service_book.first(sentence.tokens) is None
        for sentence in body.all_sentences
    )
    return off or lexicon.has("called_off", message.subject) or _only_reports(message, body, lexicon)


def _is_headed_otherwise(message: Message, draft: Draft, signs: Signs, lexicon: Lexicon) -> bool:
    """Say whether the subject is a study day, a meeting, a visit to them: no internship of ours."""
    if ANSWERS.match(message.subject):
        return False
    if lexicon.has("undoing", message.subject):
        # "Formation annulée - demande de stage"
        whole = draft.surely and draft.services and draft.texts.get(FieldName.MOTIVATION)
        return not (whole and Ask.ASKS in signs.asks)
    if lexicon.has("internship", message.subject) or (draft.surely and draft.services and signs.named_so):
        # "Webinar GPMI + vraag om eens langs te komen"
        return False
    if lexicon.has("reversed", message.subject):
        return True
    names = ("headed_otherwise", "consulting")
    weak = lexicon.has("internship_weak", message.subject)
    return not weak and any(lexicon.has(name, message.subject) for name in names)


def _only_reports(message: Message, body: Body, lexicon: Lexicon) -> bool:
    """Say whether a message is headed as minutes, and nobody in it asks for himself."""
    if not lexicon.has("minutes", message.subject):
        return False
    asks = zip(body.sentences, asks_of(body.sentences, lexicon), strict=True)
    # "Hieronder het verslag, ik zet HRM mee in cc"
    return not any(ask in ASKING and _I.intersection(t.word for t in sentence.tokens) for sentence, ask in asks)


_I = frozenset(["ik", "mij", "mijn", "je", "j", "me", "mon", "ma", "ich", "mich", "mein"])


_OUR_PERSON = {FieldName.NAME, FieldName.FIRST_NAME, FieldName.OCMW}


def _is_form(draft: Draft, signs: Signs, lexicon: Lexicon) -> bool:
    """Say whether the labelled fields are those of our form."""
    if lexicon.has("house", draft.texts.get(FieldName.OCMW, "")):
        # A list of our own people: nobody of them asks.
        return False
    who = draft.labelled & {FieldName.NAME, FieldName.FIRST_NAME, FieldName.OCMW, FieldName.EMAIL, FieldName.FUNCTION}
    chosen = FieldName.SERVICES in draft.labelled
    why = FieldName.MOTIVATION in draft.labelled
    if signs.other and not signs.strong and not (signs.weak and draft.services and chosen):
        return False
    if signs.student and not signs.strong and not signs.centre:
        return False
    if who >= _OUR_PERSON and chosen and why:
        # Every field of our page, also when the choice itself is still open ("je ne sais pas encore").
        return True
    if chosen and draft.services and (why or (who and _known(signs, who, draft))):
        return True
    if chosen and draft.services and FieldName.DATES in draft.labelled and signs.centre and signs.wishes:
        # A table of services and days, under "Twee collega's willen samen komen"
        return True
    # "Inscription à la formation MediPrima" of ours has a name and a reason too.
    house = signs.house and bool(draft.services or draft.unknown)
    return (signs.strong or house or (signs.weak and signs.centre)) and len(who) + chosen + why >= 3 and (chosen or why)


def _known(signs: Signs, who: set[FieldName], draft: Draft) -> bool:
    """Say whether anything beside the services is ours: other people's forms ask for a service and a name too."""
    told = signs.strong or signs.weak or signs.soft or signs.house
    ours = bool(draft.labelled & {FieldName.DATES, FieldName.LANGUAGE, FieldName.SUPERVISOR, FieldName.THEME})
    return told or ((signs.wishes or ours) and (FieldName.OCMW in who or signs.centre))


def _asks(draft: Draft, signs: Signs) -> bool:
    """Say whether a sentence asks for our internship."""
    interested = Ask.INTERESTED in signs.asks and not (
        signs.asks & {Ask.QUESTION, Ask.THANKS} or (signs.past and not draft.services)
    )
    # Only told of, a visit counts where nobody thanks or wonders.
    told = Ask.VISITS in signs.asks and not (signs.arranged or signs.asks & {Ask.QUESTION, Ask.THANKS})
    if Ask.ASKS not in signs.asks and not (interested or told):
        return False
    if signs.other and (signs.student or not (signs.strong and (draft.services or signs.centre))):
        return False
    if told and not (interested or Ask.ASKS in signs.asks or signs.centre or signs.house):
        return False
    if signs.student and not (draft.services or draft.unknown or signs.named):
        return False
    if signs.strong or _gives_reason(draft):
        return True
    if draft.services or draft.unknown:
        return (signs.weak and (signs.for_it or signs.headed or signs.about)) or (signs.soft and signs.centre)
    return signs.weak and signs.house and signs.centre


def _asks_politely(draft: Draft, signs: Signs) -> bool:
    """Say whether a question asks for an internship: it names a service, a day or a reason."""
    if Ask.ASKS_POLITELY not in signs.asks or (signs.other and not signs.strong):
        return False
    given = draft.services or draft.unknown or draft.dates.wishes or draft.texts.get(FieldName.MOTIVATION)
    return bool(given) and (
        signs.strong
        or _gives_reason(draft)
        or (signs.weak and bool(draft.services or draft.unknown or (signs.house and signs.centre)))
        or (signs.soft and signs.centre and len(draft.services) >= SEVERAL)
    )


def _tells(draft: Draft, signs: Signs) -> bool:
    """Say whether somebody of a centre tells which services, and when or why, and neither wonders nor thanks."""
    if Ask.ASKS in signs.asks and not signs.for_it:
        return False
    if signs.other or signs.student or signs.past or signs.arranged:
        return False
    if signs.asks & {Ask.QUESTION, Ask.THANKS, Ask.ASKS_POLITELY}:
        return False
    if draft.municipality is None and municipality_of_domain(draft.sender) is None:
        return False
    named = bool(draft.services) and (signs.strong or signs.weak)
    when = draft.dates.wishes or draft.dates.unclear or draft.dates.preference
    return named and bool(when or draft.texts.get(FieldName.MOTIVATION) or len(draft.services) >= SEVERAL)


def _gives_reason(draft: Draft) -> bool:
    """Say whether a reason under its label stands beside services of ours: nobody else asks for that."""
    return bool(draft.services) and FieldName.MOTIVATION in draft.labelled


def _is_question(signs: Signs) -> bool:
    if signs.other and not (signs.strong and signs.asks & {Ask.QUESTION, Ask.ASKS_POLITELY}):
        return False
    if Ask.THANKS in signs.asks and Ask.QUESTION not in signs.asks:
        return False
    about = bool(signs.asks - {Ask.NOTHING})
    return about and (
        signs.strong or (signs.weak and signs.house and bool(signs.asks & {Ask.QUESTION, Ask.ASKS_POLITELY}))
    )


def _services_of_subject(message: Message, draft: Draft, lexicon: Lexicon) -> None:
    """Take the services that only the subject of a request names, or that the text asks for by pointing to it.

    They go before services that the text speaks of and does not ask for.
    """
    pointed = lexicon.has("of_subject", message.new_text)
    if ANSWERS.match(message.subject) or (draft.surely and not pointed):
        return
    if lexicon.book("internship").has(message.subject) or lexicon.book("internship_weak").has(message.subject):
        read = read_services([Line(0, message.subject)], lexicon)
        named = read.services
        draft.unknown += [] if draft.services or named else [one for one in read.unknown if one.candidates]
        kept = draft.services if draft.surely or pointed or not named else []
        draft.services = [*kept, *(service for service in named if service not in kept)]


def _days_of_subject(message: Message, draft: Draft, lexicon: Lexicon) -> None:
    """Take the days that only the subject of a request names ("Halve dag bij SCUBA, dinsdag 2 februari?")."""
    given = draft.dates.wishes or draft.dates.exclusions or draft.dates.unclear or draft.dates.preference
    subject = own_subject(message)
    # "Aanvraag stage 3/12" may bear its own date or number.
    if not given and subject and not _BARE_DATE.search(subject):
        read_dates_of(Sentence(subject, 0, ((0, 0),)), lexicon, draft.today, draft.dates)


_BARE_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\W*$")


def _only_attached(message: Message, body: Body, form: Form, lexicon: Lexicon) -> bool:
    """Say whether the request seems to stand only in an attachment."""
    given = form.services or form.motivation or form.unknown_services
    return bool(message.attachments) and not given and lexicon.has("attached", body.whole + "\n" + message.subject)
