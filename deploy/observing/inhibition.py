"""One outage, one page: which alerts Alertmanager holds back while another one explains them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from deploy.observing.alert import PAGE, TICKET, Alert
from deploy.observing.causes import CAUSES
from deploy.observing.objectives import OBJECTIVES

Matcher = Mapping[str, str]
SAME_LINE = ("namespace", "release")
SAME_SERVICE = (*SAME_LINE, "service")
WHICH = ("of", "side", "persistentvolumeclaim")
"""What tells apart alerts of one name and service that are woken for or not by how bad they are."""
GROUPED_BY = (*SAME_LINE, "alertname")
"""All services that one cause befalls are one notification; what has another cause is a notification of its own."""
WAIT, WAIT_FOR_CAUSES = "30s", "2m"
"""An effect is seen up to a minute before its cause: it waits until its cause can hold it back."""


def rules() -> list[dict[str, Any]]:
    """As prometheus-operator's AlertmanagerConfig has them: matchers of source and target, labels that agree."""
    same_alert = {
        "sourceMatch": [_is("severity", PAGE)],
        "targetMatch": [_is("severity", TICKET), _is("alertname", "Referencement.*", "=~")],
        "equal": ["alertname", *SAME_SERVICE, *WHICH],
    }
    return [same_alert, *(rule for name, effects in _effects().items() for rule in _held_back_by(name, effects))]


def alertmanager() -> dict[str, Any]:
    """A whole configuration of Alertmanager: its route groups and waits, its receivers are to be filled in."""
    waiting = sorted({one.name for one in _alerts() if one.caused_by})
    patient = {"matchers": [_text(_is("alertname", "|".join(waiting), "=~"))], "group_wait": WAIT_FOR_CAUSES}
    return {
        "route": {
            "receiver": "office",
            "group_by": list(GROUPED_BY),
            "group_wait": WAIT,
            "group_interval": "5m",
            "repeat_interval": "12h",
            "routes": [
                {
                    "matchers": [f'severity="{PAGE}"'],
                    "receiver": "on-call",
                    "repeat_interval": "4h",
                    "routes": [patient],
                },
                {"matchers": [f'severity="{TICKET}"'], "receiver": "office", "routes": [patient]},
            ],
        },
        "receivers": [{"name": "on-call"}, {"name": "office"}],
        "inhibit_rules": [
            {
                "source_matchers": [_text(one) for one in rule["sourceMatch"]],
                "target_matchers": [_text(one) for one in rule["targetMatch"]],
                "equal": rule["equal"],
            }
            for rule in rules()
        ],
    }


def _alerts() -> Sequence[Alert]:
    return [*(alert for one in OBJECTIVES for alert in one.alerts()), *CAUSES]


def _effects() -> Mapping[str, list[str]]:
    """Cause to its effects."""
    pairs = sorted({(cause, one.name) for one in _alerts() for cause in one.caused_by})
    return {cause: [effect for _, effect in found] for cause, found in groupby(pairs, key=lambda pair: pair[0])}


def _held_back_by(cause: str, effects: Sequence[str]) -> Iterator[dict[str, Any]]:
    """For the same service; and for all services of a line where the cause may be one of the whole line."""
    target = [_is("alertname", "|".join(effects), "=~" if len(effects) > 1 else "=")]
    yield {"sourceMatch": [_is("alertname", cause)], "targetMatch": target, "equal": list(SAME_SERVICE)}
    if any(one.of_whole_line for one in _alerts() if one.name == cause):
        source = [_is("alertname", cause), _is("service", "all")]
        yield {"sourceMatch": source, "targetMatch": target, "equal": list(SAME_LINE)}


def _is(name: str, value: str, how: str = "=") -> Matcher:
    return {"name": name, "value": value, "matchType": how}


def _text(one: Matcher) -> str:
    return f'{one["name"]}{one["matchType"]}"{one["value"]}"'
