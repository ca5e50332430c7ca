"""What went wrong, for people: by HTTP status, French and English. Programs get problem details instead."""

from shared.http.language import Words

PROBLEMS: Words = {
    "title_400": ("Demande illisible", "Request not understood"),
    "text_400": (
        "Le site n'a pas pu lire ce qui a été envoyé. Rouvrez la page et recommencez.",
        "The site could not read what was sent. Open the page again and retry.",
    ),
    "title_401": ("Identification nécessaire", "Sign-in required"),
    "text_401": ("Connectez-vous, puis rouvrez la page.", "Sign in, then open the page again."),
    "title_403": ("Accès refusé", "Access denied"),
    "text_403": (
        "Votre compte ne donne pas accès à cette page ou à cette action.",
        "Your account does not give access to this page or action.",
    ),
    "title_404": ("Page introuvable", "Page not found"),
    "text_404": (
        "L'adresse est inexacte, ou la page n'a jamais existé.",
        "The address is not right, or there never was such a page.",
    ),
    "title_405": ("Action impossible à cette adresse", "Not possible at this address"),
    "text_405": (
        "Cette adresse existe, mais ne permet pas cette action.",
        "This address exists but does not take this kind of request.",
    ),
    "title_408": ("Envoi trop lent", "Sent too slowly"),
    "text_408": ("La connexion a été trop lente. Recommencez.", "The connection was too slow. Please retry."),
    "title_409": ("Action impossible pour le moment", "Not possible now"),
    "text_409": (
        "L'état actuel du dossier ne permet pas cette action. Rien n'a été modifié.",
        "The present state of the file does not allow this. Nothing was changed.",
    ),
    "title_410": ("Ce lien n'est plus valable", "This link has ended"),
    "text_410": (
        "Il a pris fin ou a été remplacé. Demandez un nouveau lien à l'éditeur du dossier.",
        "It ended, or was replaced. Ask the publisher of the dossier for a new one.",
    ),
    "title_412": ("Page dépassée", "Page out of date"),
    "text_412": (
        "Le dossier a été modifié entre-temps. Rouvrez la page et recommencez.",
        "The file was changed in the meantime. Open the page again and retry.",
    ),
    "title_413": ("Envoi trop volumineux", "Too large"),
    "text_413": ("Envoyez un fichier plus petit.", "Send a smaller file."),
    "title_415": ("Format non accepté", "Format not accepted"),
    "text_415": ("Envoyez le fichier dans un format accepté.", "Send the file in a format that is accepted."),
    "title_421": ("Adresse inconnue", "Unknown address"),
    "text_421": ("Ce site ne répond pas sous ce nom.", "This site does not answer under this name."),
    "title_422": ("Contenu à corriger", "Content to be corrected"),
    "text_422": (
        "Une valeur envoyée n'est pas valable. Rien n'a été modifié.",
        "A value that was sent is not valid. Nothing was changed.",
    ),
    "title_429": ("Trop de demandes", "Too many requests"),
    "text_429": ("Patientez un instant, puis recommencez.", "Wait a moment, then try again."),
    "wait_none": ("Vous pouvez recommencer.", "You can try again."),
    "wait_one": ("Vous pourrez recommencer dans 1 seconde.", "You can try again in 1 second."),
    "wait_many": ("Vous pourrez recommencer dans {n} secondes.", "You can try again in {n} seconds."),
    "typed_is_kept": (
        "Votre saisie est conservée sur cette page, sans être encore enregistrée : patientez, puis renvoyez-la.",
        "What you typed is kept on this page but not saved yet: wait, then send it again.",
    ),
    "send_again": ("Renvoyer", "Send again"),
    "nothing_taken": (
        "Rien n'a été enregistré. Revenez à la page précédente et renvoyez le formulaire.",
        "Nothing was saved. Go back to the page before and send the form again.",
    ),
    "title_431": ("Demande trop longue", "Request too long"),
    "text_431": (
        "L'adresse ou les cookies sont trop longs. Effacez les cookies de ce site et recommencez.",
        "The address or the cookies are too long. Delete this site's cookies and retry.",
    ),
    "title_500": ("Erreur de notre côté", "An error on our side"),
    "text_500": (
        "Recommencez dans un instant. Si l'erreur persiste, transmettez la référence ci-dessous à l'assistance.",
        "Try again in a moment. If it happens again, give the reference below to the support.",
    ),
    "title_503": ("Service momentanément indisponible", "Temporarily unavailable"),
    "text_503": (
        "Rien n'est perdu. Rouvrez la page dans quelques instants.",
        "Nothing is lost. Open the page again in a few moments.",
    ),
    "code": ("Code", "Code"),
    "reference": ("Référence", "Reference"),
}
