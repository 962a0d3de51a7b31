"""Until when somebody is away, read from the words of automatic answers in four languages."""

from datetime import UTC, date, datetime

import pytest

from mailflow.message import parse
from mailflow.understanding.absence import read_absence

NOW = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)  # A Monday.


def absence(text):
    head = "From: An <an@mi-is.example>\nTo: hrm@mi-is.example\nSubject: x\nContent-Type: text/plain; charset=utf-8\nDate: Mon, 14 Dec 2026 10:00:00 +0100\n\n"
    return read_absence(parse((head + text).encode(), NOW))


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("Ik ben afwezig tot en met vrijdag 8 januari.", date(2027, 1, 8)),
        ("Ik ben afwezig t/m 08/01.", date(2027, 1, 8)),
        ("Afwezig van 21 december tot 4 januari 2027", date(2027, 1, 4)),
        ("Ik ben met verlof van 21/12 t.e.m. 3/1 en terug op kantoor op maandag 4/1.", date(2027, 1, 3)),
        ("Ik ben afwezig en ben terug op maandag 4 januari 2027.", date(2027, 1, 3)),
        ("Wegens vakantie ben ik niet bereikbaar tot en met 03-01-2027.", date(2027, 1, 3)),
        ("Ik ben momenteel niet op kantoor. Vanaf 4 januari ben ik weer bereikbaar.", date(2027, 1, 3)),
        ("Ik geniet van mijn vakantie en ben opnieuw aanwezig vanaf maandag 4 januari.", date(2027, 1, 3)),
        ("Ik ben afwezig vanaf 21 december tot en met 3 januari.", date(2027, 1, 3)),
        ("Vandaag ben ik afwezig, morgen ben ik terug.", date(2026, 12, 14)),
        ("Ik ben afwezig op 16 december.", date(2026, 12, 16)),
        ("Ik ben niet aanwezig. Ik kom terug op woensdag.", date(2026, 12, 15)),
        ("Ik ben in verlof t.e.m. 31 december", date(2026, 12, 31)),
        ("Je suis absent jusqu'au 8 janvier inclus.", date(2027, 1, 8)),
        ("Je suis absente du 21 décembre au 3 janvier 2027.", date(2027, 1, 3)),
        ("Absent du bureau du 21/12/2026 au 03/01/2027 inclus", date(2027, 1, 3)),
        ("Je suis en congé. De retour le lundi 4 janvier.", date(2027, 1, 3)),
        ("Absente, je serai de retour au bureau le 4 janvier 2027.", date(2027, 1, 3)),
        ("Je suis en vacances et reviendrai le 4 janvier.", date(2027, 1, 3)),
        ("En congé ; à nouveau disponible à partir du 4 janvier.", date(2027, 1, 3)),
        ("Je suis absent. Je lirai vos messages à mon retour, le 4 janvier.", date(2027, 1, 3)),
        ("Absent à partir du 21 décembre jusqu'au 1er janvier.", date(2027, 1, 1)),
        ("Ich bin bis einschließlich 8. Januar nicht im Büro.", date(2027, 1, 8)),
        ("Ich bin vom 21.12. bis 03.01. im Urlaub.", date(2027, 1, 3)),
        ("Ich bin vom 21. Dezember 2026 bis zum 3. Januar 2027 abwesend.", date(2027, 1, 3)),
        ("Ich bin abwesend und ab dem 4. Januar wieder erreichbar.", date(2027, 1, 3)),
        ("Ich bin im Urlaub und am 4. Januar 2027 zurück.", date(2027, 1, 3)),
        ("Zurzeit abwesend. Ab Montag, 4. Januar, bin ich wieder für Sie da.", date(2027, 1, 3)),
        ("Ich bin erst am 4. Januar wieder erreichbar. Urlaub.", date(2027, 1, 3)),
        ("I am out of the office until January 8th.", date(2027, 1, 8)),
        ("On leave from 21 December to 3 January 2027.", date(2027, 1, 3)),
        ("I am away and will be back on Monday, January 4, 2027.", date(2027, 1, 3)),
        ("I am out of office, returning 4 January.", date(2027, 1, 3)),
        ("Away 21-31 December.", date(2026, 12, 31)),
        ("Ik ben afwezig.", None),
        ("Ik werk niet op woensdag en ben vandaag afwezig.", None),
        ("Ik was afwezig tot en met 3 november 2020.", None),
        ("Afwezig tot 99/99/2027.", None),
        ("Afwezig tot en met 31/02/2027.", None),
        ("Absent jusqu'au 29 février.", None),
    ],
)
def test_the_last_day_away_is_read(text, until):
    found = absence(text)
    assert found is not None
    assert found.until == until


@pytest.mark.parametrize(
    ("text", "deputy"),
    [
        ("Ik ben afwezig. Neem contact op met Jan (jan@mi-is.example).", "jan@mi-is.example"),
        ("Afwezig. Voor dringende vragen: Els Maes, els.maes@mi-is.example.", "els.maes@mi-is.example"),
        ("Absente. Veuillez vous adresser à <Luc@MI-IS.example>", "luc@mi-is.example"),
        ("Abwesend. Vertretung: otto@mi-is.example", "otto@mi-is.example"),
        ("Ik ben afwezig. Mail mij op an@mi-is.example of hrm@mi-is.example", ""),
        ("Ik ben afwezig.\n\nJan\njan@mi-is.example", ""),
    ],
)
def test_the_deputy_is_the_colleague_named(text, deputy):
    found = absence(text)
    assert found is not None
    assert found.deputy == deputy


def test_a_confirmation_of_receipt_tells_of_no_absence():
    assert absence("Wij hebben uw bericht goed ontvangen.") is None
