"""Which contacts, hours and notes a visit gets: the routing rules, in file order (SPEC §9)."""

from __future__ import annotations

from mailflow.engine.draft import Draft
from mailflow.engine.facts import rule_facts
from mailflow.model.request import Visit
from mailflow.model.rules import Rule


def route(draft: Draft, number: int) -> None:
    """Let every rule that holds add what it sets; what fired and why the others didn't goes into the trail."""
    visit = draft.visit(number)
    service = draft.rulebook.services[visit.service]
    facts = rule_facts(draft.request, visit, service)
    fired: list[Rule] = []
    said: list[str] = []
    for rule in draft.rulebook.rules:
        if rule.when.holds(facts):
            fired.append(rule)
            said.append(f"+ {rule.name}")
            if rule.stop:
                break
        else:
            said.append(f"- {rule.name}: {rule.when.explain(facts)}")
    contacts = _all(fired, "contacts") or tuple(contact.address.lower() for contact in service.contacts)
    confirm = next((rule.confirm for rule in reversed(fired) if rule.confirm is not None), service.confirm)
    hours = {half: hours for rule in fired for half, hours in rule.hours.items()}
    before = visit
    after = draft.put_visit(
        number,
        contacts=tuple(address.lower() for address in contacts),
        cc=_all(fired, "cc"),
        hr=tuple(address.lower() for address in _all(fired, "hr")),
        confirm=confirm,
        hours=hours,
        notes=tuple(rule.note for rule in fired if rule.note),
    )
    draft.put(flags=tuple(dict.fromkeys((*draft.request.flags, *(rule.flag for rule in fired if rule.flag)))))
    if _differs(before, after) or fired:
        draft.note("rules", f"route {number} {visit.service}", rules=tuple(said))


def _all(rules: list[Rule], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for rule in rules for value in getattr(rule, name)))


def _differs(before: Visit, after: Visit) -> bool:
    return before != after
