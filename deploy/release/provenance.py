"""Where an artifact came from: an in-toto statement with SLSA's provenance, version 1.

It is no more than the word of who ran the release; a signature over it (`--key`) says who that was.
"""

import json
from typing import Any

from deploy.release.source import Source, locks

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://slsa.dev/provenance/v1"
MEDIA_TYPE = "application/vnd.in-toto+json"
NOWHERE = "urn:referencement:source"
"""Where nobody said where the sources can be read."""


def statement(name: str, digest: str, source: Source, parameters: dict[str, str]) -> bytes:
    """That the artifact of that digest was built from the source with those parameters."""
    about = source.url or NOWHERE
    dependencies: list[dict[str, Any]] = [{"uri": f"git+{about}", "digest": {"gitCommit": source.commit}}]
    dependencies += [{"uri": f"{about}#{lock}", "digest": {"sha256": hash_}} for lock, hash_ in locks().items()]
    told = {
        "_type": STATEMENT,
        "subject": [{"name": name, "digest": {"sha256": digest.removeprefix("sha256:")}}],
        "predicateType": PREDICATE,
        "predicate": {
            "buildDefinition": {
                "buildType": f"{about}#deploy/release",
                "externalParameters": {"version": source.version, **parameters},
                "internalParameters": {"filesDifferFromCommit": source.changed},
                "resolvedDependencies": dependencies,
            },
            "runDetails": {"builder": {"id": f"{about}#deploy/release"}, "metadata": {"invocationId": source.commit}},
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
