"""The refusal codes of documents."""

from collections.abc import Mapping

from shared.http.problem_kinds import Kind

REFUSALS: Mapping[str, Kind] = {
    "document_too_large": Kind(
        413,
        ("Le document est trop volumineux", "The document is too large"),
        ("Envoyez un document d'au plus `at_most` octets.", "Send one of at most `at_most` bytes."),
    ),
    "media_type_refused": Kind(
        415,
        ("Ce format de document n'est pas accepté", "Documents of this kind are not taken"),
        (
            "Envoyez l'un des formats de `accepted` ; seul le contenu compte, non le nom du fichier.",
            "Send one of the kinds in `accepted`; the content itself decides.",
        ),
    ),
    "document_empty": Kind(
        422,
        ("Le document est vide", "The document is empty"),
        ("Envoyez le contenu du fichier comme corps de la demande.", "Send the content of the file as the body."),
    ),
    "digest_differs": Kind(
        422,
        ("Le contenu reçu ne correspond pas à son sha256", "The content is not what its sha256 says"),
        (
            "Renvoyez-le ; `received` est le sha256 de ce qui est arrivé.",
            "Send it again; `received` is the sha256 of what arrived.",
        ),
    ),
    "active_content": Kind(
        422,
        ("Le document contient un élément qui s'exécute", "The document contains something that runs"),
        (
            "Renvoyez-le sans ce que nomme `found`, par exemple comme PDF simple.",
            "Send it without what `found` names, as a plain PDF, say.",
        ),
    ),
    "archive_refused": Kind(
        422,
        ("Le classeur ne peut pas être ouvert sans risque", "The spreadsheet cannot be opened safely"),
        (
            "Enregistrez-le à nouveau avec un logiciel de bureautique, sans mot de passe.",
            "Save it anew with an office program, without a password.",
        ),
    ),
    "content_damaged": Kind(
        422,
        ("Le document n'est pas entier", "The document is not whole"),
        ("Enregistrez-le ou exportez-le à nouveau, puis renvoyez-le.", "Save or export it anew, and send it again."),
    ),
    "image_too_large": Kind(
        422,
        ("L'image a trop de pixels", "The image has too many pixels"),
        (
            "Réduisez-la : au plus `at_most` pixels, largeur fois hauteur.",
            "Send it smaller: at most `at_most` pixels, width times height.",
        ),
    ),
    "document_quarantined": Kind(
        409,
        ("Le document est en quarantaine jusqu'à son analyse", "The document is in quarantine until it is scanned"),
        ("Recommencez dans une minute.", "Try again in a minute; nothing else is needed."),
    ),
    "document_unscannable": Kind(
        409,
        ("Le document n'a pas pu être analysé", "The document could not be scanned"),
        (
            "Son éditeur peut le remplacer ; son contenu n'est remis à personne.",
            "Its publisher may replace it; its content is given to nobody.",
        ),
    ),
    "document_infected": Kind(
        409,
        ("L'analyse a trouvé un code malveillant dans le document", "The scan found malicious code in the document"),
        (
            "Son éditeur peut le remplacer ; il n'est remis à personne.",
            "Its publisher may replace it; nobody is given it.",
        ),
    ),
    "content_corrupt": Kind(
        500,
        ("Le contenu conservé n'est plus celui qui a été envoyé", "The stored content is not what was sent"),
        (
            "Son éditeur peut le remplacer ; donnez son identifiant aux exploitants.",
            "Its publisher may replace it; tell the operators its id.",
        ),
    ),
    "already_in_wallet": Kind(
        409,
        ("Ce document est déjà dans votre porte-documents", "This document is in your wallet already"),
        (
            "Citez dans vos dossiers celui qui s'y trouve (`document`).",
            "Name the one that is there (`document`) in your filings.",
        ),
    ),
    "not_readable": Kind(
        409,
        ("Le document ne peut pas être consulté", "The document cannot be read"),
        (
            "Attendez qu'il sorte de quarantaine ; s'il est refusé par l'analyse, son éditeur le remplace.",
            "Wait until it leaves quarantine; where the scan refused it, its publisher replaces it.",
        ),
    ),
    "verdict_known": Kind(
        409,
        ("Le document a déjà été analysé", "The document has been scanned already"),
        ("Il n'y a rien à faire.", "Nothing is to be done."),
    ),
}
