"""Everybody who takes part: staff with their roles, publishers of their organisations, a citizen."""

from dataclasses import dataclass, field
from datetime import timedelta

from deploy.demo.client import Doors, Person
from shared.acts.moment import derived_id
from shared.identity.actor import Role
from shared.identity.local_issuer import LocalIssuer

LASTS = timedelta(hours=12)


@dataclass(slots=True)
class People:
    """Who can be asked to act. The evaluators are two persons: lead and reviewer."""

    issuer: LocalIssuer
    doors: Doors
    desk: Person = field(init=False)
    lead: Person = field(init=False)
    reviewer: Person = field(init=False)
    secretary: Person = field(init=False)
    delegate: Person = field(init=False)
    holder: Person = field(init=False)
    auditor: Person = field(init=False)
    _publishers: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.desk = self._person("demo-desk", Role.DESK_OFFICER)
        self.lead = self._person("demo-lead", Role.EVALUATOR)
        self.reviewer = self._person("demo-reviewer", Role.EVALUATOR)
        self.secretary = self._person("demo-secretary", Role.COMMISSION_SECRETARY)
        self.delegate = self._person("demo-delegate", Role.MINISTER_DELEGATE)
        self.holder = self._person("demo-holder", Role.HOLDER)
        self.auditor = self._person("demo-auditor", Role.AUDITOR)

    def publisher(self, organisation: str) -> Person:
        """Who files for an organisation, by its name."""
        if organisation not in self._publishers:
            id_ = derived_id("organisation", organisation)
            self._publishers[organisation] = self._person(f"demo-publisher-{id_[:8]}", Role.PUBLISHER, id_)
        return self._publishers[organisation]

    def _person(self, id_: str, role: Role, organisation: str | None = None) -> Person:
        return Person(id_, self.issuer.token(id_, [role], organisation, LASTS), self.doors)
