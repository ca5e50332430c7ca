"""The refusal codes of sanction files."""

from collections.abc import Mapping

from shared.http.problem_kinds import Kind

REFUSALS: Mapping[str, Kind] = {
    "milder_sanction_proposed": Kind(
        409,
        ("La sanction proposée est moins sévère qu'une suspension", "A milder sanction than a suspension was proposed"),
        (
            "L'éditeur n'a été entendu que sur `proposed` : demandez une nouvelle proposition ou classez sans suite.",
            "The publisher was heard on `proposed` only: ask for another proposal, or decide on no sanction.",
        ),
    ),
}
