"""How fast the programme's engine is: python -m benchmarks.programme [--json]

Ratios, as the machine's own speed drops out of them: the evaluation of a dossier beside the decoding of its JSON, and
the impact of a change beside two evaluations. Times are of the processor, medians of the faster rounds.
"""

import argparse
import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from shared.contracts.case_file import CaseFile
from shared.programme.case import Case
from shared.programme.comparing.impact import Impact
from shared.programme.loading import PUBLISHED, load, published

DAY = date(2026, 3, 1)
DOSSIERS = Path(__file__).parents[1] / "deploy" / "demo" / "dossiers.jsonl"
ROUNDS, TIMES = 7, 200
PROMISES = {"evaluation_ms": 1.0, "impact_10000_s": 20.0, "loading_s": 0.3}
"""What issue and design ask for, on whatever machine."""


def took(action: Callable[[], object], times: int = TIMES) -> float:
    """Seconds for one action: the median of the faster half of the rounds."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(times):
            action()
        rounds.append((time.process_time() - began) / times)
    return median(sorted(rounds)[: ROUNDS // 2 + 1])


def dossier() -> bytes:
    """The fullest of the demo's dossiers, as JSON of the content that intake stores."""
    lines = (json.loads(line) for line in DOSSIERS.read_text("utf-8").splitlines())
    content = max(lines, key=lambda line: len(line["answers"]))
    evidence = {id_: [{"type": one["type"]} for one in found] for id_, found in content["evidence"].items()}
    facts = {"track": "without_exchange", **content["facts"]}
    return json.dumps({"facts": facts, "answers": content["answers"], "evidence": evidence}).encode()


def measured() -> dict[str, float]:
    """Every figure."""
    stored = dossier()
    decoder = msgspec.json.Decoder(CaseFile)
    case: Case = decoder.decode(stored).case()
    before, after = published().version("2.0.0"), published().version("3.0.0")
    impact = Impact(before, after)
    source = PUBLISHED.read_bytes()
    decoding = took(lambda: decoder.decode(stored))
    standard = took(lambda: json.loads(stored))
    evaluation = took(lambda: after.assess(case, DAY))
    explaining = took(lambda: after.explain(case, DAY), 50)
    one_impact = took(lambda: impact.on_file(decoder.decode(stored).case(), DAY), 100)
    return {
        "criteria": len(after.criteria),
        "answers": len(case.answers),
        "evaluation_ms": evaluation * 1e3,
        "evaluation_per_decoding_json": evaluation / standard,
        "evaluation_per_decoding_msgspec": evaluation / decoding,
        "explanation_per_evaluation": explaining / evaluation,
        "impact_per_evaluation": one_impact / evaluation,
        "impact_10000_s": one_impact * 10_000,
        "loading_s": took(lambda: load(source), 1),
        "difference_ms": took(lambda: Impact(before, after), 5) * 1e3,
    }


def main() -> None:
    """Print the figures, and whether each promise is kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    figures: dict[str, Any] = measured()
    if parser.parse_args().json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        promise = PROMISES.get(name)
        kept = "" if promise is None else f"  asked: at most {promise:g}: {'kept' if value <= promise else 'BROKEN'}"
        print(f"{name:34} {value:10.3f}{kept}")


if __name__ == "__main__":
    main()
