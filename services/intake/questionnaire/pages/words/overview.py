"""The overview, the change of version, the ecoscore."""

from shared.http.language import Words

OVERVIEW: Words = {
    "overview_title": ("Remplir mon dossier", "Fill in my dossier"),
    "progress": ("Avancement", "Progress"),
    "questionnaire": ("Questionnaire", "Questionnaire"),
    "answered": ("Fait", "Done"),
    "undecided": ("À déterminer", "To be determined"),
    "not_applicable": ("Sans objet", "Not applicable"),
    "blocking_none": ("Rien ne bloque votre dossier.", "Nothing blocks your dossier."),
    "blocking_one": ("Un point bloque votre dossier.", "One thing blocks your dossier."),
    "blocking_many": ("{n} points bloquent votre dossier.", "{n} things block your dossier."),
    "files": ("Travailler dans un tableur", "Work in a spreadsheet"),
    "files_text": (
        "Téléchargez vos réponses, complétez les colonnes « reponse », « motif_sans_objet », « preuves » et "
        "« commentaire », puis renvoyez le fichier. Une cellule vide retire la réponse. Un fichier qui "
        "contient une erreur "
        "ne change rien : chaque erreur est indiquée avec sa feuille, sa ligne et sa colonne.",
        "Download your answers, fill in the columns “reponse”, “motif_sans_objet”, “preuves” and "
        "“commentaire”, then send "
        "the file back. An empty cell takes the answer away. A file with a mistake changes nothing: each mistake is "
        "told with its sheet, row and column.",
    ),
    "download": ("Télécharger en {kind}", "Download as {kind}"),
    "file": (
        "Fichier à renvoyer (.xlsx, .ods ou .csv, 2 Mo au plus)",
        "File to send back (.xlsx, .ods or .csv, at most 2 MB)",
    ),
    "send_file": ("Envoyer le fichier", "Send the file"),
    "file_faults": (
        "Le fichier contient des erreurs ; rien n'a été modifié",
        "The file has mistakes; nothing was changed",
    ),
    "sheet": ("Feuille", "Sheet"),
    "row": ("Ligne", "Row"),
    "column": ("Colonne", "Column"),
    "fault": ("Ce qui ne va pas", "What is wrong"),
    "filing": ("Déposer le dossier", "File the dossier"),
    "filing_text": (
        "Le dépôt fige vos réponses et la version du programme. Un dossier incomplet peut être déposé : "
        "le guichet vous "
        "demandera alors ce qui manque.",
        "Filing fixes your answers and the programme version. An incomplete dossier may be filed: the "
        "desk will then ask "
        "you for what is missing.",
    ),
    "file_now": ("Déposer le dossier", "File the dossier"),
    "completing": ("Envoyer les compléments", "Send what was asked for"),
    "completing_text": (
        "Vos réponses complétées remplacent celles du dépôt ; l'examen de la recevabilité reprend.",
        "Your completed answers take the place of those filed; the review of admissibility goes on.",
    ),
    "complete_now": ("Envoyer les compléments", "Send what was asked for"),
    "ecoscore_link": ("Calculer un écoscore", "Work out an ecoscore"),
}
VERSION: Words = {
    "version_title": ("Ce qui change dans le programme", "What changes in the programme"),
    "from_to": ("De la version {before} à la version {after}", "From version {before} to version {after}"),
    "your_draft": ("Pour votre brouillon", "For your draft"),
    "would_fail": ("Ne seraient plus satisfaits", "Would no longer be met"),
    "would_miss": ("Demanderaient une réponse ou une preuve", "Would need an answer or evidence"),
    "would_satisfy": ("Ne feraient plus obstacle", "Would no longer stand in the way"),
    "no_impact": ("Rien ne change pour vos réponses.", "Nothing changes for your answers."),
    "all_changes": ("Tous les critères modifiés", "All criteria that change"),
    "before": ("Avant :", "Before:"),
    "after": ("Désormais :", "From now on:"),
    "effect_added": ("Ajouté", "Added"),
    "effect_removed": ("Retiré", "Removed"),
    "effect_hardened": ("Durci", "Hardened"),
    "effect_softened": ("Assoupli", "Softened"),
    "effect_changed": ("Modifié", "Changed"),
    "effect_wording": ("Rédaction", "Wording"),
    "rebase": ("Porter le brouillon à la version {version}", "Move the draft to version {version}"),
    "rebase_text": (
        "Toutes vos réponses sont conservées ; celles qu'aucune question ne demande plus ne sont pas déposées.",
        "All your answers are kept; those that no question asks for any more are not filed.",
    ),
    "up_to_date": ("Votre brouillon répond à la version en vigueur.", "Your draft answers the version in force."),
}
ECOSCORE: Words = {
    "ecoscore_title": ("Calculer un écoscore", "Work out an ecoscore"),
    "ecoscore_text": (
        "Décrivez un parcours type, étape par étape. Chaque mesure reçoit une note selon les seuils du "
        "programme ; l'écoscore est "
        "la moyenne des étapes. Les seuils sont une hypothèse de travail.",
        "Describe a typical journey, step by step. Each measure earns a mark by the programme's "
        "thresholds; the ecoscore is "
        "the mean of the steps. The thresholds are a working assumption.",
    ),
    "no_ecoscore": (
        "Cette version du programme ne calcule pas d'écoscore.",
        "This programme version works out no ecoscore.",
    ),
    "step": ("Étape {n}", "Step {n}"),
    "compute": ("Calculer", "Work out"),
    "result": ("Écoscore : {score} sur 100", "Ecoscore: {score} out of 100"),
    "step_mean": ("Étape {n} : {mean} sur 100", "Step {n}: {mean} out of 100"),
    "accept": ("Répondre {score} au critère {criterion}", "Answer {score} to criterion {criterion}"),
    "accept_text": (
        "C'est une proposition : le critère reste à votre main, et le rapport de mesure est à joindre.",
        "It is a suggestion: the criterion stays yours to answer, and the report of the measures is to be attached.",
    ),
    "step_wrong": ("Complétez ou videz cette étape : {places}", "Complete or empty this step: {places}"),
}
