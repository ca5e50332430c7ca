"""Words of the navigation between the pages, and of notices after a form was sent."""

from shared.http.language import Words

NAVIGATION: Words = {
    "section_overview": ("Vue d'ensemble", "Overview"),
    "section_orientation": ("Orientation", "Orientation"),
    "section_blockers": ("Ce qui bloque mon dossier", "What blocks my dossier"),
    "navigation": ("Étapes du dossier", "Parts of the dossier"),
    "done_of": ("{done} sur {all}", "{done} of {all}"),
    "my_dossiers": ("Mes dossiers", "My dossiers"),
    "no_dossiers": ("Aucun dossier pour votre organisation.", "No dossier for your organisation."),
    "dossier": ("Dossier {dossier}", "Dossier {dossier}"),
    "programme": ("Programme, version {version}", "Programme, version {version}"),
    "follow": ("Suivre le dossier", "Follow the dossier"),
    "fill_in": ("Remplir le dossier", "Fill in the dossier"),
}
NOTICES: Words = {
    "saved": ("Enregistré.", "Saved."),
    "closed": (
        "Ce dossier ne se modifie plus ici : il n'est ni à déposer ni à compléter.",
        "Nothing can be changed here now: the dossier is neither to be filed nor to be completed.",
    ),
    "outdated": (
        "Une nouvelle version du programme est en vigueur ({version}). Votre brouillon répond à la précédente : "
        "regardez ce qui change, puis portez-le à la nouvelle version avant de le déposer.",
        "A new version of the programme is in force ({version}). Your draft answers the one before: look at what "
        "changes, then move it to the new version before you file it.",
    ),
    "see_changes": ("Voir ce qui change", "See what changes"),
    "notice_stale_version": (
        "Le dossier a été modifié entre-temps, dans un autre onglet ou par une autre personne. Rien "
        "n'est perdu : ce que "
        "vous venez de saisir est ci-dessous, pas encore enregistré. Vérifiez, puis enregistrez de nouveau.",
        "The dossier was changed meanwhile, in another tab or by somebody else. Nothing is lost: what you typed is "
        "below, not saved yet. Check it, then save again.",
    ),
    "notice_invalid_content": (
        "Rien n'a été enregistré ou déposé : corrigez d'abord ce qui est signalé.",
        "Nothing was saved or filed: first correct what is pointed out.",
    ),
    "notice_value_refused": (
        "Un signe saisi ne peut pas être conservé (caractère de contrôle) : retirez-le.",
        "A sign that you typed cannot be kept (a control character): remove it.",
    ),
    "notice_act_not_allowed": (
        "L'état du dossier a changé : cela n'est plus possible maintenant.",
        "The state of the dossier has changed: this is not possible any more.",
    ),
    "notice_nothing_to_file": ("Il n'y a pas encore de brouillon à déposer.", "There is no draft to file yet."),
    "notice_draft_of_another_version": (
        "Portez d'abord le brouillon à la version en vigueur.",
        "First move the draft to the version in force.",
    ),
    "notice_incomplete": (
        "Le programme demande un dossier complet au dépôt : voyez ce qui le bloque.",
        "The programme asks for a complete dossier when it is filed: see what blocks it.",
    ),
    "notice_nothing_to_rebase": (
        "Le brouillon répond déjà à la version en vigueur.",
        "The draft answers the version in force already.",
    ),
    "errors_title_one": ("Une réponse est à corriger", "One answer is to be corrected"),
    "errors_title_many": ("{n} réponses sont à corriger", "{n} answers are to be corrected"),
    "errors_kept": ("Ce que vous avez saisi est conservé en attendant.", "What you typed is kept until then."),
}
