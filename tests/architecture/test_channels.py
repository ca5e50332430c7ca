"""Channels: what happens to the messages of each is one table, and no code asks which channel it has before it."""

import ast

from shared.delivery.shell.channels import POLICIES, Channel, KnownBy, Then
from tests.architecture.sources import sources


def compared() -> list[str]:
    """Where a member of Channel is compared with something."""
    return [
        f"{source.name}:{node.lineno}"
        for source in sources("services", "shared", "deploy")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
        if isinstance(side, ast.Attribute) and isinstance(side.value, ast.Name) and side.value.id == "Channel"
    ]


def test_each_channel_has_its_row() -> None:
    assert set(POLICIES) == set(Channel)


def test_nobody_asks_which_channel_a_message_came_by() -> None:
    assert compared() == []


def test_only_what_the_inbox_knows_is_parked() -> None:
    parking = {channel for channel, row in POLICIES.items() if Then.PARK in (row.on_refusal, row.on_failure)}
    assert parking == {channel for channel, row in POLICIES.items() if row.known_by is KnownBy.INBOX} == {Channel.KAFKA}
