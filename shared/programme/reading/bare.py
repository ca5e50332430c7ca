"""The procedure of a document that holds criteria only: nothing but its typologies, which decide who may file."""

from collections.abc import Mapping
from types import MappingProxyType

from shared.programme.facts import Fact, FactType
from shared.programme.procedure import Prerequisites, Procedure, Renewal, Typologies, Typology, Validity
from shared.programme.surveillance import Changes, Ladder, Sampling
from shared.programme.vocabulary import Step

NOTHING: Mapping[str, object] = MappingProxyType({})


def criteria_only(facts: Mapping[str, Fact], tracks: tuple[str, ...], months: int) -> Procedure:
    """An empty procedure; the typologies are the options of the first choice that has every open track."""
    telling = (one for one in facts.values() if one.type is FactType.CHOICE and set(tracks) <= set(one.options))
    fact = next(telling, None)
    options = () if fact is None else tuple(Typology(id_, fact.title) for id_ in fact.options)
    return Procedure(
        deadlines=MappingProxyType({}),
        prerequisites=Prerequisites(Step.DECISION, Step.DECISION, Step.DECISION),
        typologies=Typologies("" if fact is None else fact.id, options),
        categories=(),
        validity=Validity(months=months, counted_from=""),
        renewal=Renewal(opens_days=0, grace_while_pending=False),
        sampling=Sampling(
            every_listing_within_months=0, criteria_per_listing=0, severity_weights=MappingProxyType({}), strata=()
        ),
        ladder=Ladder(()),
        changes=Changes((), MappingProxyType({})),
        complaint_categories=(),
        given=False,
    )
