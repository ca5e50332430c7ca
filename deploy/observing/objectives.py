"""What is promised, each as a share of time: a moment is bad or it is not.

At the volumes of a listing authority a share of requests says little: at three in the morning one of one has failed.
So each objective is a series of 0 and 1, and its error ratio over any window is the mean of that series.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from deploy.observing.alert import PAGE, TICKET, Alert

BURNS = (
    (PAGE, ((14.4, "1h", "5m"), (6.0, "6h", "30m"))),
    (TICKET, ((3.0, "1d", "2h"), (1.0, "3d", "6h"))),
)
"""How many times too fast the budget of thirty days burns, over a long window and still now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """A promise."""

    name: str
    alert: str
    promise: str
    target: float
    """Share of time in which it holds, over thirty days."""
    bad: str
    """PromQL, by service: 1 while it does not hold."""
    summary: str
    shown: tuple[str, ...] = ()
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
                expr="\nor\n".join(self._burning(*window) for window in windows),
                severity=severity,
                shown=(self.series, *self.shown),
            )
            for severity, windows in BURNS
            if self.wakes or severity != PAGE
        ]

    def _burning(self, factor: float, long: str, short: str) -> str:
        limit = f"{factor:g} * {1 - self.target:g}"
        return (
            f"(avg_over_time({self.series}[{long}]) > {limit}\n"
            f"  and avg_over_time({self.series}[{short}]) > {limit})"
        )  # fmt: skip


SITE = (
    "clamp_max((1 - max(referencement_ready{service=\"catalogue\"} or vector(0)))\n"
    "  + (((sum(rate(referencement_http_request_duration_seconds_count{service=\"catalogue\",status=~\"5..\"}[2m]))\n"
    "  / sum(rate(referencement_http_request_duration_seconds_count{service=\"catalogue\"}[2m]))) > bool 0.01)\n"
    "  or vector(0)), 1)"
)  # fmt: skip

OBJECTIVES: Sequence[Objective] = (
    Objective(
        name="delivery",
        alert="ReferencementDeliverySlow",
        promise="What was accepted is published to Kafka within five seconds",
        target=0.999,
        bad="max by (service) (referencement_outbox_oldest_seconds) > bool 5",
        summary="{{ $labels.service }}: what was accepted reaches Kafka later than promised",
        shown=(
            'max by (service) (referencement_outbox_oldest_seconds{service=~"$service"})',
            "histogram_quantile(0.99, sum by (service, le) "
            '(rate(referencement_delivery_seconds_bucket{service=~"$service"}[5m])))',
            'min by (service) (referencement_kafka_up{service=~"$service"})',
        ),
    ),
    Objective(
        name="site",
        alert="ReferencementSiteUnavailable",
        promise="The public catalogue answers: a process is ready, and fewer than one request in a hundred fails",
        target=0.999,
        bad=f'label_replace({SITE}, "service", "catalogue", "", "")',
        summary="The public catalogue does not answer as promised",
        shown=(
            'referencement_ready{service="catalogue"}',
            'sum by (status) (rate(referencement_http_request_duration_seconds_count{service="catalogue"}[5m]))',
        ),
    ),
    Objective(
        name="parked",
        alert="ReferencementParkedUnseen",
        promise="No record stays parked for longer than fifteen minutes without an operator having seen it",
        target=0.995,
        bad="max by (service) (referencement_parked_unseen_oldest_seconds) > bool 900",
        summary="{{ $labels.service }}: records are parked that nobody has looked at; their dossiers stand still",
        shown=(
            'max by (reason, seen) (referencement_parked_records{service=~"$service"})',
            'max by (service) (referencement_parked_unseen_oldest_seconds{service=~"$service"})',
        ),
    ),
    Objective(
        name="deadlines",
        alert="ReferencementDeadlinesLate",
        promise="Every deadline fires within a minute",
        target=0.999,
        bad="max by (service) (referencement_deadlines_overdue) > bool 0",
        summary="{{ $labels.service }}: deadlines are due and do not fire; reminders, lapses and expiries are late",
        shown=(
            'max by (service) (referencement_deadlines_due{service=~"$service"})',
            'max by (service) (referencement_deadlines_overdue{service=~"$service"})',
        ),
    ),
    Objective(
        name="journal",
        alert="ReferencementJournalUnverified",
        promise="The journal was verified within the last 26 hours, and no entry waits ten minutes for its seal",
        target=0.99,
        bad="(time() - max by (service) (referencement_journal_verified_timestamp_seconds) > bool 93600)\n"
        "  + (max by (service) (referencement_journal_unsealed_oldest_seconds) > bool 600) > bool 0",
        summary="{{ $labels.service }}: the journal was not verified or sealed in time",
        wakes=False,
        shown=(
            'time() - max by (service) (referencement_journal_verified_timestamp_seconds{service=~"$service"})',
            'max by (service) (referencement_journal_unsealed_oldest_seconds{service=~"$service"})',
        ),
    ),
)
