"""How links and anchors are read; that all of them lead somewhere: test_reference.py, with the generated pages."""

from pathlib import Path

from deploy.docs.markdown import anchors, links, slug_of
from deploy.docs.pages import broken


def test_a_link_astray_is_seen(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    both = {
        "a/one.md": "# One\n\n[ok](../two.md#b-c) [no](../two.md#b) [gone](three.md) [folder](../there) [self](#one)",
        "two.md": "# B, c\n\n[out](https://example.org/x) `[code](nowhere.md)`",
    }

    assert list(broken(both, tmp_path)) == [
        "a/one.md:3: ../two.md#b: no anchor b",
        "a/one.md:3: three.md: no such page, file or folder",
    ]


def test_anchors_are_headings_and_ids() -> None:
    page = (
        '# A\n\n## `b` & c!\n\n## A\n\n<a id="s2-1"></a>\n\n| <a id="row-1"></a>1 | x |\n|---|---|\n\n```\n# no\n```\n'
    )

    assert anchors(page) == {"a", "b--c", "a-1", "s2-1", "row-1"}
    assert [(link.line, link.target) for link in links("x\n\ny [z](w.md)")] == [(3, "w.md")]
    assert slug_of("Règles, en bref") == "règles-en-bref"
