"""The refusal codes of evaluations."""

from collections.abc import Mapping

from shared.http.problem_kinds import Kind

REFUSALS: Mapping[str, Kind] = {
    "not_assessable": Kind(
        409,
        (
            "Cette version du programme ne permet pas d'évaluer ce dossier",
            "This file cannot be judged under its version of the programme",
        ),
        (
            "Lisez `reason`, puis prévenez les exploitants : la demande ou la version est à corriger.",
            "Read `reason`, then tell the operators: the application or the version has to be corrected.",
        ),
    ),
    "programme_differs": Kind(
        409,
        (
            "Le contenu de cette version du programme n'est pas celui sous lequel le dossier a été déposé",
            "This programme version has other content than the file was pinned to",
        ),
        ("Prévenez les exploitants : la version est à restaurer.", "Tell the operators: restore it."),
    ),
    "same_person": Kind(
        409,
        ("Le chef de file et le relecteur sont la même personne", "Lead and reviewer are the same person"),
        ("Désignez deux personnes différentes.", "Name two different persons."),
    ),
    "interest_not_excluded": Kind(
        409,
        (
            "Les évaluateurs n'ont pas déclaré n'avoir aucun intérêt dans ce dossier",
            "The evaluators have not declared that they have no interest in this file",
        ),
        (
            "Recueillez la déclaration des deux évaluateurs, ou désignez d'autres personnes.",
            "Obtain the declaration of both evaluators, or name other persons.",
        ),
    ),
    "not_the_lead": Kind(
        409,
        ("Seul le chef de file peut le faire", "The lead alone may do this"),
        ("Demandez-le au chef de file de l'évaluation.", "Ask the lead of the evaluation."),
    ),
    "not_the_reviewer": Kind(
        409,
        ("Seul le relecteur rend le rapport", "The reviewer alone issues the report"),
        ("Demandez-le au relecteur de l'évaluation.", "Ask the reviewer of the evaluation."),
    ),
    "too_many_corrections": Kind(
        409,
        ("Ce dossier a déjà trop de faits corrigés", "Too many facts of this file were corrected already"),
        (
            "Demandez un complément à l'éditeur ou une nouvelle demande ; `at_most` donne la limite.",
            "Ask the publisher for a complement or for a new application; `at_most` is the limit.",
        ),
    ),
    "findings_not_confirmed": Kind(
        409,
        ("Les constats ne sont pas confirmés", "The findings are not confirmed"),
        (
            "Le chef de file confirme d'abord les constats ; le relecteur rend ensuite le rapport.",
            "The lead confirms the findings first; then the reviewer issues the report.",
        ),
    ),
    "report_not_issued": Kind(
        404,
        ("Le rapport n'existe pas encore", "There is no report yet"),
        (
            "Consultez l'évaluation : le rapport sera ici une fois qu'elle est terminée.",
            "Read the evaluation; its report is here once it is evaluated.",
        ),
    ),
    "nothing_to_ask": Kind(
        409,
        ("Rien n'est à vérifier dans ce dossier", "Nothing in this file is unverified"),
        (
            "Nommez les critères à compléter dans `items`, ou confirmez les constats.",
            "Name the criteria to complete in `items`, or confirm the findings.",
        ),
    ),
    "extension_used": Kind(
        409,
        (
            "Le délai a déjà été prolongé autant que le programme le permet",
            "The time was extended as often as the programme allows",
        ),
        (
            "Attendez la réponse de l'éditeur ou l'échéance ; `allowed` donne le nombre de prolongations permises.",
            "Wait for the publisher's answer or the due day; `allowed` is how many extensions there may be.",
        ),
    ),
}
