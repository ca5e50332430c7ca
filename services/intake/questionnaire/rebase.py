"""What a new programme version changes for a draft: known before the draft moves to it (process.md 3.1 row 5)."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from services.intake.application.domain.draft import asked_for, settled
from services.intake.application.reads import readable
from services.intake.questionnaire.form_state import FormState, form_state_of, heading
from shared.http.answers import json_answer
from shared.http.context import http_context
from shared.programme.comparing.difference import Difference
from shared.programme.comparing.impact import FileImpact, Impact
from shared.programme.guidance import Label, guidance_of
from shared.programme.plain import plain
from shared.programme.version import Programme
from shared.programme.vocabulary import Title

router = APIRouter(tags=["application"])


@dataclass(frozen=True, slots=True)
class Rebase:
    """From the draft's version to the one in force: what differs, and what that does to the draft."""

    before: Programme
    after: Programme
    difference: Difference
    impact: FileImpact
    label: Label

    def title(self, criterion: str) -> Title:
        """Of a criterion of either version."""
        return (self.after.criteria.get(criterion) or self.before.criteria[criterion]).title

    def guidance(self, criterion: str) -> tuple[Title, Title] | None:
        """What was asked and what is asked of a criterion that stays; None where that is worded alike."""
        if criterion not in self.before.criteria or criterion not in self.after.criteria:
            return None
        then, now = (guidance_of(one.criteria[criterion], self.label) for one in (self.before, self.after))
        return None if then == now else (then, now)


def rebase_of(request: Request, form_state: FormState) -> Rebase:
    """The move that is open to the application's draft; without a difference where it is up to date."""
    before = form_state.inquiry.programme
    after = http_context(request).shell.context.programmes.version(form_state.in_force)
    impact = Impact(before, after)
    content = settled(asked_for(form_state.application.working, before), form_state.application.service, before)
    return Rebase(before, after, impact.difference, impact.on_file(content.case(), form_state.today), form_state.label)


@router.get("/dossiers/{id}/rebase", summary="What the programme version in force changes for the draft")
async def rebase(request: Request, id: str) -> Response:  # noqa: A002
    """Criteria added, removed, hardened, softened or reworded, and what becomes of the draft's own answers."""
    seen = await readable(request, "rebase")
    form_state = form_state_of(request, seen.application, seen.row.version)
    found = rebase_of(request, form_state)
    body = {**heading(form_state), "difference": plain(found.difference), "impact": plain(found.impact)}
    return json_answer(body, version=seen.row.version, by_version=False)
