"""Who appears in the file that ships: real services as facts only, and fictional ones with their stories."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

WEB, APP = "web_site", "mobile_application"
UNNAMED = "Éditeur non précisé par la source"
NOTICE = "Service cité parmi les référencés d'avril 2023. Réponses SYNTHÉTIQUES, sans lien avec le dossier réel."

ACCESS, FOLLOW_UP, STAY, PREVENTION = (
    "access_to_care", "condition_follow_up", "hospital_stay_follow_up", "prevention_wellbeing",
)  # fmt: skip

# Name, publisher where the source names it, form, category: esante.gouv.fr, 18 April 2023, as criteria.md section 2
# quotes it. All were listed without exchange. Where the source gives no form or category, these are synthetic as well.
LISTED_SERVICES = (
    ("AP-HP espace patients", UNNAMED, WEB, STAY),
    ("Appfine", "Openxtrem", WEB, STAY),
    ("Compte ameli", "Assurance maladie", WEB, PREVENTION),
    ("Portail patient Arnault Tzanck", "Softway médical", WEB, STAY),
    ("FreeStyle LibreLink", "Abbott", APP, FOLLOW_UP),
    ("DigiHOSP", UNNAMED, WEB, STAY),
    ("Doctolib", UNNAMED, WEB, ACCESS),
    ("ID-U Santé", "IDTAG", APP, PREVENTION),
    ("Libheros.fr", UNNAMED, WEB, ACCESS),
    ("Livi", UNNAMED, APP, ACCESS),
    ("Malo", UNNAMED, APP, PREVENTION),
    ("Mapatho", UNNAMED, WEB, ACCESS),
    ("Medaviz", UNNAMED, WEB, ACCESS),
    ("Mémo Santé Enfant", "MSA", APP, PREVENTION),
    ("Mes médicaments chez moi", "La Poste", APP, FOLLOW_UP),
    ("MyGHT Limousin", "Exolis", WEB, STAY),
    ("Santé.fr", UNNAMED, WEB, PREVENTION),
    ("Tabac Info Service", "Assurance maladie", APP, PREVENTION),
    ("VIDAL Ma santé", UNNAMED, APP, FOLLOW_UP),
    ("Withings Health Mate", UNNAMED, APP, PREVENTION),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A fictional service: how its file is made, what people do with it, where it ends."""

    name: str
    outcome: str
    form: str = APP
    category: str = FOLLOW_UP
    exchange: bool = False
    fails: Mapping[str, int] = field(default_factory=dict)
    """How many applicable criteria fail, by severity."""
    unanswered: int = 0
    """How many applicable criteria are left without an answer."""
    completed: bool = False
    """Whether the publisher provides what was left out."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    script: Mapping[str, Any] = field(default_factory=dict)


def _complaint(ends: str, **more: object) -> dict[str, Any]:
    return {"complaints": [{"category": "MISLEADING_CONTENT", "ends": ends, **more}]}


STORIES = (
    Story(name="Carnet de tension partagé", outcome="published", exchange=True),
    Story(name="Pas à pas, suivi d'activité", outcome="published", exchange=True, category=PREVENTION,
          script={"tests": "fail_then_pass"}),
    Story(name="Glyc'au quotidien", outcome="refused", exchange=True, script={"tests": "fail"}),
    Story(name="Agenda des soignants", outcome="published", exchange=True, form=WEB, category=ACCESS,
          fails={"minor": 1}),
    Story(name="Rappel vaccins", outcome="published", category=PREVENTION, fails={"minor": 2}),
    Story(name="Migraine, mon journal", outcome="published", fails={"major": 1}),
    Story(name="Dos tranquille", outcome="lapsed", category=PREVENTION, fails={"major": 2},
          script={"lifting": "never"}),
    Story(name="Symptômes en poche", outcome="refused", fails={"critical": 1}),
    Story(name="Portail des aidants", outcome="refused", form=WEB, category=ACCESS, script={"decision": "refuse"}),
    Story(name="Horoscope bien-être", outcome="rejected", category=PREVENTION, script={"prior_request": "reject"}),
    Story(name="Avant l'opération", outcome="published", form=WEB, category=STAY, unanswered=3, completed=True),
    Story(name="Sommeil léger", outcome="lapsed", category=PREVENTION, unanswered=4),
    Story(name="Rééducation du genou", outcome="lapsed", category=STAY, exchange=True, unanswered=1),
    Story(name="Comparateur de tisanes", outcome="inadmissible", form=WEB, category=PREVENTION,
          script={"admissibility": "inadmissible"}),
    Story(name="Allergies en ville", outcome="withdrawn", category=PREVENTION, script={"withdrawal": "draft"}),
    Story(name="Maternité, mois par mois", outcome="withdrawn", category=STAY, script={"withdrawal": "submitted"}),
    Story(name="Ordonnances en ordre", outcome="published", form=WEB, script=_complaint("dismissed")),
    Story(name="Cœur connecté", outcome="suspended", exchange=True,
          script=_complaint("suspended", category="PERSONAL_DATA", severity="critical", urgent=True)),
    Story(name="Minceur express", outcome="suspended", category=PREVENTION, script=_complaint("suspended")),
    Story(name="Pilulier bavard", outcome="reinstated", script=_complaint("reinstated")),
    Story(name="Urgences autour de moi", outcome="reinstated", form=WEB, category=ACCESS,
          script=_complaint("reinstated", observations=None)),
    Story(name="Kiné à la maison", outcome="published", category=STAY, script=_complaint("no_sanction")),
    Story(name="Asthme et pollens", outcome="published",
          facts={"reimbursed": True, "has_ans_certificate": True}),
)  # fmt: skip
