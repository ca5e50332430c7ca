"""Decision: the commission's opinion, reservations and their lifting, the convention, the minister."""

from typing import Any

from deploy.demo.client import Body
from deploy.demo.journey import Journey
from shared.contracts.vocabulary import Opinion

MEASURE = "conformity_to_be_shown"


async def decide(journey: Journey) -> bool:
    """From the report to a public listing. False: refused, or lapsed with its reservations."""
    path = f"/dossiers/{journey.id}"
    file = await journey.people.secretary.sees("decision", path, lambda told: bool(told.get("report")))
    opinion = _opinion(journey, file["report"])
    await journey.act(journey.people.secretary, "decision", f"{path}/opinion", opinion)
    journey.passed("opined")
    if opinion["opinion"] == Opinion.FAVOURABLE_SUSPENSIVE and not await _lift(journey, opinion["reservations"]):
        return False
    return await _settle(journey, opinion["opinion"])


def _opinion(journey: Journey, report: Body) -> Body:
    """The opinion suggested, with a reservation on each criterion not met; or the script's own."""
    own = journey.dossier.acts.opinion
    if own:
        return own.model_dump(mode="json")
    suggested, failed = report["suggested_opinion"], report["not_met"]
    if suggested == Opinion.FAVOURABLE:
        return {"opinion": suggested}
    if suggested == Opinion.UNFAVOURABLE:
        return {"opinion": suggested, "grounds": failed}
    suspensive = suggested == Opinion.FAVOURABLE_SUSPENSIVE
    reservations = [{"criterion": id_, "suspensive": suspensive, "measure": MEASURE} for id_ in failed]
    return {"opinion": suggested, "reservations": reservations}


async def _lift(journey: Journey, reservations: list[dict[str, Any]]) -> bool:
    path = f"/dossiers/{journey.id}"
    if journey.dossier.acts.lifting == "lifted":
        for one in reservations:
            if one["suspensive"]:
                body = {"criterion": one["criterion"]}
                lead = journey.people.lead
                await journey.act(lead, "decision", f"{path}/reservation-lifting", body, step=one["criterion"])
        return True
    await journey.time.reminds("suspensive_reservation")
    desk = journey.people.desk
    await desk.sees("decision", path, lambda told: told["reminded"] > 0 or told["state"] == "lapsed")
    await journey.time.passes("suspensive_reservation")
    await desk.sees("decision", path, lambda told: told["state"] == "lapsed")
    return False


async def _settle(journey: Journey, opinion: str) -> bool:
    """The convention and the minister's decision."""
    tested = journey.exchanges
    result = "failed" if tested and journey.dossier.acts.tests == "fail" else "passed" if tested else "not_required"
    path = f"/dossiers/{journey.id}"
    people = journey.people
    await people.delegate.sees("decision", path, lambda told: told["tests_state"] == result)
    if opinion == Opinion.UNFAVOURABLE or result == "failed" or journey.dossier.acts.decision == "refuse":
        ground = "opinion_unfavourable" if opinion == Opinion.UNFAVOURABLE else "connection_tests_failed"
        grounds = [ground if journey.dossier.acts.decision == "auto" else "not_opportune"]
        await journey.act(people.delegate, "decision", f"{path}/refusal", {"grounds": grounds})
        journey.passed("decided")
        return False
    for party, who in (("publisher", journey.publisher), ("minister", people.delegate), ("cnam", people.desk)):
        await journey.act(who, "decision", f"{path}/convention-signature", {"party": party}, step=party)
    await journey.act(people.delegate, "decision", f"{path}/grant")
    journey.passed("decided")
    await people.holder.sees("catalogue", f"/listings/{journey.listing}")
    journey.passed("published")
    return True
