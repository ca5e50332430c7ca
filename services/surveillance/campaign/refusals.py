"""The refusal codes of sampling campaigns."""

from collections.abc import Mapping

from shared.http.problem_kinds import Kind

REFUSALS: Mapping[str, Kind] = {
    "population_empty": Kind(
        409,
        ("Aucun service référencé n'est à contrôler", "There is no listed service to check"),
        (
            "Planifiez la campagne une fois que des services sont publiés.",
            "Plan the campaign once services are published.",
        ),
    ),
}
