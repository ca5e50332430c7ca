"""Questions, and what is in the way."""

from shared.http.language import Words

QUESTIONS: Words = {
    "orientation_title": ("Questionnaire d'orientation", "Orientation questionnaire"),
    "orientation_text": (
        "Vos réponses décident des critères qui s'appliquent à votre service. Ce que vous ne savez pas "
        "encore peut rester "
        "sans réponse : les critères concernés resteront à déterminer.",
        "Your answers decide which criteria apply to your service. What you do not know yet may stay unanswered: the "
        "criteria concerned stay to be determined.",
    ),
    "typology": (
        "Typologie déclarée dans la demande préalable : {typology}.",
        "Typology declared in the prior request: {typology}.",
    ),
    "unknown": ("Je ne sais pas encore", "I do not know yet"),
    "no_answer": ("Pas encore de réponse", "No answer yet"),
    "your_answer": ("Votre réponse", "Your answer"),
    "save": ("Enregistrer le brouillon", "Save the draft"),
    "save_and_see": ("Enregistrer et voir ce qui bloque", "Save and see what blocks"),
    "save_help": (
        "Le brouillon est conservé même si une réponse est incomplète ou à corriger.",
        "The draft is kept even if an answer is incomplete or to be corrected.",
    ),
    "claim": ("Ce critère est sans objet parce que", "This criterion does not apply because"),
    "claim_none": ("Il s'applique", "It applies"),
    "evidence": ("Preuves", "Evidence"),
    "evidence_simulated": (
        "Vous déclarez ici le type et les dates d'un document.",
        "Here you declare the type and the dates of a document.",
    ),
    "drop": ("Retirer cette preuve : {piece}", "Remove this evidence: {piece}"),
    "issued": ("émis le {day}", "issued on {day}"),
    "until": ("valable jusqu'au {day}", "valid until {day}"),
    "new_type": ("Type de document", "Type of document"),
    "new_none": ("Aucun", "None"),
    "new_issued": ("Émis le", "Issued on"),
    "new_until": ("Valable jusqu'au", "Valid until"),
    "note_only": ("Ajouter une note", "Add a note"),
    "note": ("Note pour vous (jamais transmise)", "Note to yourself (never sent on)"),
    "more": ("Ajouter une preuve, une note", "Add evidence, a note"),
    "severity_critical": ("Obligatoire, critique", "Mandatory, critical"),
    "severity_major": ("Obligatoire, majeur", "Mandatory, major"),
    "severity_minor": ("Obligatoire, mineur", "Mandatory, minor"),
    "severity_None": ("Informatif", "Informative"),
    "undecided_title": ("À déterminer", "To be determined"),
    "undecided_text": (
        "Ces critères s'appliqueront ou non selon vos réponses d'orientation.",
        "These criteria will apply or not, depending on your orientation answers.",
    ),
    "answer_first": ("Répondez d'abord :", "First answer:"),
    "idle_title": ("Sans objet pour votre service", "Not applicable to your service"),
}
BLOCKERS: Words = {
    "kind_fact_invalid": ("Orientation : réponses à corriger", "Orientation: answers to correct"),
    "kind_fact_unknown": ("Orientation : réponses manquantes", "Orientation: missing answers"),
    "kind_answer_missing": ("Réponses manquantes", "Missing answers"),
    "kind_answer_invalid": ("Réponses à corriger", "Answers to correct"),
    "kind_evidence_lacking": ("Preuves manquantes ou périmées", "Missing or outdated evidence"),
    "kind_threshold_not_reached": ("Seuils non atteints", "Thresholds not reached"),
    "listing_only": (
        "Ces points n'empêchent pas de déposer un dossier complet, mais pèsent contre le référencement.",
        "These do not keep you from filing a complete dossier, but speak against the listing.",
    ),
    "waiting_one": ("Un critère en dépend.", "One criterion depends on it."),
    "waiting_many": ("{n} critères en dépendent.", "{n} criteria depend on it."),
    "waiting_none": ("", ""),
}
