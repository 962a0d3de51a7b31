"""Ways to write days, made by the hundred: each text with the days and halves it means.

A collected sentence shows one way; what is lost or added silently hides in the combinations: a dash that looks like a
telephone number, hours before the day of the next line, a numbered week before a capital.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random


def _listed(names: str) -> list[str]:
    return names.split()


FIRST = date(2026, 11, 30)
DAYS = [day for day in (FIRST + timedelta(n) for n in range(150)) if day.weekday() < 5]
MONDAYS = [day for day in DAYS if day.weekday() == 0]

WEEKDAYS = {
    "nl": _listed("maandag dinsdag woensdag donderdag vrijdag"),
    "fr": _listed("lundi mardi mercredi jeudi vendredi"),
    "de": _listed("Montag Dienstag Mittwoch Donnerstag Freitag"),
}
MONTHS = {
    "nl": _listed("januari februari maart april mei juni juli augustus september oktober november december"),
    "fr": _listed("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "de": _listed("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
}
SHORT_MONTHS = {
    "nl": _listed("jan feb mrt apr mei jun jul aug sep okt nov dec"),
    "fr": _listed("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
    "de": _listed("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."),
}
HALVES = {
    "nl": {
        "am": ["vm", "VM", "voormiddag", "in de voormiddag", "(vm)", "- vm", "'s morgens", ": voormiddag", "9u-12u",
               "van 9 tot 12u", "om 9u"],
        "pm": ["nm", "NM", "namiddag", "in de namiddag", "(nm)", "- nm", "'s namiddags", ": namiddag", "13u30-16u",
               "na de middag", "vanaf 13u"],
    },
    "fr": {
        "am": ["matin", "le matin", "au matin", "(matin)", "- matin", "en matinée", "dans la matinée", ": matin",
               "de 9h à 12h", "avant midi", "à 9h"],
        "pm": ["après-midi", "l'après-midi", "dans l'après-midi", "(après-midi)", "(PM)", "aprem", "apm",
               "- après-midi", "de 13h30 à 16h", "après 13h"],
    },
    "de": {
        "am": ["vormittags", "vormittag", "am Vormittag", "(vorm.)", "vorm.", "morgens", "- vormittags", "9-12 Uhr",
               "von 9 bis 12 Uhr"],
        "pm": ["nachmittags", "nachmittag", "am Nachmittag", "(nachm.)", "nachm.", "- nachmittags", "ab 13 Uhr",
               "13.30-16 Uhr"],
    },
}  # fmt: skip
LINKS = {
    "nl": [", ", " of ", " en ", " / ", "; ", "\n", " + ", " | ", ", of ", " of anders ", "\n- "],
    "fr": [", ", " ou ", " et ", " / ", " ; ", "\n", " + ", ", ou ", " ou bien ", " ou sinon "],
    "de": [", ", " oder ", " und ", " / ", "; ", "\n", " + ", ", oder ", " oder sonst "],
}
LEADS = {
    "nl": ["", "Ik kan ", "Mogelijk: ", "Het past mij ", "Ik ben vrij "],
    "fr": ["", "Je peux ", "Possible : ", "Je suis libre ", "Me convient : "],
    "de": ["", "Ich kann ", "Möglich: ", "Mir passt ", "Ich bin frei "],
}
SPANS = {
    "nl": ["van {a} tot {b}", "van {a} tot en met {b}", "tussen {a} en {b}", "{a} t.e.m. {b}", "{a} - {b}",
           "{a} t/m {b}", "vanaf {a} tot {b}", "de periode van {a} tot {b}"],
    "fr": ["du {a} au {b}", "entre le {a} et le {b}", "{a} - {b}", "du {a} jusqu'au {b}", "du {a} au {b} inclus"],
    "de": ["vom {a} bis {b}", "vom {a} bis zum {b}", "zwischen dem {a} und dem {b}", "{a} - {b}", "{a} bis {b}"],
}  # fmt: skip
WEEKS = {
    "nl": ["week {n}", "in week {n}", "de week van {a}", "in de week van {a}", "week {n} ({a} - {b})"],
    "fr": ["semaine {n}", "la semaine {n}", "la semaine du {a}", "pendant la semaine du {a}", "sem. {n}"],
    "de": ["KW {n}", "in KW {n}", "in der Woche vom {a}", "die Woche vom {a} bis {b}", "Kalenderwoche {n}"],
}
BOTH_WEEKS = {"nl": "week {n} of week {m}", "fr": "semaine {n} ou semaine {m}", "de": "KW {n} oder KW {m}"}
EACH = {
    "nl": ["elke {w} in {m}", "alle {w}en van {m}", "de {w}en van {m}"],
    "fr": ["tous les {w}s de {m}", "chaque {w} de {m}", "les {w}s de {m}"],
    "de": ["jeden {w} im {m}", "alle {w}e im {m}"],
}
WITHOUT_DAY = {
    "nl": [", behalve {x}", ", behalve op {x}", ", niet op {x}", ", maar niet op {x}", ", uitgezonderd {x}",
           ", met uitzondering van {x}", ". Op {x} kan ik niet.", ". {x} gaat niet."],
    "fr": [", sauf le {x}", ", mais pas le {x}", ", excepté le {x}", ", à l'exception du {x}", ", hormis le {x}",
           ". Le {x} je ne peux pas.", ". Pas le {x}."],
    "de": [", außer am {x}", ", aber nicht am {x}", ", ausgenommen {x}", ", mit Ausnahme des {x}", ", nur am {x} nicht",
           ". Am {x} kann ich nicht.", ". {x} geht nicht."],
}  # fmt: skip
WITHOUT_WEEKDAY = {
    "nl": [", behalve op {w}", ", maar niet op {w}", " ({w} kan ik niet)", ", niet op {w}", "; op {w} werk ik niet",
           ". Op {w} kan ik niet.", ", {w} uitgezonderd"],
    "fr": [", sauf le {w}", ", mais pas le {w}", " (pas le {w})", ", excepté le {w}", "; le {w} je ne travaille pas",
           ". Jamais le {w}."],
    "de": [", außer {w}", ", aber nicht am {w}", " (nicht am {w})", ", ausgenommen {w}", "; {w}s arbeite ich nicht",
           ". Am {w} kann ich nicht.", ", nur {w}s nicht"],
}  # fmt: skip
TOLD = {
    "nl": [", op {y} heb ik vergadering", ". Op {y} is er raad.", " (op {y} ben ik met verlof)",
           ". Op {y} heb ik opleiding.", "; {y} heb ik een afspraak bij de tandarts", ", want op {y} heb ik vergadering",
           ". Graag een antwoord voor {y}.", ". Ons verslag moet klaar zijn tegen {y}.",
           ". Mijn collega kwam op {y} bij jullie langs."],
    "fr": [", le {y} j'ai une réunion", ". Le {y}, c'est le conseil.", " (le {y} je suis en congé)",
           ". Le {y} je suis en formation.", "; le {y} j'ai rendez-vous chez le dentiste", ", car le {y} j'ai une réunion",
           ". Merci de répondre avant le {y}.", ". Notre rapport doit être prêt pour le {y}.",
           ". Ma collègue est venue chez vous le {y}."],
    "de": [", am {y} habe ich eine Sitzung", ". Am {y} ist Ratssitzung.", " (am {y} bin ich im Urlaub)",
           ". Am {y} bin ich auf Fortbildung.", "; am {y} habe ich einen Zahnarzttermin",
           ", denn am {y} habe ich Teamsitzung", ". Bitte antworten Sie bis zum {y}.",
           ". Unser Bericht muss bis zum {y} fertig sein.", ". Meine Kollegin war am {y} bei Ihnen."],
}  # fmt: skip
EACH_TIME = {
    "nl": {"am": [", telkens in de voormiddag", ", liefst in de voormiddag"],
           "pm": [", telkens in de namiddag", ", alleen de namiddag"]},
    "fr": {"am": [", toujours le matin", ", uniquement le matin"],
           "pm": [", chaque fois l'après-midi", ", de préférence l'après-midi"]},
    "de": {"am": [", jeweils vormittags", ", nur vormittags"], "pm": [", jeweils nachmittags", ", nur nachmittags"]},
}  # fmt: skip
FIGURES = ["{d}/{m}", "{d:02}/{m:02}", "{d}/{m}/{yy}", "{d:02}/{m:02}/{y}", "{d:02}-{m:02}", "{d:02}-{m:02}-{y}",
           "{d:02}-{m:02}-{yy}", "{d:02}.{m:02}.{y}", "{d:02}.{m:02}", "{d}.{m}.", "{y}-{m:02}-{d:02}"]  # fmt: skip
WORDS = ["{n} {month}", "{n} {month} {y}", "{n} {short}", "{w} {n} {month}", "{w} {d:02}/{m:02}",
         "{w} {d:02}-{m:02}-{y}", "{w} {d:02}/{m:02}/{y}", "{d:02}/{m:02} ({w})"]  # fmt: skip
SHARED = ["{d}/{m}", "{d:02}/{m:02}/{y}", "{d:02}-{m:02}-{y}", "{d:02}.{m:02}.{y}", *WORDS[:3], *WORDS[3:5]]


@dataclass(frozen=True)
class Way:
    """A text in a language, and the days with their halves that it means."""

    language: str
    text: str
    days: tuple[tuple[str, str], ...]


def written(day: date, language: str, pattern: str) -> str:
    """Return a day in a notation."""
    return pattern.format(
        d=day.day,
        m=day.month,
        y=day.year,
        yy=day.year % 100,
        n=f"{day.day}." if language == "de" else day.day,
        w=WEEKDAYS[language][day.weekday()],
        month=MONTHS[language][day.month - 1],
        short=SHORT_MONTHS[language][day.month - 1],
    )


def rows(language: str, count: int, seed: int) -> Iterator[Way]:
    """Yield rows of one to three days, each perhaps with its half."""
    pick = Random(seed)
    for _ in range(count):
        pattern = pick.choice([*FIGURES, *WORDS])
        days = sorted(pick.sample([day for day in DAYS if not _is_share(day)], pick.choice([1, 2, 3])))
        halved = pick.random() < 0.6
        parts, meant = [], []
        for day in days:
            half = pick.choice(["am", "pm"]) if halved else "any"
            said = pick.choice(HALVES[language][half]) if halved else ""
            parts.append(written(day, language, pattern) + (said if said.startswith(":") else f" {said}".rstrip()))
            meant.append((day.isoformat(), half))
        yield Way(language, pick.choice(LEADS[language]) + pick.choice(LINKS[language]).join(parts), tuple(meant))


def _is_share(day: date) -> bool:
    """Say whether a day in figures looks like a share of a full-time post (1/2 to 4/5), which is asked about."""
    return day.day < day.month <= 5


def spans(language: str, count: int, seed: int) -> Iterator[Way]:
    """Yield spans, weeks and weekdays of a month, perhaps with an exception, a half, or a day of something else."""
    pick = Random(seed)
    for _ in range(count):
        text, days = _span(language, pick)
        half, kind = "any", pick.choice(["", "day", "weekday", "told", "half", "half told"])
        if "half" in kind:
            half = pick.choice(["am", "pm"])
            text += pick.choice(EACH_TIME[language][half])
        if kind == "day":
            out = pick.choice(days)
            text += pick.choice(WITHOUT_DAY[language]).format(x=written(out, language, pick.choice(SHARED[4:])))
            days = [day for day in days if day != out]
        elif kind == "weekday" and len({day.weekday() for day in days}) > 1:
            weekday = pick.randrange(5)
            text += pick.choice(WITHOUT_WEEKDAY[language]).format(w=WEEKDAYS[language][weekday])
            days = [day for day in days if day.weekday() != weekday]
        elif "told" in kind:
            other = pick.choice([day for day in DAYS if day not in days])
            text += pick.choice(TOLD[language]).format(y=written(other, language, "{n} {month}"))
        yield Way(language, pick.choice(LEADS[language]) + text, tuple((day.isoformat(), half) for day in days))


def _span(language: str, pick: Random) -> tuple[str, list[date]]:
    kind = pick.choice(["span", "week", "two weeks", "each"])
    if kind == "span":
        first = pick.choice(DAYS[:-20])
        last = next(day for day in DAYS if day >= first + timedelta(pick.randint(1, 9)))
        ends = {name: written(day, language, pick.choice(SHARED)) for name, day in (("a", first), ("b", last))}
        return pick.choice(SPANS[language]).format(**ends), [day for day in DAYS if first <= day <= last]
    if kind == "each":
        month, weekday = pick.choice([1, 2, 3]), pick.randrange(5)
        names = {"w": WEEKDAYS[language][weekday], "m": MONTHS[language][month - 1]}
        days = [day for day in DAYS if (day.month, day.weekday()) == (month, weekday)]
        return pick.choice(EACH[language]).format(**names), days
    monday = pick.choice(MONDAYS[1:-2])
    number, following = monday.isocalendar()[1], (monday + timedelta(7)).isocalendar()[1]
    if kind == "two weeks":
        days = [day for day in DAYS if 0 <= (day - monday).days < 14]
        return BOTH_WEEKS[language].format(n=number, m=following), days
    ends = [written(day, language, "{n} {month}") for day in (monday, monday + timedelta(4))]
    days = [day for day in DAYS if 0 <= (day - monday).days < 7]
    return pick.choice(WEEKS[language]).format(n=number, a=ends[0], b=ends[1]), days
