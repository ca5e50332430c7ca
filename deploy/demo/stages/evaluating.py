"""Evaluation: two evaluators, findings, the report; connection tests for services with exchange."""

from deploy.demo.journey import Journey

API_VERSION = "2.1"
FAILED_CASE = "PAIRING-03"


async def evaluate(journey: Journey) -> bool:
    """From the arrival of the admissible application to its report; tests beside it. Always goes on."""
    lead, reviewer = journey.people.lead, journey.people.reviewer
    path = f"/evaluations/{journey.id}"
    await lead.sees("evaluation", path)
    assigned = {"lead": lead.id, "reviewer": reviewer.id, "no_interest_declared": True}
    await journey.act(lead, "evaluation", f"{path}/start", assigned)
    corrections = {id_: one.model_dump() for id_, one in journey.dossier.acts.corrections.items()}
    await journey.act(lead, "evaluation", f"{path}/findings", {"corrections": corrections})
    if journey.exchanges:
        await _test(journey)
    await journey.act(reviewer, "evaluation", f"{path}/report")
    journey.passed("evaluated")
    return True


async def _test(journey: Journey) -> None:
    runs = {"pass": [True], "fail": [False], "fail_then_pass": [False, True]}[journey.dossier.acts.tests]
    for number, passes in enumerate(runs):
        run = {"api_version": API_VERSION, "failed_cases": [] if passes else [FAILED_CASE]}
        await journey.act(
            journey.people.lead, "evaluation", f"/evaluations/{journey.id}/test-runs", run, step=str(number)
        )
