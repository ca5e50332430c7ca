"""The life of an application as a whole: total over states and acts, and kept by any sequence of messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.application.domain.admissibility import DeclareAdmissible, DeclareInadmissible
from services.intake.application.domain.complement import ProvideComplement
from services.intake.application.domain.completion import ProvideCompletion, RequestCompletion
from services.intake.application.domain.draft import SaveDraft
from services.intake.application.domain.drafting import RebaseDraft
from services.intake.application.domain.evidence_expiry import RenewEvidence
from services.intake.application.domain.life import TRANSITIONS
from services.intake.application.domain.prior_request import RejectPriorRequest, ValidatePriorRequest
from services.intake.application.domain.state import Application, State
from services.intake.application.domain.submission import WithdrawApplication
from shared.acts.change import SetDeadline
from shared.acts.refusal import Refused
from shared.calendar.paris import paris_day
from shared.contracts.evaluation.evaluation import ComplementDeadlineExtended, ComplementRequested, EvaluationLapsed
from tests.builders import DESK, PUBLISHER, SYSTEM, at, deadline
from tests.intake.words import DOSSIER, MISSING, a_prior_request, a_submission, an_application, published

LEADS = {
    (None, "submit_prior_request"): "prior_submitted",
    ("prior_submitted", "validate_prior_request"): "draft",
    ("prior_submitted", "reject_prior_request"): "rejected",
    ("prior_submitted", "escalate_prior_request"): "prior_submitted",
    ("prior_submitted", "withdraw_application"): "withdrawn",
    ("draft", "submit_application"): "submitted",
    ("draft", "withdraw_application"): "withdrawn",
    ("submitted", "request_completion"): "incomplete",
    ("submitted", "declare_admissible"): "admissible",
    ("submitted", "declare_inadmissible"): "inadmissible",
    ("submitted", "escalate_admissibility"): "submitted",
    ("submitted", "withdraw_application"): "withdrawn",
    ("incomplete", "remind_completion"): "incomplete",
    ("incomplete", "provide_completion"): "submitted",
    ("incomplete", "lapse_application"): "lapsed",
    ("incomplete", "withdraw_application"): "withdrawn",
    ("draft", "save_draft"): "draft",
    ("draft", "rebase_draft"): "draft",
    ("incomplete", "save_draft"): "incomplete",
    ("admissible", "note_complement_request"): "admissible",
    ("admissible", "note_complement_extension"): "admissible",
    ("admissible", "provide_complement"): "admissible",
    ("admissible", "close_complement"): "admissible",
    ("admissible", "watch_evidence"): "admissible",
    ("admissible", "remind_evidence_expiry"): "admissible",
    ("admissible", "note_evidence_expiry"): "admissible",
    ("admissible", "renew_evidence"): "admissible",
}
"""Process.md 3.1, written down once more."""
TERMINAL = {"inadmissible", "rejected", "lapsed", "withdrawn"}


@dataclass(frozen=True)
class Sent:
    """A message that somebody sends: the act by its name, its payload, by whom."""

    act: str
    payload: object

    def reach(self, state: Application | None, day: date) -> Application:
        act = TRANSITIONS.acts[self.act]
        who = next(one for one in (PUBLISHER, DESK, SYSTEM) if act.roles & one.roles)
        moment = at(day.isoformat(), who, message=f"{self.act} {day}")
        return TRANSITIONS.perform(act, state, self.payload, moment).state  # type: ignore[return-value]


def messages(day: date) -> Mapping[str, object]:
    """One message for every act, as somebody might send it in good faith."""
    return {
        "submit_prior_request": a_prior_request(),
        "validate_prior_request": ValidatePriorRequest(),
        "reject_prior_request": RejectPriorRequest(grounds=("out_of_scope",)),
        "save_draft": SaveDraft(answers={"SEC-07": 30}),
        "rebase_draft": RebaseDraft(),
        "submit_application": a_submission(without=(MISSING,)),
        "request_completion": RequestCompletion(),
        "provide_completion": ProvideCompletion(facts={}, answers={MISSING: True}),
        "note_complement_request": ComplementRequested(dossier=DOSSIER, items=(MISSING,), due_on=day),
        "note_complement_extension": ComplementDeadlineExtended(dossier=DOSSIER, due_on=day),
        "provide_complement": ProvideComplement(answers={MISSING: True}),
        "close_complement": EvaluationLapsed(dossier=DOSSIER, lapsed_on=day),
        "declare_admissible": DeclareAdmissible(),
        "declare_inadmissible": DeclareInadmissible(grounds=("signatory_without_power",)),
        "withdraw_application": WithdrawApplication(),
        "watch_evidence": published("2027-03-10"),
        "renew_evidence": RenewEvidence(evidence={}),
        **{name: deadline(name, day.isoformat()) for name in (
            "escalate_prior_request", "escalate_admissibility", "remind_completion", "lapse_application",
            "remind_evidence_expiry", "note_evidence_expiry",
        )},
    }  # fmt: skip


def test_every_act_has_a_message_in_these_tests() -> None:
    assert messages(date(2026, 3, 2)).keys() == TRANSITIONS.acts.keys()


@pytest.mark.parametrize(("state", "act"), list(product([None, *State], TRANSITIONS.acts)))
def test_each_act_leads_from_each_state_where_the_process_says_or_nowhere(state: State | None, act: str) -> None:
    assert TRANSITIONS.targets(state, act) == ({LEADS[state, act]} if (state, act) in LEADS else set())


def test_the_table_names_every_state() -> None:
    assert list(TRANSITIONS.states()) == sorted(State)


@pytest.mark.parametrize("state", sorted(TERMINAL))
def test_nothing_leaves_a_terminal_state(state: str) -> None:
    assert [act for act in TRANSITIONS.acts if TRANSITIONS.targets(state, act)] == []
    assert TRANSITIONS.allowed(state) == []


def test_no_clock_leads_to_an_admissible_or_inadmissible_application() -> None:
    by_clock = {to for (_, act), to in LEADS.items() if _by_itself(act)}

    assert by_clock - {"admissible"} == {"prior_submitted", "submitted", "incomplete", "lapsed"}
    assert {before for (before, act), to in LEADS.items() if to == "admissible" and _by_itself(act)} == {"admissible"}


def _by_itself(act: str) -> bool:
    return TRANSITIONS.acts[act].roles == {"system"}


SENT = st.lists(st.tuples(st.sampled_from(sorted(TRANSITIONS.acts)), st.integers(0, 40), st.booleans()), max_size=14)


@settings(max_examples=200, deadline=None)
@given(SENT)
def test_whatever_is_sent_in_whatever_order_keeps_the_life(sent: list[tuple[str, int, bool]]) -> None:
    """Each message is refused or leads where the table says, also when it comes twice in a row."""
    state: Application | None = None
    day = date(2026, 3, 2)
    for act, days, twice in sent:
        day += timedelta(days=days)
        message = Sent(act, messages(day)[act])
        for _ in range(2 if twice else 1):
            state = after(state, message, day)


def after(state: Application | None, message: Sent, day: date) -> Application | None:
    """The state after the message; fails where the life is not kept."""
    before = None if state is None else state.state
    try:
        reached = message.reach(state, day)
    except Refused:
        return state
    assert reached.state == LEADS[before, message.act]
    assert (reached.state == "incomplete") == (reached.completion is not None)
    assert state is None or state.programme in (None, reached.programme)
    assert (reached.programme is None) == (reached.filed_on is None) == (reached.content is None)
    assert before not in TERMINAL
    return reached


@pytest.mark.parametrize("start", ["2026-04-01", "2026-07-14", "2026-10-30", "2026-11-10", "2026-12-24", "2028-02-29"])
def test_reminders_come_before_the_lapse_whatever_the_holidays(start: str) -> None:
    act, application = TRANSITIONS.acts["request_completion"], an_application(State.SUBMITTED)

    change = TRANSITIONS.perform(act, application, RequestCompletion(items=("SEC-07",)), at(start, DESK))

    days = {one.kind: paris_day(one.at) for one in change.deadlines if isinstance(one, SetDeadline)}
    due_on = change.state.completion.due_on  # type: ignore[attr-defined]
    assert days["remind_completion"] == due_on - timedelta(days=7)
    assert days["lapse_application"] == due_on + timedelta(days=16)
