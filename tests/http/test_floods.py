"""A body within its bytes that holds very many values, or faults, is refused without a look at each of them."""

import pytest

from shared.http.body_size import holds_more_values_than
from tests.builders import DESK, OTHER_PUBLISHER, PUBLISHER
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import PRIOR_REQUEST


@pytest.mark.parametrize(
    "body",
    [
        b'{"answers":{' + b",".join(b'"k%d":{}' % place for place in range(10_001)) + b"}}",
        b'{"answers":{"SEC-07":[' + b",".join([b"1"] * 10_001) + b"]}}",
        b'{"evidence":{"SEC-07":[' + b",".join([b"[[1]]"] * 4_000) + b"]}}",
        b'{"x":NaN,"answers":{"SEC-07":[' + b",".join([b"1"] * 10_001) + b"]}}",
    ],
)
async def test_a_body_of_very_many_values_is_refused_as_too_large(desk: Desk, body: bytes) -> None:
    dossier = f"/dossiers/{(await desk.done(PUBLISHER, '/dossiers', PRIOR_REQUEST))['id']}"

    answer = await desk.post(PUBLISHER, f"{dossier}/draft", content=body)

    assert problem(answer) == (413, "too_large")


async def test_very_many_faults_are_told_by_their_number(desk: Desk) -> None:
    body = b'{"answers":{' + b",".join(b'"k%d":{}' % place for place in range(900)) + b"}}"
    dossier = f"/dossiers/{(await desk.done(PUBLISHER, '/dossiers', PRIOR_REQUEST))['id']}"

    answer = await desk.post(PUBLISHER, f"{dossier}/draft", content=body)

    assert problem(answer) == (422, "invalid_content")
    assert [(one["path"], one["code"]) for one in answer.json()["faults"]] == [("$", "too_many_faults")]


@pytest.mark.parametrize("body", [b"{", b'{"grounds":{"a":1}}', b'{"grounds":[],"grounds":[]}', b"[" * 5_000])
async def test_whoever_lacks_the_role_is_refused_before_the_body_is_read(desk: Desk, body: bytes) -> None:
    dossier = f"/dossiers/{(await desk.done(PUBLISHER, '/dossiers', PRIOR_REQUEST))['id']}"

    answers = [await desk.post(who, f"{dossier}/rejection", content=body) for who in (PUBLISHER, OTHER_PUBLISHER)]

    assert [problem(one) for one in answers] == [(403, "role_required")] * 2
    assert problem(await desk.post(DESK, f"{dossier}/rejection", content=body))[0] in (400, 422)


@pytest.mark.parametrize(
    ("document", "more"),
    [
        (b"[1,2,3]" + b" " * 9, False),
        (b"[1,2,3,4]" + b" " * 9, True),
        (b'{"a":{"b":1},"c":[2]}', True),
        (b'{"a":"1,2,3,4,5,6,7"}', False),
        (b'{"a":NaN,"b":[1,2,3,4]}', True),
        (b"[1,2]" + b" " * 9, False),
        (b"", False),
    ],
)
def test_values_are_entries_of_objects_and_lists(document: bytes, more: bool) -> None:
    assert holds_more_values_than(3, document) is more
