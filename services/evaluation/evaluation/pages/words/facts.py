"""The words of orientation facts and their correction, French and English."""

from shared.http.language import Words

FACTS: Words = {
    "facts": ("Faits d'orientation", "Orientation facts"),
    "facts_lead": (
        "Ils décident des critères qui s'appliquent. Corriger un fait fait rejuger tout le dossier.",
        "They decide which criteria apply. A corrected fact has the whole file judged again.",
    ),
    "fact": ("Fait", "Fact"),
    "declared": ("Déclaré", "Declared"),
    "held": ("Retenu", "Held"),
    "corrected": ("corrigé", "corrected"),
    "correct": ("Corriger", "Correct"),
    "correct_fact": ("Corriger un fait", "Correct a fact"),
    "correct_this": ("Corriger : {fact}", "Correct: {fact}"),
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
    "nothing": ("rien", "nothing"),
    "new_value": ("Valeur retenue", "Value held"),
    "not_known": ("on ne sait pas", "not known"),
    "reason": ("Motif", "Reason"),
    "reason_help": (
        "Ce que vous avez constaté, et où. Le motif reste dans l'instruction ; l'éditeur ne le lit pas.",
        "What you saw, and where. The reason stays with the evaluation; the publisher does not read it.",
    ),
    "send_correction": ("Corriger et rejuger le dossier", "Correct and judge the file again"),
    "history": ("Faits corrigés par l'évaluateur", "Facts corrected by the evaluator"),
    "refused": ("La correction n'a pas été faite.", "The correction was not made."),
    "fault_nothing_corrected": ("C'est déjà la valeur retenue.", "This is the value held already."),
    "fault_length": ("Donnez un motif, de 1 à 2 000 caractères.", "Give a reason of 1 to 2,000 characters."),
    "fault_typology_is_fixed": (
        "La typologie ne se corrige pas : une autre typologie est une nouvelle demande.",
        "The typology is not corrected: another one is a new application.",
    ),
}
