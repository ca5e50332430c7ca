"""Writes dossiers.jsonl, the dossiers that ship with the demonstration, and the JSON Schema of such files.

`python -m deploy.demo.generate`: run by hand when the programme or the format changes. The same programme always gives
the same file.
"""

import json
from collections.abc import Iterator
from datetime import date

from deploy.demo.answering import answered
from deploy.demo.cast import LISTED_SERVICES, NOTICE, STORIES, Story
from deploy.demo.dice import Dice
from deploy.demo.dossier import Content, Dossier, Outcome, Profile
from deploy.demo.foresight import foreseen
from deploy.demo.orientation import oriented
from deploy.demo.reading import DEFAULT
from deploy.demo.script import Script
from shared.contracts.vocabulary import Typology
from shared.programme.loading import published
from shared.programme.outcome import Assessment
from shared.programme.version import Programme
from shared.programme.vocabulary import CriterionState, Severity

SEED = "dossiers 1"
DAY = date(2026, 9, 1)
"""The version in force on this day asks the questions; days in the file are relative, so that it does not age."""
SCHEMA = DEFAULT.with_name("dossier.schema.json")
FICTIONAL = "Service et éditeur fictifs, réponses synthétiques."
ANSWERED = (CriterionState.MET, CriterionState.INFORMED)


def default_file() -> str:
    """The whole file, one dossier a line."""
    programme = published().in_force_on(DAY)
    return "".join(f"{_line(dossier)}\n" for dossier in (*_real(programme), *_told(programme)))


def schema() -> str:
    """The JSON Schema of one line."""
    return json.dumps(Dossier.model_json_schema(), ensure_ascii=False, indent=2) + "\n"


def _line(dossier: Dossier) -> str:
    """One line: the service first, its label always written out."""
    told = dossier.model_dump(mode="json", exclude_defaults=True)
    service = told.pop("service") | {"synthetic": dossier.service.synthetic}
    return json.dumps({"service": service, **told}, ensure_ascii=False)


def _real(programme: Programme) -> Iterator[Dossier]:
    for name, publisher, form, category in LISTED_SERVICES:
        profile = Profile(
            name=name, publisher=publisher, category=category, forms=[form], description=NOTICE, synthetic=True
        )
        yield _dossier(programme, profile, Story(name=name, outcome="published"))


def _told(programme: Programme) -> Iterator[Dossier]:
    for number, story in enumerate(STORIES, 1):
        profile = Profile(
            name=story.name,
            publisher=f"Éditeur fictif n° {number}",
            category=story.category,
            forms=[story.form],
            typology=Typology.WITH_EXCHANGE if story.exchange else Typology.WITHOUT_EXCHANGE,
            url=f"https://service-{number}.example",
            description=FICTIONAL,
            synthetic=True,
        )
        yield _dossier(programme, profile, story)


def _dossier(programme: Programme, profile: Profile, story: Story) -> Dossier:
    dice = Dice(SEED).of(profile.name)
    content = Content(facts=oriented(programme, profile, dice, story.facts))
    whole = answered(programme, content, DAY, dice)
    if story.fails:
        failing = _failing(programme, programme.assess(whole.case(DAY), DAY), story, dice)
        whole = answered(programme, content, DAY, dice, failing=failing)
    filed, left_out = _split(programme, whole, story, dice)
    dossier = Dossier(
        **dict(filed),
        service=profile,
        completion=left_out if story.completed else None,
        script=Script.model_validate(story.script, strict=False) if story.script else "auto",
        expected=Outcome(story.outcome),
    )
    _check(dossier, programme, story)
    return dossier


def _failing(programme: Programme, judged: Assessment, story: Story, dice: Dice) -> frozenset[str]:
    chosen: set[str] = set()
    for severity, count in story.fails.items():
        fit = [one.criterion for one in judged.results if one.state is CriterionState.MET]
        fit = [id_ for id_ in fit if programme.criteria[id_].severity is Severity(severity)]
        chosen.update(sorted(fit, key=lambda id_: dice.share("fails", id_))[:count])
    return frozenset(chosen)


def _split(programme: Programme, whole: Content, story: Story, dice: Dice) -> tuple[Content, Content]:
    """What is filed, and what is left out at first."""
    judged = programme.assess(whole.case(DAY), DAY)
    there = [one.criterion for one in judged.results if one.state in ANSWERED]
    out = frozenset(sorted(there, key=lambda id_: dice.share("out", id_))[: story.unanswered])
    kept, left = (
        Content(
            facts=whole.facts if not inside else {},
            answers={id_: value for id_, value in whole.answers.items() if (id_ in out) is inside},
            evidence={id_: value for id_, value in whole.evidence.items() if (id_ in out) is inside},
        )
        for inside in (False, True)
    )
    return kept, left


def _check(dossier: Dossier, programme: Programme, story: Story) -> None:
    told = dossier.model_copy(update={"expected": None})
    seen = foreseen(told, programme, DAY).outcome
    if seen != story.outcome:
        raise ValueError(f"{story.name}: {story.outcome} was wanted, the content and the script give {seen}")


if __name__ == "__main__":
    DEFAULT.write_text(default_file(), encoding="utf-8")
    SCHEMA.write_text(schema(), encoding="utf-8")
