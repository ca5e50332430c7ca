"""Turns records of a public catalogue of applications into dossiers.

What a record tells is kept; what it does not tell stays unknown (null), unless the seeded rule makes it up: then the
whole dossier is labelled synthetic. The same record always gives the same dossier.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from deploy.demo.answering import answered
from deploy.demo.dice import Dice
from deploy.demo.dossier import Answer, Content, Dossier, Outcome, Profile
from deploy.demo.orientation import oriented
from shared.contracts.vocabulary import Typology
from shared.programme.version import Programme
from shared.programme.vocabulary import CriterionState, Severity
from shared.texts.rule import TextFault
from shared.texts.web_address import WebAddress
from tests.corpus import fates
from tests.corpus.fates import Fate, drawn

SEED = "health-apps 1"
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "health-apps.jsonl"
UNKNOWN = "Éditeur inconnu"
LONGEST_DESCRIPTION = 2000
"""What the door takes; longer ones are turned away."""

TOLD_BY_ANTI_FEATURES = {
    "Tracking": "uses_audience_measurement",
    "NonFreeNet": "uses_network",
    "TetheredNet": "uses_network",
}
CATEGORIES = {
    "Health Manager": "condition_follow_up",
    "Calendar & Agenda": "access_to_care",
    "Schedule": "access_to_care",
    "Science & Education": "hospital_stay_follow_up",
}
OTHERWISE = "prevention_wellbeing"


def records(path: Path = CORPUS) -> list[Mapping[str, Any]]:
    """The records of the corpus."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def converted(record: Mapping[str, Any], programme: Programme, today: date) -> Dossier:
    """The dossier of a record."""
    dice = Dice(SEED).of(record["id"])
    profile = _profile(record, programme, dice)
    known = {fact: True for name, fact in TOLD_BY_ANTI_FEATURES.items() if name in record["anti_features"]}
    if len(profile.description or "") > LONGEST_DESCRIPTION:
        return Dossier(service=profile, expected=Outcome.TURNED_AWAY)
    fate = drawn(dice, profile.typology)
    told = Content(facts={**dict.fromkeys(programme.facts), **oriented_only(programme, profile), **known})
    if fate is fates.UNKNOWN:
        return Dossier(**dict(told), service=profile, script=fate.script(dice))
    whole = _made_up(programme, profile, known, fate, today, dice)
    if fate is fates.COMPLETED:
        return Dossier(**dict(told), service=profile, completion=whole, script=fate.script(dice))
    return Dossier(**dict(whole), service=profile, script=fate.script(dice))


def oriented_only(programme: Programme, profile: Profile) -> dict[str, Answer]:
    """The facts that the profile tells."""
    return dict(Dossier(service=profile).filed(programme).facts)


def publishable(address: str) -> bool:
    """Whether an address may stand in a catalogue: some of 2017 lead to a bare IP address."""
    try:
        return bool(WebAddress().checked(address))
    except TextFault:
        return False


def _profile(record: Mapping[str, Any], programme: Programme, dice: Dice) -> Profile:
    texts = record["summary"]
    exchanges = dice.share("typology") < 0.25 and "with_exchange" in programme.tracks
    return Profile(
        name=record["name"] or record["id"],
        publisher=record["publisher"] or UNKNOWN,
        category=next((CATEGORIES[name] for name in record["categories"] if name in CATEGORIES), OTHERWISE),
        forms=["mobile_application"],
        typology=Typology.WITH_EXCHANGE if exchanges else Typology.WITHOUT_EXCHANGE,
        url=next((one for one in (record["website"], record["source_code"]) if one and publishable(one)), None),
        description=record["description"] or texts.get("fr") or texts.get("en"),
        synthetic=True,
    )


def _made_up(
    programme: Programme, profile: Profile, known: Mapping[str, Answer], fate: Fate, today: date, dice: Dice
) -> Content:
    content = Content(facts=oriented(programme, profile, dice, known))
    whole = answered(programme, content, today, dice)
    if not fate.fails:
        return whole
    failing = frozenset(_failing(programme, whole, fate.fails, today, dice))
    return answered(programme, content, today, dice, failing=failing)


def _failing(programme: Programme, whole: Content, fails: Sequence[Severity], today: date, dice: Dice) -> Iterator[str]:
    met = [
        one.criterion for one in programme.assess(whole.case(today), today).results if one.state is CriterionState.MET
    ]
    for number, severity in enumerate(fails):
        fit = sorted(id_ for id_ in met if programme.criteria[id_].severity is severity)
        if fit:
            yield dice.pick(fit, "fails", str(number))
