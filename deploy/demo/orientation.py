"""Made-up orientation facts: every question of the programme answered, without contradicting one another."""

from collections.abc import Mapping

from deploy.demo.dice import Dice
from deploy.demo.dossier import Answer, Profile
from shared.contracts.vocabulary import Typology
from shared.programme.facts import Fact, FactType
from shared.programme.version import Programme

YES = 0.35
"""Share of yes among the questions left to the dice."""

# what makes no sense without something else
NEEDS = {
    "stores_health_data_remotely": "handles_health_data",
    "handles_health_data": "handles_personal_data",
    "has_user_accounts": "handles_personal_data",
    "pro_messaging": "has_professional_users",
    "eprescription": "has_professional_users",
    "handles_personal_data": "uses_network",
    "teleconsultation": "uses_network",
}


def oriented(programme: Programme, profile: Profile, dice: Dice, known: Mapping[str, Answer]) -> dict[str, Answer]:
    """A value for each fact: what the profile says, what is `known`, and a guess for the rest."""
    stated: dict[str, Answer] = {"form": list(profile.forms), "category": profile.category}
    stated[programme.procedure.typologies.fact] = str(profile.typology)
    facts = {id_: _guess(fact, profile, dice) for id_, fact in programme.facts.items() if id_ not in stated}
    facts |= stated | dict(known)
    for _ in NEEDS:
        facts |= {needed: True for name, needed in NEEDS.items() if facts.get(name) and needed in facts}
    return facts


def _guess(fact: Fact, profile: Profile, dice: Dice) -> Answer:
    match fact.type:
        case FactType.BOOLEAN:
            return dice.share(fact.id) < YES
        case FactType.CHOICE:
            return dice.pick(fact.options, fact.id)
        case FactType.LIST:
            if profile.typology is Typology.WITHOUT_EXCHANGE:
                return []
            return [option for option in fact.options if dice.share(fact.id, option) < YES] or [fact.options[0]]
