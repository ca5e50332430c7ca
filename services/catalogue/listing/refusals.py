"""The refusal codes of listings."""

from collections.abc import Mapping

from shared.http.problem_kinds import Kind

REFUSALS: Mapping[str, Kind] = {
    "cursor_unknown": Kind(
        422,
        ("Cette position n'existe pas dans la liste", "There is no such position in the list"),
        (
            "Recommencez sans `after`, puis renvoyez chaque `next` tel quel.",
            "Begin again without `after`; then send each `next` as it came.",
        ),
    ),
    "granted_otherwise": Kind(
        409,
        (
            "Ce référencement a déjà été accordé par une autre décision",
            "This listing was already granted by another decision",
        ),
        (
            "Rien n'a été modifié. Exploitants : comparez les deux décisions avec `referencement trace`.",
            "Nothing was changed. Operators: compare the two decisions with `referencement trace`.",
        ),
    ),
}
