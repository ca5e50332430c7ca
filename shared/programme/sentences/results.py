"""Results of criteria: the state, then the reason that asks for something to be done."""

Wordings = dict[str, tuple[str, str]]

STATES: Wordings = {
    "indeterminate": ("À déterminer", "To be determined"),
    "not_applicable": ("Sans objet", "Not applicable"),
    "presumed_met": ("Présumé satisfait", "Presumed met"),
    "not_applicable_justified": ("Sans objet, sur justification", "Not applicable, as justified"),
    "missing": ("Sans réponse", "Not answered"),
    "invalid": ("Réponse non recevable", "Answer not valid"),
    "informed": ("Renseigné", "Answered"),
    "not_met": ("Non satisfait", "Not met"),
    "needs_evidence": ("Preuve à fournir", "Evidence needed"),
    "met": ("Satisfait", "Met"),
}
"""Criteria.md 4.3, in the order of the tests."""

REASONS: Wordings = {
    "fact_unknown": (
        "Une question d'orientation est restée sans réponse : répondez-y pour savoir si le critère s'applique.",
        "An orientation question is not answered: answer it to know whether the criterion applies.",
    ),
    "answer_missing": ("Répondez à ce critère.", "Answer this criterion."),
    "threshold_not_reached": (
        "La réponse n'atteint pas le niveau demandé : améliorez le service ou corrigez la réponse.",
        "The answer does not reach the level asked for: improve the service or correct the answer.",
    ),
    "evidence_absent": (
        "Aucune preuve d'un type accepté : déposez-en une.",
        "No evidence of an accepted type: supply one.",
    ),
    "evidence_of_another_type": (
        "Ce type de document ne prouve pas ce critère : déposez un document d'un type accepté.",
        "This type of document does not prove this criterion: supply one of an accepted type.",
    ),
    "evidence_malformed": (
        "La fiche de cette preuve est illisible : indiquez son type et ses dates (AAAA-MM-JJ).",
        "The record of this evidence cannot be read: give its type and its dates (YYYY-MM-DD).",
    ),
    "evidence_undated": (
        "La preuve ne porte pas la date demandée : indiquez sa date d'émission ou de fin de validité.",
        "The evidence lacks the date asked for: give its date of issue or its end of validity.",
    ),
    "evidence_dated_in_the_future": (
        "La preuve est datée d'un jour à venir : corrigez sa date.",
        "The evidence is dated in the future: correct its date.",
    ),
    "evidence_too_old": (
        "La preuve est trop ancienne : déposez-en une plus récente.",
        "The evidence is too old: supply a more recent one.",
    ),
    "evidence_expired": (
        "La preuve n'est plus en cours de validité : déposez la version en vigueur.",
        "The evidence has expired: supply the one in force.",
    ),
    "evidence_refused": (
        "La preuve a été refusée par un évaluateur : déposez-en une autre.",
        "The evidence was refused by an evaluator: supply another one.",
    ),
    "evidence_withdrawn": (
        "La preuve a été retirée : déposez-en une autre.",
        "The evidence was withdrawn: supply another one.",
    ),
}
