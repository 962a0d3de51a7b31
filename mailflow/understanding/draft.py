"""A form while it is being read: fields in any order, the first value wins, each with its line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from mailflow.model.dates import Wish
from mailflow.model.meaning import Form, Participant, UnknownService
from mailflow.model.words import FieldName, Half, Language
from mailflow.understanding.municipality import Municipality
from mailflow.understanding.names import Name
from mailflow.understanding.register_number import mask
from mailflow.understanding.when import DatesFound


@dataclass
class Draft:
    """What has been read so far; ``sender`` is the From address, ``labelled`` are the fields given behind a label."""

    today: date
    sender: str = ""
    name: Name = Name()  # noqa: RUF009 - a value, never changed
    on_behalf: bool = False  # the name is that of somebody for whom the writer asks
    writer: Name = Name()  # noqa: RUF009 - whoever writes for somebody else, as far as he says his name
    texts: dict[FieldName, str] = field(default_factory=dict)
    municipality: Municipality | None = None
    services: list[str] = field(default_factory=list)
    surely: bool = False  # the services were asked for, not only spoken of
    maybe: list[str] = field(default_factory=list)
    unknown: list[UnknownService] = field(default_factory=list)
    themes: dict[str, str] = field(default_factory=dict)
    dates: DatesFound = field(default_factory=DatesFound)
    participants: list[Participant] = field(default_factory=list)
    agreement: bool | None = None
    language: Language | None = None
    lines: dict[FieldName, int] = field(default_factory=dict)
    labelled: set[FieldName] = field(default_factory=set)

    def put(self, name: FieldName, text: str, line: int) -> None:
        """Keep a text for a field that has none yet."""
        if text and not self.texts.get(name):
            self.texts[name] = text
            self.note(name, line)

    def note(self, name: FieldName, line: int) -> None:
        """Keep the line of a field; 0 = not from the text."""
        if line:
            self.lines.setdefault(name, line)

    def put_language(self, language: Language | None, line: int) -> None:
        """Keep the language in which the answer is wanted, if none is known yet."""
        if language is not None and self.language is None:
            self.language = language
            self.note(FieldName.LANGUAGE, line)

    def put_name(self, name: Name, line: int) -> None:
        """Fill what is missing of the name; an initial is no first name ("M. Lambiotte" may be Monsieur)."""
        last = self.name.last or name.last
        first = self.name.first or (name.first if len(name.first.strip(". ")) > 1 else "")
        if last != self.name.last:
            self.note(FieldName.NAME, line)
        if first != self.name.first:
            self.note(FieldName.FIRST_NAME, line)
        self.name = Name(last, first)

    def put_centre(self, text: str, municipality: Municipality | None, line: int) -> None:
        """Keep the centre; one whose municipality is known goes before one that isn't."""
        if text and (not self.texts.get(FieldName.OCMW) or (municipality and not self.municipality)):
            self.texts[FieldName.OCMW] = text
            self.municipality = municipality
            if line:
                self.lines[FieldName.OCMW] = line

    @property
    def is_empty(self) -> bool:
        """Whether no field has been read at all."""
        given = (self.services, self.unknown, self.themes, self.dates.wishes, self.dates.exclusions, self.participants)
        told = self.agreement is not None or self.language is not None
        return not (any(self.name) or any(self.texts.values()) or any(given) or told or self.dates.unclear)

    def _is_excluded(self, wish: Wish) -> bool:
        """Say whether a day that was wished for as one of many was then taken out ("alle dinsdagen behalve 16/2").

        An excluded weekday takes only days of a range; a day that was named for itself stays a wish, unless a doubt
        about that very day was raised ("… Correctie: 3 maart mag eruit").
        """
        ranged = wish.date in self.dates.ranged
        doubts = (*self.dates.unclear, *self.dates.told_inside())
        if any(wish.date in doubt.meant and (ranged or doubt.why in _UNDOES) for doubt in doubts):
            # "Op 19 januari is het raad. De week van 18 januari past", "… Correctie: 3 maart mag eruit"
            return True
        weekday = wish.date.isoweekday() if ranged else -1
        return any(
            excluded.half in {Half.ANY, wish.half} and (wish.date == excluded.date or weekday == excluded.weekday)
            for excluded in self.dates.exclusions
        )

    def _narrowed(self, wish: Wish) -> Wish:
        """Return a wish for a whole day without the half that was excluded ("… sauf le mardi matin")."""
        if wish.half is not Half.ANY:
            return wish
        gone = {
            excluded.half
            for excluded in self.dates.exclusions
            if wish.date == excluded.date or wish.date.isoweekday() == excluded.weekday
        } & {Half.AM, Half.PM}
        if len(gone) != 1:
            return wish
        return replace(wish, half=Half.PM if Half.AM in gone else Half.AM)

    def form(self) -> Form:
        """Return the form as it stands."""
        if self.dates.line and (self.dates.wishes or self.dates.exclusions or self.dates.unclear):
            self.note(FieldName.DATES, self.dates.line)
        place = self.municipality
        return Form(
            name=self.name.last,
            first_name=self.name.first,
            written_by=f"{self.writer.first} {self.writer.last}".strip(),
            email=self.texts.get(FieldName.EMAIL, ""),
            phone=self.texts.get(FieldName.PHONE, ""),
            function=self.texts.get(FieldName.FUNCTION, ""),
            ocmw=self.texts.get(FieldName.OCMW, ""),
            ocmw_nis=place.nis if place else "",
            area=place.area if place else (),
            services=tuple(self.services),
            maybe_services=tuple(id_ for id_ in dict.fromkeys(self.maybe) if id_ not in self.services),
            unknown_services=tuple(dict.fromkeys(self.unknown)),
            themes={id_: mask(words) for id_, words in self.themes.items()},
            motivation=mask(self.texts.get(FieldName.MOTIVATION, "")),
            dates=tuple(self._narrowed(wish) for wish in self.dates.wishes if not self._is_excluded(wish)),
            exclude=tuple(self.dates.exclusions),
            unclear_dates=self.dates.doubts(),
            preference=self.dates.preference,
            participants=tuple(dict.fromkeys(self.participants)),
            supervisor_agreement=self.agreement,
            remarks=mask(self.texts.get(FieldName.REMARKS, "")),
            language=self.language,
            sources={name.value: line for name, line in self.lines.items()},
        )


_UNDOES = frozenset({"ambiguous", "told"})
