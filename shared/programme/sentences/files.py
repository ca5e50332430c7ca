"""Faults of what a publisher sends: facts, answers, claims, evidence."""

from shared.programme.sentences.results import Wordings

FILE_FAULTS: Wordings = {
    "unknown_fact": (
        "Le programme ne pose pas cette question : retirez-la.",
        "The programme asks no such question: remove it.",
    ),
    "fact_is_derived": (
        "Ce fait se déduit des autres réponses : retirez-le.",
        "This fact follows from the other ones: remove it.",
    ),
    "fact_wrong_type": ("La réponse n'est pas du type attendu.", "The answer is not of the type expected."),
    "fact_not_an_option": ("Choisissez une des valeurs proposées.", "Choose one of the values offered."),
    "track_not_open": (
        "Cette typologie n'est pas ouverte par cette version du programme : choisissez-en une autre.",
        "This version of the programme is not open to this typology: choose another one.",
    ),
    "unknown_criterion": (
        "Cette version du programme ne contient pas ce critère : retirez-le.",
        "This version of the programme has no such criterion: remove it.",
    ),
    "answer_wrong_type": ("La réponse n'est pas du type attendu.", "The answer is not of the type expected."),
    "answer_out_of_range": ("La valeur sort de l'intervalle admis.", "The value is out of range."),
    "answer_not_an_option": ("Choisissez parmi les options proposées.", "Choose among the options offered."),
    "answer_repeats_an_option": ("Indiquez chaque option une seule fois.", "Give each option once."),
    "answer_too_few_options": ("Choisissez davantage d'options.", "Choose more options."),
    "answer_too_short": ("Le texte est trop court : complétez-le.", "The text is too short: say more."),
    "answer_too_long": ("Le texte est trop long : abrégez-le.", "The text is too long: shorten it."),
    "claim_not_admitted": (
        "Ce critère ne peut pas être déclaré sans objet : répondez-y.",
        "This criterion cannot be claimed not applicable: answer it.",
    ),
    "claim_reason_unknown": (
        "Ce motif n'est pas admis : choisissez un des motifs proposés.",
        "This reason is not admitted: choose one of those listed.",
    ),
    "evidence_type_unknown": (
        "Ce type de preuve n'existe pas dans ce programme : choisissez-en un de la liste.",
        "This programme has no such type of evidence: choose one of the list.",
    ),
    "evidence_dates_reversed": (
        "La fin de validité précède l'émission : corrigez les dates.",
        "The end of validity comes before the issue: correct the dates.",
    ),
    "evidence_year_out_of_range": (
        "Une date de cette preuve sort des années 1900 à 2999 : corrigez-la, ou laissez vide une validité sans fin.",
        "A date of this evidence is outside the years 1900 to 2999: correct it, or leave a validity without end empty.",
    ),
    "steps_out_of_range": ("Décrivez de 1 à 100 étapes du parcours.", "Describe 1 to 100 steps of the journey."),
    "measure_missing": ("Indiquez cette mesure.", "Give this measure."),
    "measure_wrong": ("Une mesure est un nombre, zéro ou plus.", "A measure is a number, zero or more."),
    "measure_unknown": ("Le programme ne connaît pas cette mesure.", "The programme knows no such measure."),
}
