"""Faults of expressions, facts and rules of procedure in a programme document."""

from shared.programme.sentences.results import Wordings

EXPRESSIONS: Wordings = {
    "undeclared_fact": ("Déclarez ce fait dans facts, ou corrigez son nom.", "Declare this fact, or correct its name."),
    "type_clash": (
        "Ces valeurs ne se comparent pas : un texte à un choix, un texte dans une liste, un oui/non à true ou false.",
        "These do not compare: a text with a choice, a text in a list, a flag with true or false.",
    ),
    "not_an_option": ("Comparez le fait à une de ses options.", "Compare the fact with one of its options."),
    "unexpected_word": ("La condition s'arrête ici : corrigez-la.", "The condition makes no sense here: correct it."),
    "unexpected_character": ("Signe non admis ici : retirez-le.", "No such sign here: remove it."),
    "expression_too_long": ("La condition est trop longue : scindez-la.", "The condition is too long: split it."),
    "expression_too_deep": ("La condition est trop imbriquée : aplatissez.", "The condition is too deep: flatten it."),
}
FACTS: Wordings = {
    "options_misplaced": (
        "Des options pour un choix ou une liste, aucune pour un oui/non.",
        "Options for a choice or a list, none for a boolean.",
    ),
    "derived_not_boolean": (
        "Un fait déduit d'une condition est un oui/non : donnez-lui le type boolean.",
        "A fact derived from a condition is a yes or no: give it the type boolean.",
    ),
    "derivation_cycle": (
        "Ces faits se déduisent l'un de l'autre : rompez le cycle.",
        "These facts derive from one another: break the cycle.",
    ),
}
PROCEDURE: Wordings = {
    "procedure_missing": (
        "Le document ne contient que des critères : ajoutez les règles de procédure.",
        "The document holds criteria only: add the rules of procedure.",
    ),
    "categories_missing": ("Ajoutez les catégories du catalogue.", "Add the categories of the catalogue."),
    "outcomes_differ": ("Gardez les résultats que le moteur connaît.", "Keep the outcomes that the engine knows."),
    "period_empty": ("Comptez au moins un.", "Count at least one."),
    "deadline_unknown": ("Nommez un délai de procedure.deadlines.", "Name a time limit of procedure.deadlines."),
    "deadline_missing": (
        "La procédure a besoin de ce délai : ajoutez-le à procedure.deadlines.",
        "The procedure needs this time limit: add it to procedure.deadlines.",
    ),
    "track_unknown": ("Nommez une typologie du programme.", "Name a typology of the programme."),
    "typology_unknown": ("Nommez une typologie du programme.", "Name a typology of the programme."),
    "options_differ_from_fact": (
        "Les typologies sont les options de leur fait, dans le même ordre.",
        "The typologies are the options of their fact, in the same order.",
    ),
    "marks_not_falling": ("Rangez les notes de la meilleure à la pire.", "Put the marks best first."),
    "no_measure": ("Décrivez au moins une mesure.", "Describe at least one measure."),
    "bounds_not_rising": (
        "Donnez une borne de moins que de notes, de la meilleure à la pire.",
        "Give one bound less than there are marks, best first.",
    ),
    "criterion_not_a_score": (
        "Nommez un critère auquel on répond par une note.",
        "Name a criterion that is answered with a score.",
    ),
    "rate_above_one": ("Un taux va de 0 à 1.", "A rate goes from 0 to 1."),
    "change_class_unknown": ("Nommez une classe de procedure.changes.", "Name a class of procedure.changes."),
}
