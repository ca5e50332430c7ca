"""Refusals for who asks, and for what stands in the way on our side."""

from collections.abc import Mapping

from shared.http.refusals.kind import Kind

ACCESS: Mapping[str, Kind] = {
    "token_refused": Kind(
        401,
        ("Identification nécessaire", "No valid identity"),
        (
            "Connectez-vous, puis rouvrez la page ; un programme demande un nouveau jeton au fournisseur d'identité.",
            "Sign in again, or get a new token from the identity provider, and try again.",
        ),
    ),
    "identity_unavailable": Kind(
        503,
        ("Les identités ne peuvent pas être vérifiées pour le moment", "Identities cannot be verified now"),
        ("Recommencez après le délai donné par Retry-After.", "Try again after the seconds in Retry-After."),
    ),
    "form_not_ours": Kind(
        403,
        ("Ce formulaire n'appartient pas à votre session", "This form does not belong to your session"),
        (
            "Rouvrez la page et envoyez son formulaire de là.",
            "Open the page again and send its form from there.",
        ),
    ),
    "role_required": Kind(
        403,
        ("Accès refusé : votre rôle ne permet pas cette action", "Your role does not allow this act"),
        (
            "Adressez-vous à une personne qui a l'un de ces rôles : `roles`.",
            "Ask someone who holds one of `roles`.",
        ),
    ),
    "not_your_dossier": Kind(
        403,
        ("Ce dossier appartient à un autre éditeur", "This dossier belongs to another publisher"),
        ("Utilisez l'identifiant d'un de vos dossiers.", "Use your own dossier's id."),
    ),
    "conflict_of_interest": Kind(
        403,
        ("Vous représentez l'éditeur de ce dossier", "You speak for the publisher of this dossier"),
        (
            "Laissez agir une personne qui n'appartient pas à son organisation.",
            "Leave the act to somebody who does not belong to its organisation.",
        ),
    ),
    "signatory_took_part": Kind(
        403,
        ("Vous avez participé à l'instruction de ce dossier", "You took part in examining this dossier"),
        (
            "Laissez décider un délégué du ministre qui n'a pas participé à son instruction.",
            "Leave the decision to a delegate of the minister who took no part in examining it.",
        ),
    ),
    "organisation_unknown": Kind(
        409,
        ("Votre compte n'est rattaché à aucune organisation", "Your account belongs to no organisation"),
        (
            "Connectez-vous avec un compte rattaché à l'organisation de l'éditeur.",
            "Sign in with an account that belongs to the publisher's organisation.",
        ),
    ),
    "parsers_busy": Kind(
        503,
        ("Trop de fichiers sont en cours de lecture", "Too many files are being read"),
        (
            "Recommencez après le délai donné par Retry-After, avec la même clé.",
            "Try again after the seconds in Retry-After, with the same key.",
        ),
    ),
    "unknown_programme": Kind(
        503,
        (
            "Cette version du programme n'est pas encore connue ici",
            "This version of the programme is not known here yet",
        ),
        (
            "Recommencez plus tard. Exploitants : publiez la version.",
            "Try again later. Operators: publish the version.",
        ),
    ),
    "unavailable": Kind(
        503,
        ("Service momentanément indisponible", "Temporarily unavailable"),
        (
            "Rien n'est perdu. Recommencez après le délai donné par Retry-After, avec la même clé.",
            "Nothing is lost. Try again after the seconds in Retry-After, with the same key.",
        ),
    ),
    "internal_error": Kind(
        500,
        ("Erreur de notre côté", "An error on our side"),
        (
            "Recommencez avec la même clé. Si l'erreur persiste, transmettez la référence (`trace`) à l'assistance.",
            "Try again with the same key; if it happens again, give the trace id to the operators.",
        ),
    ),
}
