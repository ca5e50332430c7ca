"""The refusal codes of follow-up links."""

from collections.abc import Mapping

from shared.http.problem_kinds import Kind

REFUSALS: Mapping[str, Kind] = {
    "link_ended": Kind(
        410,
        ("Ce lien n'est plus valable", "This link has ended"),
        (
            "Il a pris fin ou a été remplacé. Demandez un nouveau lien à l'éditeur du dossier.",
            "It ended, or was replaced. Ask the publisher of the dossier for a new one.",
        ),
    ),
}
