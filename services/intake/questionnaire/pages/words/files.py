"""What is wrong with a file of answers."""

from shared.http.language import Words

FILE_FAULTS: Words = {
    "fault_sheet_unknown": ("Cette feuille n'est pas attendue : {detail}", "This sheet is not expected: {detail}"),
    "fault_sheet_missing": ("Cette feuille manque.", "This sheet is missing."),
    "fault_sheet_repeated": ("Cette feuille figure deux fois.", "This sheet stands twice."),
    "fault_row_missing": ("Cette ligne manque : {detail}", "This row is missing: {detail}"),
    "fault_row_unknown": ("Cette ligne n'est pas attendue.", "This row is not expected."),
    "fault_row_repeated": ("Ce critère figure déjà plus haut.", "This criterion stands further up already."),
    "fault_column_missing": ("Cette colonne manque ou a été renommée.", "This column is missing or was renamed."),
    "fault_column_unknown": ("Cette colonne n'est pas attendue.", "This column is not expected."),
    "fault_column_repeated": ("Cette colonne figure deux fois.", "This column stands twice."),
    "fault_criterion_missing": ("Cette ligne ne nomme pas de critère.", "This row names no criterion."),
    "fault_criterion_of_another_questionnaire": (
        "Ce critère est de la feuille : {detail}",
        "This criterion belongs to the sheet: {detail}",
    ),
    "fault_formula_refused": ("Une formule : remplacez-la par sa valeur.", "A formula: put its value instead."),
    "fault_another_dossier": ("Ce fichier est celui d'un autre dossier.", "This file is that of another dossier."),
    "fault_another_programme_version": (
        "Ce fichier est celui d'une autre version du programme : {detail}",
        "This file is that of another programme version: {detail}",
    ),
    "fault_file_unreadable": ("Ce fichier ne se lit pas : {detail}", "This file cannot be read: {detail}"),
    "fault_wrong_type": ("Ce n'est pas un fichier de réponses : {detail}", "This is no file of answers: {detail}"),
    "fault_wrong_encoding": ("Enregistrez-le au format CSV UTF-8.", "Save it as CSV UTF-8."),
    "fault_too_large": ("Le fichier est trop grand : {detail}", "The file is too large: {detail}"),
    "fault_cell_too_long": ("Ce texte est trop long : {detail}", "This text is too long: {detail}"),
    "fault_cell_repeated": ("Cette cellule figure deux fois dans le fichier.", "This cell stands twice in the file."),
    "fault_more_faults": (
        "Le fichier contient d'autres erreurs : corrigez celles-ci, puis envoyez-le de nouveau.",
        "The file has further faults: mend these, then send it again.",
    ),
    "fault_cell_without_heading": (
        "Cette cellule n'est dans aucune colonne attendue : effacez-la. {detail}",
        "This cell is in no expected column: clear it. {detail}",
    ),
    "fault_merged_cells": (
        "Des cellules de plusieurs lignes sont fusionnées : annulez la fusion.",
        "Cells of several rows are merged: unmerge them.",
    ),
    "fault_file_too_complex": (
        "Ce fichier demande trop de mémoire ou de temps : repartez du fichier téléchargé ici.",
        "This file takes too much memory or time: start again from the file downloaded here.",
    ),
    "fault_file_with_macros": ("Enregistrez-le sans macros.", "Save it without macros."),
    "fault_file_encrypted": ("Retirez le mot de passe.", "Take the password off."),
    "fault_differs_from_prior_request": (
        "La typologie est celle de la demande préalable.",
        "The typology is that of the prior request.",
    ),
    "fault_text_too_long": ("Ce texte est trop long.", "This text is too long."),
    "fault_not_a_sha256": ("Ce n'est pas une empreinte SHA-256.", "This is no SHA-256 digest."),
}
