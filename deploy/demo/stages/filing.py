"""Intake: the prior request, the application, its completion, admissibility."""

from http import HTTPStatus

from deploy.demo.client import Body, NotAccepted
from deploy.demo.dossier import Outcome
from deploy.demo.journey import Journey
from deploy.demo.script import Withdrawal

OUT_OF_SCOPE = {"grounds": ["out_of_scope"]}
INADMISSIBLE = {"grounds": ["not_in_order"]}


async def file_dossier(journey: Journey) -> bool:
    """From the prior request to admissibility. False: it ends in intake."""
    script = journey.dossier.acts
    if not await _ask(journey):
        return False
    if script.withdrawal is Withdrawal.PRIOR_REQUEST:
        return await _withdraw(journey)
    if script.prior_request == "reject":
        await _desk(journey, "rejection", OUT_OF_SCOPE)
        return False
    await _desk(journey, "validation")
    if script.withdrawal is Withdrawal.DRAFT:
        return await _withdraw(journey)
    content = journey.dossier.filed(journey.programme).on(journey.time.today)
    await journey.act(journey.publisher, "intake", f"/dossiers/{journey.id}/submission", content)
    journey.passed("submitted")
    if script.withdrawal is Withdrawal.SUBMITTED:
        return await _withdraw(journey)
    return await _examine(journey)


async def _ask(journey: Journey) -> bool:
    """The prior request. False: turned away at the door, as the file foresees."""
    profile = journey.dossier.service.model_dump(mode="json", exclude_none=True)
    try:
        filed = await journey.act(journey.publisher, "intake", "/dossiers", profile)
    except NotAccepted as refusal:
        if refusal.status == HTTPStatus.UNPROCESSABLE_ENTITY and journey.foreseen.outcome is Outcome.TURNED_AWAY:
            return False
        raise
    journey.id = filed["id"]
    journey.passed("filed")
    return True


async def _examine(journey: Journey) -> bool:
    """The desk declares, or first asks for what is missing."""
    if journey.dossier.acts.admissibility == "inadmissible":
        await _desk(journey, "inadmissibility", INADMISSIBLE)
        return False
    try:
        await _desk(journey, "admissibility")
    except NotAccepted as refusal:
        if refusal.code != "incomplete":
            raise
        if not await _complete(journey):
            return False
        await _desk(journey, "admissibility", step="completed")
    journey.passed("admissible")
    return True


async def _complete(journey: Journey) -> bool:
    """The desk asks; the publisher provides, or lets the time pass until the application lapses."""
    path = f"/dossiers/{journey.id}"
    await _desk(journey, "completion-request")
    if journey.dossier.completion:
        content = journey.dossier.completion.on(journey.time.today)
        await journey.act(journey.publisher, "intake", f"{path}/completion", content)
        return True
    await journey.time.reminds("completion")
    await journey.publisher.sees("intake", path, lambda told: _reminded(told) or told["state"] == "lapsed")
    await journey.time.passes("completion")
    await journey.publisher.sees("intake", path, lambda told: told["state"] == "lapsed")
    return False


async def _withdraw(journey: Journey) -> bool:
    await journey.act(journey.publisher, "intake", f"/dossiers/{journey.id}/withdrawal")
    return False


async def _desk(journey: Journey, act: str, body: Body | None = None, *, step: str = "") -> None:
    await journey.act(journey.people.desk, "intake", f"/dossiers/{journey.id}/{act}", body, step=step)


def _reminded(told: Body) -> bool:
    return bool(told.get("completion") and told["completion"]["reminded"])
