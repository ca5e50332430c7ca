"""The table of the chart's values, in the README of the package; `python -m deploy.chart.files` writes it.

Names and defaults come from values.yaml, types from values.schema.json, meanings from the comments above and beside
a value.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

CHART = Path(__file__).parent / "referencement"
HEAD = """# référencement

The listing process of digital health services (France): five services over Kafka and PostgreSQL.

```sh
helm install referencement oci://REGISTRY/charts/referencement --version {version} --values values.yaml --wait
```

Ready-made sets of values are in `examples/`: a laptop, servers of your own, Strimzi and CloudNativePG, production.
Before an upgrade, read the notes of the version; `helm upgrade` with `--reset-then-reuse-values`, for `--reuse-values`
keeps the image of the version before. A released chart names the image by digest: for a mirror, change
`image.repository` alone.

## Values

A value that is not here is refused by name. Written by `python -m deploy.chart.files`.

| value | type | default | meaning |
|---|---|---|---|
"""
WIDEST_DEFAULT = 60


@dataclass(slots=True)
class Table:
    """Rows of the table, read from the text of values.yaml."""

    lines: list[str]
    schema: dict[str, Any]
    _seen: dict[int, str] = field(default_factory=dict)

    def rows(self, node: yaml.MappingNode, path: str, schema: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
        """Name, type, default and meaning of all values under a node, in order."""
        for key, value in node.value:
            name = f"{path}.{key.value}" if path else key.value
            inner = self._resolved(schema.get("properties", {}).get(key.value, {}))
            meaning = self._comment(key, value)
            if isinstance(value, yaml.MappingNode) and value.value:
                if same := self._seen.get(id(value)):
                    yield name, "", f"as `{same}`", meaning
                    continue
                self._seen[id(value)] = name
                if meaning:
                    yield name, "", "", meaning
                yield from self.rows(value, name, inner)
            else:
                yield name, self._type(inner), _default(value), meaning

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in schema:
            return schema
        found: dict[str, Any] = self.schema["$defs"][schema["$ref"].rsplit("/", 1)[1]]
        return found

    def _type(self, schema: dict[str, Any]) -> str:
        if "enum" in schema:
            return ", ".join(f"`{one}`" if one != "" else "empty" for one in schema["enum"])
        kinds = schema.get("type", "")
        return kinds if isinstance(kinds, str) else " or ".join(kinds)

    def _comment(self, key: yaml.Node, value: yaml.Node) -> str:
        """What is said right above a value, and beside it; inside braces nothing is."""
        at = key.start_mark.line
        if self.lines[at][: key.start_mark.column].strip():
            return ""
        above: list[str] = []
        while at and (line := self.lines[at - 1].strip()).startswith("#"):
            above.insert(0, line.lstrip("#").strip().removeprefix("-- "))
            at -= 1
        flows = isinstance(value, yaml.ScalarNode) or (isinstance(value, yaml.CollectionNode) and value.flow_style)
        last = value.end_mark if flows else key.end_mark
        beside = self.lines[last.line][last.column :].partition("#")[2].strip()
        return " ".join([*above, *([beside] if beside else [])])


def _default(node: yaml.Node) -> str:
    value = yaml.safe_load(yaml.serialize(node))
    told = json.dumps(value, ensure_ascii=False)
    return f"`{told}`" if len(told) <= WIDEST_DEFAULT else "see values.yaml"


def readme() -> str:
    """The README of the package."""
    text = (CHART / "values.yaml").read_text("utf-8")
    schema = json.loads((CHART / "values.schema.json").read_text("utf-8"))
    version = yaml.safe_load((CHART / "Chart.yaml").read_text("utf-8"))["version"]
    node = yaml.compose(text)
    if not isinstance(node, yaml.MappingNode):
        raise TypeError("values.yaml holds no mapping")
    rows = Table(text.splitlines(), schema).rows(node, "", schema)
    cells = ("| " + " | ".join((f"`{row[0]}`", *row[1:])).replace("\n", " ") + " |" for row in map(_escaped, rows))
    return HEAD.format(version=version) + "\n".join(cells) + "\n"


def _escaped(row: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    """Signs of the table and of markup shown as they are."""
    name, kind, default, meaning = (cell.replace("|", "\\|") for cell in row)
    return name, kind, default, meaning.replace("<", "&lt;")
