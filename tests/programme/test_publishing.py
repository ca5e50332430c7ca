"""What a new publication must respect of what was published before."""

from shared.programme.document import ProgrammeDocument
from shared.programme.loading import published
from shared.programme.publishing import added, breaches
from shared.programme.reading.document import read_document
from tests.programme.documents import changed, with_version

NEXT = {"effective_from": "2027-01-01", "tracks": ["without_exchange", "with_exchange"]}


def told(later: ProgrammeDocument) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in breaches(published(), later)]


def test_a_document_that_only_adds_a_version_respects_what_was_published() -> None:
    later = read_document(with_version("4.0.0", **NEXT))

    assert told(later) == []
    assert [one.ref for one in added(published(), later)] == ["4.0.0"]


def test_wording_outside_the_versions_may_change() -> None:
    assert told(read_document(changed("programme/notice", "another notice"))) == []


def test_a_published_version_may_not_change() -> None:
    later = read_document(changed("criteria/INT-07/title/fr", "Autrement"))

    assert told(later) == [
        ("programme.versions.2.0.0", "version_changed"),
        ("programme.versions.3.0.0", "version_changed"),
    ]


def test_a_published_version_may_not_disappear() -> None:
    document = with_version("4.0.0", **NEXT)
    earlier = read_document(document)

    assert [(fault.path, fault.code) for fault in breaches(earlier, published())] == [
        ("programme.versions.4.0.0", "version_withdrawn")
    ]


def test_a_new_version_comes_after_the_published_ones() -> None:
    document = with_version("2.5.0", **NEXT | {"effective_from": "2024-06-01"})
    document["programme"]["versions"].insert(2, document["programme"]["versions"].pop())

    assert told(read_document(document)) == [("programme.versions.2.5.0", "version_inserted")]


def test_another_programme_is_another_programme() -> None:
    assert told(read_document(changed("programme/id", "telesurveillance"))) == [("programme.id", "programme_differs")]
