"""Refusals of commands that several aggregates know."""

from collections.abc import Mapping

from shared.http.refusals.kind import Kind

ACTS: Mapping[str, Kind] = {
    "idempotency_key_missing": Kind(
        400,
        ("L'en-tête Idempotency-Key manque", "Idempotency-Key is missing"),
        (
            "Envoyez un en-tête Idempotency-Key, nouveau pour chaque commande, de 8 à 200 caractères.",
            "Send an Idempotency-Key header, new for each command, 8 to 200 characters.",
        ),
    ),
    "idempotency_key_reused": Kind(
        422,
        ("Cette Idempotency-Key a servi pour une autre commande", "This Idempotency-Key was used for another command"),
        ("Utilisez une nouvelle clé pour une nouvelle commande.", "Use a new key for a new command."),
    ),
    "if_match_missing": Kind(
        428,
        ("L'en-tête If-Match manque", "If-Match is missing"),
        (
            "Envoyez en If-Match le dernier ETag lu, ou * pour agir sur n'importe quelle version.",
            "Send the ETag you last read as If-Match, or * to act on whatever version.",
        ),
    ),
    "stale_version": Kind(
        412,
        ("Le dossier a été modifié entre-temps", "Somebody changed it in the meantime"),
        (
            "Rouvrez la page et recommencez ; un programme envoie le nouvel ETag en If-Match.",
            "Read it again and send its new ETag as If-Match.",
        ),
    ),
    "act_not_allowed": Kind(
        409,
        ("L'état actuel ne permet pas cette action", "The act does not apply in this state"),
        (
            "Consultez l'état actuel ; `allowed` donne les actions possibles. Rien n'a été modifié.",
            "Read the current state; `allowed` lists the acts that apply.",
        ),
    ),
    "invalid_content": Kind(
        422,
        ("Contenu à corriger", "The content is not valid"),
        (
            "Corrigez chaque erreur de `faults` ; rien n'a été modifié.",
            "Mend every fault listed in `faults`; nothing was changed.",
        ),
    ),
    "value_refused": Kind(
        422,
        ("Une valeur ne peut pas être enregistrée", "A value cannot be stored"),
        (
            "Retirez les caractères de contrôle et les nombres hors limites.",
            "Remove control characters and numbers out of range.",
        ),
    ),
    "dates_contradict": Kind(
        422,
        ("Les dates se contredisent", "The dates contradict each other"),
        ("Corrigez les dates que nomme `detail`.", "Mend the dates that `detail` names."),
    ),
    "grounds_missing": Kind(
        409,
        ("Les motifs manquent", "The grounds are missing"),
        ("Indiquez les motifs de la décision.", "Give the grounds of the decision."),
    ),
    "reminder_not_sent": Kind(
        409,
        ("Le rappel n'a pas encore été envoyé", "The reminder has not been sent yet"),
        (
            "Attendez le rappel : le délai ne peut prendre fin qu'après lui.",
            "Wait for the reminder: the time limit cannot end before it.",
        ),
    ),
    "file_too_complex": Kind(
        422,
        ("La lecture du fichier demande trop de mémoire ou de temps", "Reading the file takes too much memory or time"),
        (
            "Enregistrez-le à nouveau avec un logiciel de bureautique, avec son seul contenu ; rien n'a été modifié.",
            "Save it anew with an office program, with its plain content alone; nothing was changed.",
        ),
    ),
}
