"""Surveillance: complaints about a listing, dismissed or leading to a suspension; the minister decides."""

from deploy.demo.client import Body
from deploy.demo.journey import Journey
from deploy.demo.script import Complaint, ComplaintEnd
from shared.acts.moment import derived_id

CLOCK = "suspension"


async def watch(journey: Journey) -> bool:
    """All complaints about the listing, one after the other. Always goes on."""
    if journey.dossier.acts.complaints:
        await journey.people.auditor.sees("surveillance", f"/watches/{derived_id('watch', journey.listing)}")
    for number, complaint in enumerate(journey.dossier.acts.complaints):
        await _complain(journey, complaint, f"c{number}")
        journey.passed("complaints")
    return True


async def _complain(journey: Journey, complaint: Complaint, step: str) -> None:
    people = journey.people
    said = {"listing": journey.listing, "category": complaint.category, "text": complaint.text}
    filed = await journey.act(people.holder, "surveillance", "/complaints", said, step=step)
    path = f"/complaints/{filed['id']}"
    await journey.act(people.desk, "surveillance", f"{path}/acknowledgement", step=step)
    await journey.act(people.desk, "surveillance", f"{path}/triage", {"severity": complaint.severity}, step=step)
    if complaint.ends is ComplaintEnd.DISMISSED:
        await journey.act(people.desk, "surveillance", f"{path}/dismissal", {"ground": complaint.ground}, step=step)
        return
    await journey.act(people.desk, "surveillance", f"{path}/escalation", step=step)
    case = derived_id("case", filed["id"])
    await people.desk.sees("surveillance", f"/cases/{case}")
    await _instruct(journey, complaint, case, step)
    await _sanction(journey, complaint, case, step)


async def _instruct(journey: Journey, complaint: Complaint, case: str, step: str) -> None:
    """The publisher is heard, unless it is urgent; then a suspension is proposed."""
    desk, path = journey.people.desk, f"/cases/{case}"
    rung = next(one.id for one in journey.programme.ladder.rungs if one.deadline == CLOCK)
    grounds = [complaint.ground]
    if not complaint.urgent:
        await journey.act(desk, "surveillance", f"{path}/grounds", {"rung": rung, "grounds": grounds}, step=step)
        if complaint.observations is None:
            await journey.time.passes("observations")
        else:
            said = {"text": complaint.observations}
            await journey.act(journey.publisher, "surveillance", f"{path}/observations", said, step=step)
        await desk.sees("surveillance", path, lambda told: told["state"] == "instructed")
    proposal: Body = {"rung": rung, "scope": complaint.scope, "urgency_grounds": grounds if complaint.urgent else []}
    await journey.act(desk, "surveillance", f"{path}/proposal", proposal, step=step)


async def _sanction(journey: Journey, complaint: Complaint, case: str, step: str) -> None:
    """The minister's part, until catalogue and surveillance show it."""
    delegate, desk, path = journey.people.delegate, journey.people.desk, f"/cases/{case}"
    await delegate.sees("decision", path)
    if complaint.ends is ComplaintEnd.NO_SANCTION:
        await journey.act(delegate, "decision", f"{path}/no-sanction", step=step)
        await desk.sees("surveillance", path, lambda told: told["state"] == "no_further_action")
        return
    await journey.act(delegate, "decision", f"{path}/suspension", {"scope": complaint.scope}, step=step)
    await _listed_as(journey, "suspended")
    if complaint.ends is ComplaintEnd.REINSTATED:
        await journey.act(delegate, "decision", f"{path}/lifting", step=step)
        await _listed_as(journey, "published")
        journey.lifted = True


async def _listed_as(journey: Journey, state: str) -> None:
    path = f"/listings/{journey.listing}"
    await journey.people.holder.sees("catalogue", path, lambda told: told["state"] == state)
