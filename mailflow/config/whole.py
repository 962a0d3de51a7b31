"""The configuration as one value: its sections, and what follows from them (paths, people, secrets).

Made by ``reading.py``; read by ``app.py`` and the faces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailflow.config import sections
from mailflow.config.sections import Secret
from mailflow.errors import ConfigError, Mistake
from mailflow.shipped import shipped_rules, shipped_templates

if TYPE_CHECKING:
    from mailflow.model.situation import People, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The whole configuration. Relative paths in it count from the directory of ``file``."""

    mailbox: sections.MailboxSection
    smtp: sections.SmtpSection
    people: sections.PeopleSection
    alarm: sections.AlarmSection = field(default_factory=sections.AlarmSection)
    probe: sections.ProbeSection = field(default_factory=sections.ProbeSection)
    oauth2: sections.OAuth2Section = field(default_factory=sections.OAuth2Section)
    decisions: sections.DecisionsSection = field(default_factory=sections.DecisionsSection)
    store: sections.StoreSection = field(default_factory=sections.StoreSection)
    rules: sections.RulesSection = field(default_factory=sections.RulesSection)
    templates: sections.TemplatesSection = field(default_factory=sections.TemplatesSection)
    trust: sections.TrustSection = field(default_factory=sections.TrustSection)
    privacy: sections.PrivacySection = field(default_factory=sections.PrivacySection)
    letters: sections.LettersSection = field(default_factory=sections.LettersSection)
    limits: sections.LimitsSection = field(default_factory=sections.LimitsSection)
    web: sections.WebSection = field(default_factory=sections.WebSection)
    log: sections.LogSection = field(default_factory=sections.LogSection)
    file: Path = Path("config.toml")

    def path(self, written: str) -> Path:
        """Return a path of the configuration as an absolute one."""
        return (self.file.absolute().parent / Path(written).expanduser()).resolve()

    @property
    def store_path(self) -> Path:
        """Where the store lies."""
        return self.path(self.store.path)

    @property
    def rules_path(self) -> Path:
        """The directory of the rule files in force."""
        return self.path(self.rules.path) if self.rules.path else shipped_rules()

    @property
    def contacts_path(self) -> Path | None:
        """The file of contacts laid over the rules, if there is one."""
        return self.path(self.rules.contacts) if self.rules.contacts else None

    @property
    def templates_path(self) -> Path:
        """The directory of the letter templates in force."""
        return self.path(self.templates.path) if self.templates.path else shipped_templates()

    @property
    def from_name(self) -> str:
        """The name our letters come from, ``""`` if none is given."""
        return parseaddr(self.smtp.from_)[0]

    @property
    def address(self) -> str:
        """The mailbox's own address: ``smtp.from``, else ``mailbox.username``; folded to lower case."""
        return parseaddr(self.smtp.from_ or self.mailbox.username)[1].lower()

    def who(self) -> People:
        """Return who is who in the house, as the engine knows them."""
        from mailflow.model.situation import People

        return People(
            mailbox=self.address,
            hr=self.people.hr,
            deputies=self.people.deputies,
            operator=self.people.operator,
            reception=self.people.reception,
            languages=self.people.languages,
        )

    def settings(self) -> Settings:
        """Return the few values that decide what happens, as the engine knows them."""
        from mailflow.model.situation import Settings

        return Settings(undo=self.decisions.undo, answer_questions=self.letters.answer_questions)

    def check_secrets(self) -> None:
        """Read every secret once (before serving); raises ``ConfigError`` with all that are missing."""
        mistakes: list[Mistake] = []
        for secret in self.secrets():
            try:
                secret.read()
            except ConfigError as problem:
                mistakes += [replace(mistake, file=str(self.file)) for mistake in problem.mistakes]
        if mistakes:
            raise ConfigError(tuple(mistakes))

    def secrets(self) -> Iterator[Secret]:
        """Yield the secrets that this configuration needs."""
        routes = (self.mailbox, self.smtp)
        yield from (route.secret for route in routes if route.username and not route.oauth2)
        if self.alarm.host and self.alarm.username:
            yield self.alarm.secret
        if any(route.oauth2 for route in routes):
            yield self.oauth2.secret
            if self.oauth2.provider == "google":
                yield self.oauth2.refresh


SECTIONS: Mapping[str, type[Any]] = {
    "mailbox": sections.MailboxSection,
    "smtp": sections.SmtpSection,
    "alarm": sections.AlarmSection,
    "probe": sections.ProbeSection,
    "oauth2": sections.OAuth2Section,
    "people": sections.PeopleSection,
    "decisions": sections.DecisionsSection,
    "store": sections.StoreSection,
    "rules": sections.RulesSection,
    "templates": sections.TemplatesSection,
    "trust": sections.TrustSection,
    "privacy": sections.PrivacySection,
    "letters": sections.LettersSection,
    "limits": sections.LimitsSection,
    "web": sections.WebSection,
    "log": sections.LogSection,
}
