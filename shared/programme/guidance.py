"""Guidance to those who answer (« aide »): what a criterion accepts, asks for and wants to see, in words.

Written by the programme where it has a `guidance`, else put together from the rule itself, so that it cannot differ
from what is judged.
"""

from collections.abc import Callable, Iterable

from shared.programme.answers import AnswerType, ChoiceAnswer, MultichoiceAnswer, TextAnswer
from shared.programme.criterion import Criterion
from shared.programme.evidence import EvidenceRule
from shared.programme.quantities import Number, NumberAnswer, ScoreAnswer
from shared.programme.thresholds import Threshold
from shared.programme.vocabulary import Title

Label = Callable[[str], Title]
"""The wording of a code, as `ProgrammeDocument.label` gives it."""
NOTHING = Title("", "")
YES, NO = Title("oui", "yes"), Title("non", "no")


def guidance_of(criterion: Criterion, label: Label) -> Title:
    """All guidance to one criterion in one text."""
    if criterion.guidance:
        return criterion.guidance
    return _joined(" ", (threshold_in_words(criterion, label), evidence_in_words(criterion.evidence, label)))


def answer_in_words(answer: AnswerType, label: Label) -> Title:
    """What may be answered."""
    match answer:
        case ChoiceAnswer():
            return _joined(" / ", map(label, answer.options))
        case MultichoiceAnswer():
            return _joined(" / ", map(label, answer.options))
        case NumberAnswer():
            return _between("Nombre entre {low} et {high} {unit}", "Number between {low} and {high} {unit}", answer,
                            label(answer.unit))  # fmt: skip
        case ScoreAnswer():
            return _between("Note entre {low} et {high}", "Score between {low} and {high}", answer, NOTHING)
        case TextAnswer():
            return _text(answer)
        case _:
            return _joined(" / ", (YES, NO))


def threshold_in_words(criterion: Criterion, label: Label) -> Title:
    """The level that is asked for; that any answer will do where none is."""
    threshold = criterion.threshold
    if threshold is None:
        return Title("Sans seuil : toute réponse est admise.", "No threshold: any answer will do.")
    asked = _asked(threshold, criterion.answer, label)
    return Title(f"Attendu : {asked.fr}.", f"Expected: {asked.en}.")


def evidence_in_words(rule: EvidenceRule, label: Label) -> Title:
    """Which documents count, and how fresh they must be; nothing where none is asked for."""
    if not rule.required:
        return NOTHING
    types = _listed(map(label, sorted(rule.any_of)), "ou", "or")
    fr, en = f"Preuve : {types.fr.lower()}", f"Evidence: {types.en.lower()}"
    if rule.max_age_days is not None:
        fr, en = f"{fr}, de {rule.max_age_days} jours au plus", f"{en}, at most {rule.max_age_days} days old"
    if rule.must_be_valid:
        fr, en = f"{fr}, en cours de validité", f"{en}, still valid"
    return Title(f"{fr}.", f"{en}.")


def _asked(threshold: Threshold, answer: AnswerType, label: Label) -> Title:
    unit = label(answer.unit) if isinstance(answer, NumberAnswer) and answer.unit else NOTHING
    match threshold.op:
        case "gte":
            return _bound("au moins", "at least", threshold.value, unit)
        case "lte":
            return _bound("au plus", "at most", threshold.value, unit)
        case "at_least":
            lowest = label(str(threshold.value))
            return Title(f"au moins « {lowest.fr} »", f"at least “{lowest.en}”")
        case "in":
            return _listed(_quoted(threshold.value, label), "ou", "or")
        case "subset_of":
            accepted = _listed(_quoted(threshold.value, label), "et", "and")
            return Title(f"rien d'autre que {accepted.fr}", f"nothing but {accepted.en}")
        case _:
            return YES


def _bound(fr: str, en: str, value: object, unit: Title) -> Title:
    return Title(f"{fr} {_decimal(value)} {unit.fr}".rstrip(), f"{en} {value} {unit.en}".rstrip())


def _between(fr: str, en: str, answer: NumberAnswer | ScoreAnswer, unit: Title) -> Title:
    return Title(
        fr.format(low=_decimal(answer.low), high=_decimal(answer.high), unit=unit.fr).rstrip(),
        en.format(low=answer.low, high=answer.high, unit=unit.en).rstrip(),
    )


def _decimal(number: Number | object) -> str:
    return str(number).replace(".", ",")


def _text(answer: TextAnswer) -> Title:
    if answer.min_length:
        low, high = answer.min_length, answer.max_length
        return Title(f"Texte de {low} à {high} caractères", f"Text of {low} to {high} characters")
    return Title(f"Texte de {answer.max_length} caractères au plus", f"Text of at most {answer.max_length} characters")


def _quoted(codes: object, label: Label) -> Iterable[Title]:
    titles = map(label, codes if isinstance(codes, tuple) else ())
    return (Title(f"« {one.fr} »", f"“{one.en}”") for one in titles)


def _listed(titles: Iterable[Title], fr: str, en: str) -> Title:
    """a, b or c."""
    all_ = list(titles)
    first, last = _joined(", ", all_[:-1]), all_[-1]
    return Title(f"{first.fr} {fr} {last.fr}", f"{first.en} {en} {last.en}") if all_[:-1] else last


def _joined(between: str, titles: Iterable[Title]) -> Title:
    all_ = [one for one in titles if one != NOTHING]
    return Title(between.join(one.fr for one in all_), between.join(one.en for one in all_))
