"""Faults of a programme document: what is wrong at the place told, and what to do."""

from shared.programme.sentences.results import Wordings

YAML: Wordings = {
    "document_too_long": ("Le document est trop long : allégez-le.", "The document is too long: shorten it."),
    "yaml_unreadable": ("Ce n'est pas du YAML : corrigez la syntaxe.", "This is no YAML: correct the syntax."),
    "nesting_too_deep": ("L'imbrication est trop profonde : aplatissez.", "The nesting is too deep: flatten it."),
    "anchor_refused": (
        "Les ancres et alias sont refusés : écrivez le contenu en entier.",
        "Anchors and aliases are refused: write the content out.",
    ),
    "key_repeated": ("La clé figure deux fois : gardez-en une.", "The key stands twice: keep one."),
    "key_not_text": ("Une clé est un texte : mettez-la entre guillemets.", "A key is a text: put it in quotes."),
    "value_not_plain": (
        "Valeur non admise : un texte, un nombre, un oui/non, un jour, une liste ou un groupe de clés.",
        "Value not admitted: a text, a number, a flag, a day, a list or a mapping.",
    ),
}
SHAPE: Wordings = {
    "key_unknown": (
        "Cette clé n'existe pas ici : corrigez son orthographe ou retirez-la.",
        "There is no such key here: correct its spelling or remove it.",
    ),
    "mapping_expected": ("Un groupe de clés est attendu ici.", "A mapping is expected here."),
    "list_expected": ("Une liste est attendue ici.", "A list is expected here."),
    "text_expected": ("Un texte non vide est attendu ici.", "A text that says something is expected here."),
    "texts_expected": ("Une liste de textes est attendue ici.", "A list of texts is expected here."),
    "repeated": ("La liste répète une valeur : gardez-en une.", "The list repeats a value: keep one."),
    "id_repeated": (
        "Cet identifiant est déjà pris dans la liste : choisissez-en un autre.",
        "This id is taken in the list already: choose another one.",
    ),
    "title_empty": ("Écrivez l'intitulé dans cette langue.", "Write the title in this language."),
    "whole_number_expected": (
        "Un nombre entier, zéro ou plus, est attendu ici.",
        "A whole number, zero or more, is expected here.",
    ),
    "whole_numbers_expected": (
        "Une liste de nombres entiers est attendue ici.",
        "A list of whole numbers is expected here.",
    ),
    "number_expected": ("Un nombre est attendu ici.", "A number is expected here."),
    "number_too_large": ("Le nombre est trop grand : réduisez-le.", "The number is too large: lower it."),
    "flag_expected": ("`true` ou `false` est attendu ici.", "true or false is expected here."),
    "day_expected": ("Un jour AAAA-MM-JJ est attendu ici.", "A day YYYY-MM-DD is expected here."),
    "word_unknown": ("Choisissez un des mots admis.", "Choose one of the words admitted."),
}
VERSIONS: Wordings = {
    "schema_version_unknown": (
        "Ce format de document n'est pas connu : écrivez celui indiqué.",
        "This format of document is not known: write the one named.",
    ),
    "no_version": ("Décrivez au moins une version.", "Describe at least one version."),
    "version_malformed": ("Écrivez la version majeure.mineure.correctif.", "Write the version as major.minor.patch."),
    "versions_out_of_order": (
        "Rangez les versions de la plus ancienne à la plus récente, numéros et dates d'effet croissants.",
        "Put the versions oldest first, their numbers and days of effect rising.",
    ),
    "version_step_too_small": (
        "Le numéro de version annonce moins que ce qui change : montez d'un rang le numéro indiqué.",
        "The version number promises less than what changes: raise the part named.",
    ),
    "programme_differs": (
        "C'est un autre programme que celui publié.",
        "This is another programme than the published one.",
    ),
    "version_withdrawn": (
        "Une version publiée ne disparaît pas : remettez-la telle quelle.",
        "A published version does not disappear: put it back as it was.",
    ),
    "version_changed": (
        "Une version publiée ne change pas : remettez-la telle quelle et ajoutez une version.",
        "A published version does not change: put it back as it was and add a version.",
    ),
    "version_inserted": (
        "Une version nouvelle vient après les versions publiées.",
        "A new version comes after the published ones.",
    ),
    "version_in_the_past": (
        "Une version nouvelle prend effet au plus tôt le jour de sa publication.",
        "A new version takes effect on the day of its publication at the earliest.",
    ),
    "version_unknown": ("Nommez une version de ce programme.", "Name a version of this programme."),
    "never_stands": (
        "La fin précède le début : corrigez since ou until.",
        "It ends before it begins: mend since or until.",
    ),
    "override_never_holds": (
        "L'élément ne figure pas dans cette version : retirez la surcharge ou changez de version.",
        "The item is no part of that version: remove the override or name another version.",
    ),
    "override_refused": (
        "Une surcharge ne peut pas changer cette clé : créez un autre élément.",
        "An override cannot change this key: write another item.",
    ),
}
CRITERIA: Wordings = {
    "family_unknown": ("Nommez une famille du programme.", "Name a family of the programme."),
    "questionnaire_unknown": ("Nommez un questionnaire du programme.", "Name a questionnaire of the programme."),
    "legal_code_unknown": ("Déclarez ce texte dans legal_sources.", "Declare this text in legal_sources."),
    "provenance_code_unknown": ("Déclarez cette source dans sources.", "Declare this source in sources."),
    "discriminating_without_threshold": (
        "Un critère discriminant porte un seuil : ajoutez-le.",
        "A discriminating criterion carries a threshold: add it.",
    ),
    "informative_with_threshold": (
        "Un critère informatif n'a pas de seuil : retirez-le, ou rendez le critère discriminant.",
        "An informative criterion has no threshold: remove it, or make the criterion discriminating.",
    ),
    "informative_with_severity": (
        "Un critère informatif n'a pas de gravité : retirez-la.",
        "An informative criterion has no severity: remove it.",
    ),
    "answer_type_unknown": ("Choisissez un des types de réponse.", "Choose one of the types of answer."),
    "options_too_few": ("Proposez au moins deux options.", "Offer at least two options."),
    "range_empty": ("L'intervalle est vide : corrigez ses bornes.", "The range is empty: correct its bounds."),
    "threshold_unknown": ("Choisissez un des seuils admis.", "Choose one of the thresholds admitted."),
    "threshold_outside_domain": (
        "Aucune réponse admise ne correspond à ce seuil : choisissez-le parmi les valeurs de la réponse.",
        "The threshold lies outside the values of the answer: choose it among them.",
    ),
    "threshold_value_misplaced": ("is_true n'a pas de valeur : retirez-la.", "is_true takes no value: remove it."),
    "justified_without_reasons": (
        "Listez les motifs admis dans na_reasons.",
        "List the reasons admitted in na_reasons.",
    ),
    "reasons_without_policy": (
        "Ces motifs ne servent qu'avec na_policy: justified.",
        "These reasons serve only with na_policy: justified.",
    ),
    "evidence_without_type": ("Listez les types de preuve acceptés.", "List the types of evidence accepted."),
}
