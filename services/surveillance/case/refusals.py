"""The refusal codes of non-compliance cases."""

from collections.abc import Mapping

from shared.http.problem_kinds import Kind

REFUSALS: Mapping[str, Kind] = {
    "publisher_not_heard": Kind(
        409,
        ("L'éditeur n'a pas été entendu", "The publisher was not heard"),
        (
            "Notifiez les griefs et attendez ses observations ou la fin du délai (`due_on`) ; motivez l'urgence.",
            "Notify the grounds and wait for its observations or the end of the period (`due_on`); if urgent, say why.",
        ),
    ),
    "rung_above_notified": Kind(
        409,
        ("L'éditeur a été entendu sur une mesure moins sévère", "The publisher was heard on a milder measure"),
        (
            "Proposez au plus `notified`, ou notifiez d'abord la mesure plus sévère.",
            "Propose `notified` at most, or notify the more severe measure first.",
        ),
    ),
}
