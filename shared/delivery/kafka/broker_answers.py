"""What a broker refused, topic by topic: its answer to a request for many is an object that must be read."""

from collections.abc import Iterable, Mapping
from typing import Any

from aiokafka.errors import KafkaError, NoError, for_code


class BrokerRefused(KafkaError):  # type: ignore[misc]  # untyped in aiokafka
    """The broker refused a part of what was asked; `refused` holds its error for each name."""

    def __init__(self, what: str, refused: Mapping[str, str]) -> None:
        super().__init__(f"{what}: " + "; ".join(f"{name}: {why}" for name, why in sorted(refused.items())))
        self.refused = refused


def refused_topics(answer: Any, only: type[KafkaError] | None = None) -> dict[str, str]:  # noqa: ANN401  # untyped in aiokafka
    """From an answer to creating or deleting topics, or to adding partitions: the broker's error for each topic; `only`
    those with this one."""
    rows = next(
        getattr(answer, name)
        for name in ("topic_errors", "topic_error_codes", "topic_error_responses")
        if hasattr(answer, name)
    )
    wanted = [row for row in rows if only is None or for_code(row[1]) is only]
    return dict(_refused((row[0], row[1], row[2] if len(row) > 2 else None) for row in wanted))  # noqa: PLR2004


def refused_resources(answers: Iterable[Any]) -> dict[str, str]:
    """From answers to describing or altering configurations: the broker's error for each resource."""
    rows = [row for answer in answers for row in answer.resources]
    return dict(_refused((row[3], row[0], row[1]) for row in rows))


def require_topics(what: str, answer: Any) -> None:  # noqa: ANN401
    """BrokerRefused: a topic is named in the answer with an error."""
    if refused := refused_topics(answer):
        raise BrokerRefused(what, refused)


def require_resources(what: str, answers: Iterable[Any]) -> None:
    """BrokerRefused: the configuration of a resource was neither told nor changed."""
    if refused := refused_resources(answers):
        raise BrokerRefused(what, refused)


def require_groups(what: str, answers: Iterable[Any]) -> None:
    """BrokerRefused: a consumer group was not described; aiokafka would show one without members."""
    if refused := dict(_refused((row[1], row[0], None) for answer in answers for row in answer.groups)):
        raise BrokerRefused(what, refused)


def refused_offsets(answer: Any) -> dict[str, str]:  # noqa: ANN401
    """From an answer to reading a group's offsets: the broker's error for each partition."""
    return dict(
        _refused((f"{topic}/{part}", code, None) for topic, parts in answer.topics for part, _, _, code in parts)
    )


def _refused(rows: Iterable[tuple[str, int, str | None]]) -> Iterable[tuple[str, str]]:
    for name, code, message in rows:
        error = for_code(code)
        if error is not NoError:
            yield name, f"{error.__name__.removesuffix('Error')} ({code}){f': {message}' if message else ''}"
