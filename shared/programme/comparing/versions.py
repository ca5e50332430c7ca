"""Two versions compared as wholes."""

from enum import IntEnum

from shared.programme.comparing.criteria import criterion_change
from shared.programme.comparing.difference import CriterionChange, Difference, Effect
from shared.programme.comparing.rules import rule_changes
from shared.programme.version import Programme


class Step(IntEnum):
    """The part of a version number that a change raises at least (criteria.md 4.8)."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


def compared(before: Programme, after: Programme) -> Difference:
    """What differs from one version to another, in the order of the programme."""
    ids = [*after.criteria, *(id_ for id_ in before.criteria if id_ not in after.criteria)]
    changes = (criterion_change(before, after, id_) for id_ in ids)
    return Difference(
        before.ref,
        before.content_hash,
        after.ref,
        after.content_hash,
        tuple(one for one in changes if one is not None),
        tuple(rule_changes(before, after)),
    )


def step_needed(difference: Difference) -> Step:
    """Patch: wording; minor: whatever asks nothing new of a discriminating criterion; major: what makes it harder."""
    steps = [_criterion_step(one) for one in difference.criteria]
    steps += [Step.PATCH if one.effect is Effect.WORDING else Step.MINOR for one in difference.rules]
    steps += [Step.MAJOR for one in difference.rules if one.effect is Effect.HARDENED]
    return max(steps, default=Step.NONE)


def step_taken(before: str, after: str) -> Step:
    """The part of the number that is raised from one version to the next."""
    parts = zip(before.split("."), after.split("."), strict=True)
    raised = next((place for place, (then, now) in enumerate(parts) if int(now) > int(then)), len(Step) - 1)
    return Step(Step.MAJOR - raised)


def _criterion_step(change: CriterionChange) -> Step:
    if change.effects == {Effect.WORDING}:
        return Step.PATCH
    harder = change.effects & {Effect.ADDED, Effect.HARDENED}
    return Step.MAJOR if harder and change.discriminating else Step.MINOR
