"""``services/<id>.toml`` and the file of contacts laid over them -> ``Service``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mailflow.model.dates import Hours
from mailflow.model.rules import Contact, Service, Theme
from mailflow.model.words import Half, Language
from mailflow.rulebook import values
from mailflow.rulebook.table import Table, near, one_of

_LANGUAGES = tuple(language.value for language in Language)


def read_service(table: Table, id_: str, default_hours: Mapping[Half, Hours]) -> Service:
    """Read one service; hours that its file does not give are those of the house."""
    service = Service(
        id=id_,
        names=table.texts("names"),
        aliases=table.lists("aliases"),
        abbreviations=tuple(dict.fromkeys(table.words("abbreviations"))),
        work=table.lists("work"),
        mission=table.texts("mission"),
        themes=tuple(_theme(inner) for inner in table.tables("themes")),
        themes_closed=table.truth("themes_closed", default=False),
        contacts=read_contacts(table),
        reception=values.reception(table, "reception"),
        hours={**default_hours, **values.hours(table, "hours")},
        languages=_languages(table),
        per_half_day=table.number("per_half_day", 1, least=1),
        per_month=table.number("per_month", 0),
        max_persons=table.number("max_persons", 2, least=1),
        confirm=table.truth("confirm", default=True),
        practical=table.texts("practical", required=False),
    )
    if not service.reception:
        table.complain("reception", table.take("reception"), 'at least one half-day, such as ["mon am", "thu pm"]')
    if service.themes_closed and not service.themes:
        table.complain("themes_closed", found=True, expected="a list of [[themes]], where no other theme exists")
    table.done()
    return service


def read_contacts(table: Table) -> tuple[Contact, ...]:
    """Take the contacts of a service: the first is asked first."""
    return tuple(_contact(inner) for inner in table.tables("contacts"))


def lay_contacts(services: dict[str, Service], overlay: Table) -> None:
    """Replace the contacts of the services that the file of contacts names."""
    for id_, table in overlay.named():
        if id_ not in services:
            overlay.complain(id_, table.data, one_of(services), near(id_, services))
            continue
        services[id_] = replace(services[id_], contacts=read_contacts(table))
        table.done()


def _contact(table: Table) -> Contact:
    contact = Contact(
        address=values.address(table, "address"),
        name=table.text("name", ""),
        function=table.text("function", ""),
        phone=table.text("phone", ""),
        language=Language(table.choice("language", _LANGUAGES, Language.NL.value)),
        deputy=values.address(table, "deputy", ""),
    )
    table.done()
    return contact


def _theme(table: Table) -> Theme:
    theme = Theme(table.text("id"), table.texts("names"), table.lists("aliases"))
    table.done()
    return theme


def _languages(table: Table) -> tuple[Language, ...]:
    if not table.has("languages"):
        return tuple(Language)
    found: list[Language] = []
    for number, word in enumerate(table.words("languages")):
        if word in _LANGUAGES:
            found.append(Language(word))
        else:
            table.complain(f"languages[{number}]", word, one_of(_LANGUAGES), near(word, _LANGUAGES))
    return tuple(dict.fromkeys(found)) or tuple(Language)
