"""YAML by libyaml: the shipped programme is read and written in a tenth of the time."""

from typing import Any

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def parsed(text: str) -> Any:  # noqa: ANN401  # plain data of any shape
    """The document of a text."""
    return yaml.load(text, Loader)  # noqa: S506  # a safe loader


def written(data: object) -> str:
    """The text of a document, in the order in which it is given."""
    text: str = yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False)
    return text
