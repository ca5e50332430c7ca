"""The application (« demande de référencement ») while intake owns it: from the prior request to admissibility."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.intake.application.domain.codes import digest_faults
from services.intake.application.domain.draft import Draft, faults_as_sent, settled, typology_faults
from services.intake.application.domain.evidence_watch import EvidenceWatch
from shared.acts.moment import Moment
from shared.acts.refusal import Invalid, refuse_if
from shared.contracts.case_file import CaseFile
from shared.contracts.vocabulary import DossierId, ServiceProfile
from shared.programme.faults import Fault


class State(StrEnum):
    """Process.md 3.1; the last five are terminal here (an admissible application goes on in evaluation)."""

    PRIOR_SUBMITTED = "prior_submitted"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    INCOMPLETE = "incomplete"
    ADMISSIBLE = "admissible"
    INADMISSIBLE = "inadmissible"
    REJECTED = "rejected"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionRequest:
    """An open request to complete (« demande de complément de pièces »): what is missing, until when."""

    items: tuple[str, ...]
    due_on: date
    reminded: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One dossier in intake. `programme` is the version pinned at submission, None before."""

    id: DossierId
    state: State
    service: ServiceProfile
    programme: str | None = None
    filed_on: date | None = None
    content: CaseFile | None = None
    completion: CompletionRequest | None = None
    draft: Draft | None = None
    """What the publisher has entered and not filed yet."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """The publisher's own remarks, by criterion; they stay here."""
    complement: CompletionRequest | None = None
    """What the evaluators ask for while it is open."""
    watch: EvidenceWatch | None = None
    """The evidence of the listed service; None before it is listed."""

    @property
    def dossier(self) -> DossierId:
        """The dossier is the application itself."""
        return self.id

    @property
    def organisation(self) -> str:
        """Who filed it; a search column."""
        return self.service.organisation

    @property
    def service_name(self) -> str:
        """A search column."""
        return self.service.name

    @property
    def working(self) -> CaseFile:
        """What the publisher has entered so far: the draft, else what was filed, else nothing."""
        if self.draft:
            return self.draft.content
        return self.content or CaseFile(facts={}, answers={})

    def questioned_under(self, in_force: str) -> str:
        """The version whose questions are put: the draft's, the pinned one, else that in force."""
        return self.draft.programme if self.draft else self.programme or in_force

    def owned_by(self, moment: Moment) -> None:
        """Refused not_your_dossier: the publisher who asks is not the one who filed."""
        refuse_if(not moment.actor.belongs_to(self.service.organisation), "not_your_dossier")

    def open_items(self, moment: Moment) -> tuple[str, ...]:
        """Criteria that keep the file incomplete under its pinned programme (criteria.md 4.4, rule 1)."""
        assert self.programme and self.content
        return moment.programme(self.programme).assess(self.content.case(), moment.day).open


def owner(application: Application, _: object, moment: Moment) -> None:
    """Who may perform the publisher's acts. Refused: not_your_dossier."""
    application.owned_by(moment)


def checked(
    content: CaseFile, service: ServiceProfile, programme: str, moment: Moment, found: Sequence[Fault] = ()
) -> CaseFile:
    """The content with the typology of the prior request written into its facts.

    Invalid: every fault at once, those `found` before included.
    """
    rules = moment.programme(programme)
    whole = settled(content, service, rules)
    faults = [*found, *typology_faults(content, rules, service), *digest_faults(content)]
    faults += faults_as_sent(whole, rules)
    if faults:
        raise Invalid(faults)
    return whole
