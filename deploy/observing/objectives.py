"""What is promised, each as a share of time: a moment is bad or it is not.

At the volumes of a listing authority a share of requests says little: at three in the morning one of one has failed.
So each objective is a series of 0 and 1, and its error ratio over any window is the mean of that series.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from deploy.observing.alert import PAGE, TICKET, Alert
from deploy.observing.promql import LINE, SERVICE

BURNS = (
    (PAGE, ((14.4, "1h", "5m"), (6.0, "6h", "30m"))),
    (TICKET, ((3.0, "1d", "2h"), (1.0, "3d", "6h"))),
)
"""How many times too fast the budget of thirty days burns, over a long window and a short one."""
STILL = "2m"
"""A page ends when nothing was bad for so long, however much of the budget is gone: the next outage is a page anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """A promise."""

    name: str
    alert: str
    promise: str
    target: float
    """Share of time in which it holds, over thirty days."""
    bad: str
    """PromQL, by line and service: 1 while it does not hold."""
    summary: str
    caused_by: tuple[str, ...] = ()
    shown: Mapping[str, str] = field(default_factory=dict)
    wakes: bool = True
    """False: it can wait for the working day, however fast the budget burns."""

    @property
    def series(self) -> str:
        """The recorded series of 0 and 1."""
        return f"referencement:{self.name}:bad"

    def record(self) -> dict[str, object]:
        """The recording rule."""
        return {"record": self.series, "expr": self.bad}

    def alerts(self) -> list[Alert]:
        """One to be woken for, where that makes sense; one for the working day."""
        return [
            Alert(
                name=self.alert,
                summary=self.summary,
                expr=self._expr(severity, windows),
                severity=severity,
                caused_by=self.caused_by,
                shown={"When was the promise not kept? (1: it was not)": self.series, **self.shown},
            )
            for severity, windows in BURNS
            if self.wakes or severity != PAGE
        ]

    def _expr(self, severity: str, windows: Sequence[tuple[float, str, str]]) -> str:
        burning = "\nor\n".join(self._burning(*window) for window in windows)
        if severity != PAGE:
            return burning
        return f"({burning})\nand max_over_time({self.series}[{STILL}]) > 0"

    def _burning(self, factor: float, long: str, short: str) -> str:
        limit = f"{factor:g} * {1 - self.target:g}"
        return (
            f"(avg_over_time({self.series}[{long}]) > {limit}\n"
            f"  and avg_over_time({self.series}[{short}]) > {limit})"
        )  # fmt: skip


KNOWN = (
    f"group by ({LINE}) (present_over_time(referencement_ready[1h])) "
    "or absent_over_time(referencement_ready[1h])"
)  # fmt: skip
"""Every line that there was within the last hour; where none is known any more, the one that the rules are for."""
_REQUESTS = "referencement_http_request_duration_seconds_count"
SITE = (
    f'clamp_max((1 - (max by ({LINE}) (referencement_ready{{service="catalogue"}}) or 0 * ({KNOWN})))\n'
    f'  + (((sum by ({LINE}) (rate({_REQUESTS}{{service="catalogue",status=~"5.."}}[2m]))\n'
    f'  / sum by ({LINE}) (rate({_REQUESTS}{{service="catalogue"}}[2m]))) > bool 0.01)\n'
    f"  or 0 * ({KNOWN})), 1)"
)

OBJECTIVES: Sequence[Objective] = (
    Objective(
        name="delivery",
        alert="ReferencementDeliverySlow",
        promise="What was accepted is published to Kafka within five seconds",
        target=0.999,
        bad=f"max by ({SERVICE}) (referencement_outbox_oldest_seconds) > bool 5",
        summary="{{ $labels.service }}: what was accepted reaches Kafka later than promised",
        caused_by=(
            "ReferencementDatabaseUnreachable",
            "ReferencementKafkaUnreachable",
            "ReferencementServiceDown",
            "ReferencementOutboxStuck",
            "ReferencementPartitionsChanged",
        ),
        shown={
            "How long has the oldest event waited?": (
                'max by (service) (referencement_outbox_oldest_seconds{service=~"$service"})'
            ),
            "How long do events take to Kafka (p99)?": (
                "histogram_quantile(0.99, sum by (service, le) "
                '(rate(referencement_delivery_seconds_bucket{service=~"$service"}[5m])))'
            ),
            "Do brokers answer? (0: no)": 'min by (service) (referencement_kafka_up{service=~"$service"})',
        },
    ),
    Objective(
        name="site",
        alert="ReferencementSiteUnavailable",
        promise="The public catalogue answers: a process is ready, and fewer than one request in a hundred fails",
        target=0.999,
        bad=f'label_replace({SITE}, "service", "catalogue", "", "")',
        summary="The public catalogue does not answer as promised",
        caused_by=("ReferencementDatabaseUnreachable", "ReferencementServiceDown"),
        shown={
            "Which processes of the catalogue are ready?": 'referencement_ready{service="catalogue"}',
            "What does the catalogue answer, by status?": (
                f'sum by (status) (rate({_REQUESTS}{{service="catalogue"}}[5m]))'
            ),
        },
    ),
    Objective(
        name="parked",
        alert="ReferencementParkedUnseen",
        promise="No record stays parked for longer than fifteen minutes without an operator having seen it",
        target=0.995,
        bad=f"max by ({SERVICE}) (referencement_parked_unseen_oldest_seconds) > bool 900",
        summary="{{ $labels.service }}: records are parked that nobody has looked at; their dossiers stand still",
        shown={
            "How many records are parked, why, and has anybody seen them?": (
                'max by (reason, seen) (referencement_parked_records{service=~"$service"})'
            ),
            "How long has the oldest of them waited unseen?": (
                'max by (service) (referencement_parked_unseen_oldest_seconds{service=~"$service"})'
            ),
        },
    ),
    Objective(
        name="deadlines",
        alert="ReferencementDeadlinesLate",
        promise="Every deadline fires within a minute",
        target=0.999,
        bad=f"max by ({SERVICE}) (referencement_deadlines_overdue) > bool 0",
        summary="{{ $labels.service }}: deadlines are due and do not fire; reminders, lapses and expiries are late",
        caused_by=("ReferencementDatabaseUnreachable", "ReferencementServiceDown"),
        shown={
            "How many deadlines are due?": 'max by (service) (referencement_deadlines_due{service=~"$service"})',
            "How many have been due for more than a minute?": (
                'max by (service) (referencement_deadlines_overdue{service=~"$service"})'
            ),
        },
    ),
    Objective(
        name="journal",
        alert="ReferencementJournalUnverified",
        promise="The journal was verified within the last 26 hours, and no entry waits ten minutes for its seal",
        target=0.99,
        # 0 stands in a process that has not been able to ask its database yet
        bad=f"(time() - max by ({SERVICE}) (referencement_journal_verified_timestamp_seconds > 0) > bool 93600)\n"
        f"  + (max by ({SERVICE}) (referencement_journal_unsealed_oldest_seconds) > bool 600) > bool 0",
        summary="{{ $labels.service }}: the journal was not verified or sealed in time",
        wakes=False,
        shown={
            "How long ago was the journal verified?": (
                'time() - max by (service) (referencement_journal_verified_timestamp_seconds{service=~"$service"} > 0)'
            ),
            "How long has the oldest entry waited for its checkpoint?": (
                'max by (service) (referencement_journal_unsealed_oldest_seconds{service=~"$service"})'
            ),
        },
    ),
)
