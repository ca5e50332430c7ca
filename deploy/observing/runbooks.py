"""The runbooks: one page per alert, with the same headings everywhere, so that machines can read them too."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "runbooks"
ALL = "all"
"""What the label `service` says in alerts that are about the whole line."""
HEADINGS = ("What it means", "How bad", "Look", "Do", "Over when", "Tried")
_OPEN = re.compile(r"SERVICE|NAMESPACE|RELEASE|\bNAME\b")
"""What a page leaves to be filled in; NAME: how the names of a release's objects begin."""
_COMMANDS = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Runbook:
    """A page."""

    alert: str
    text: str

    @property
    def parts(self) -> Mapping[str, str]:
        """Heading to text."""
        found = re.split(r"^## (.+)\n", self.text, flags=re.MULTILINE)[1:]
        return dict(zip(found[::2], (part.strip() for part in found[1::2]), strict=True))

    def looks(self, service: str | None) -> Sequence[str]:
        """The commands that show more and change nothing, for a service.

        None, or `all`, as alerts of the whole line have it: for all services.
        """
        blocks = _COMMANDS.findall(self.parts["Look"])
        lines = [line.strip() for block in blocks for line in block.splitlines()]
        ours = [line for line in lines if line.startswith("referencement ")]
        if service in {None, ALL}:
            return [line.replace(" --service SERVICE", "") for line in ours]
        return [line.replace("SERVICE", str(service)) for line in ours]

    def told(self, service: str, namespace: str = "", release: str = "") -> str:
        """The page, for a service of a release; what is not known stays a word to be filled in."""
        text = self.text
        if service == ALL:
            text = text.replace(" --service SERVICE", "").replace("SERVICE", "all services")
        name = release if "referencement" in release else f"{release}-referencement"
        filled = {"SERVICE": service, "NAMESPACE": namespace, "RELEASE": release, "NAME": name if release else ""}
        return _OPEN.sub(lambda found: filled[found[0]] or found[0], text)


def runbook(alert: str) -> Runbook:
    """The page of an alert. KeyError: there is none."""
    file = FOLDER / f"{alert}.md"
    if not file.is_file():
        raise KeyError(alert)
    return Runbook(alert, file.read_text("utf-8"))


def runbooks() -> Sequence[Runbook]:
    """All pages."""
    return [Runbook(file.stem, file.read_text("utf-8")) for file in sorted(FOLDER.glob("Referencement*.md"))]
