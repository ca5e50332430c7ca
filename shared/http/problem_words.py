"""Words of the pages that show a refusal. What it means stands with its code, in `refusals/`."""

from shared.http.language import Words

PROBLEMS: Words = {
    "too_many": ("Trop de demandes", "Too many requests"),
    "wait": ("Patientez un instant, puis recommencez.", "Wait a moment, then try again."),
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
    "code": ("Code", "Code"),
    "reference": ("Référence", "Reference"),
}
