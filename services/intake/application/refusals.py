"""The refusal codes of an application."""

from collections.abc import Mapping

from shared.http.problem_kinds import Kind

REFUSALS: Mapping[str, Kind] = {
    "not_usable_yet": Kind(
        409,
        (
            "Le service ne peut pas encore être utilisé par son public",
            "The service cannot be used by its end users yet",
        ),
        (
            "Déposez la demande préalable quand le service est utilisable par son public.",
            "Submit the prior request once the service is usable by its end users.",
        ),
    ),
    "nothing_to_file": Kind(
        409,
        ("Rien n'a été envoyé et il n'y a pas de brouillon", "Nothing was sent and there is no draft"),
        (
            "Joignez les faits et les réponses, ou enregistrez d'abord un brouillon.",
            "Send facts and answers along, or save a draft first.",
        ),
    ),
    "nothing_to_rebase": Kind(
        409,
        ("Le brouillon répond déjà à la version en vigueur", "The draft answers the version in force already"),
        ("Il n'y a rien à faire.", "Nothing is to be done."),
    ),
    "draft_of_another_version": Kind(
        409,
        (
            "Le brouillon répond à une version antérieure du programme",
            "The draft answers an earlier programme version",
        ),
        (
            "Passez le brouillon à la version en vigueur, vérifiez ce qui change, puis déposez-le.",
            "Rebase the draft, look at what changed, then file it.",
        ),
    ),
    "incomplete": Kind(
        409,
        ("Le dossier est incomplet", "The file is incomplete"),
        (
            "Complétez ce que nomme `open` ; « Ce qui bloque mon dossier » dit où.",
            "Complete what `open` names; `GET /dossiers/{id}/blockers` says where.",
        ),
    ),
    "nothing_missing": Kind(
        409,
        ("Rien ne manque dans le dossier", "Nothing is missing from the file"),
        ("Déclarez le dossier recevable ou irrecevable.", "Declare the file admissible or inadmissible."),
    ),
    "no_complement_requested": Kind(
        409,
        ("Aucun complément n'est attendu", "No complement is awaited"),
        (
            "Attendez une demande des évaluateurs : chaque demande reçoit une seule réponse.",
            "Wait for a request of the evaluators: each request is answered once.",
        ),
    ),
    "not_listed": Kind(
        409,
        ("Le service n'est pas référencé", "The service is not listed"),
        (
            "Renouvelez les preuves une fois le service référencé ; avant, modifiez le dossier lui-même.",
            "Renew evidence once the service is listed; before that, change the file itself.",
        ),
    ),
}
