"""The words of what evaluators do from the grid, French and English."""

from shared.http.language import Words

ACTS: Words = {
    "acts": ("À faire", "To do"),
    "lead_label": ("Chef de file (pseudonyme)", "Lead (pseudonym)"),
    "reviewer_label": ("Relecteur (pseudonyme)", "Reviewer (pseudonym)"),
    "no_interest": (
        "Les deux déclarent n'avoir aucun intérêt dans ce dossier.",
        "Both declare that they have no interest in this file.",
    ),
    "act_start_evaluation": ("Commencer l'évaluation", "Start the evaluation"),
    "act_confirm_findings": ("Confirmer les constats", "Confirm the findings"),
    "act_issue_report": ("Rendre le rapport", "Issue the report"),
    "act_request_complement": ("Demander des compléments", "Ask for complements"),
    "act_extend_complement": ("Prolonger le délai de réponse", "Give more time to answer"),
    "confirm_help": (
        "Tous les constats affichés sont confirmés, corrections comprises ; la conclusion en est tirée.",
        "All findings shown are confirmed, corrections included; the conclusion is drawn from them.",
    ),
    "report_help": (
        "Le rapport est figé et part à la commission et à l'éditeur. Il ne se modifie plus.",
        "The report is frozen and goes to the commission and to the publisher. It does not change any more.",
    ),
    "complement_help": ("Critères demandés, faute d'être vérifiés :", "Criteria asked for, being unverified:"),
    "message": ("Message à l'éditeur", "Message to the publisher"),
    "send_request": ("Envoyer la demande", "Send the request"),
    "correct_finding": ("Corriger ce constat", "Correct this finding"),
    "keep_suggestion": ("Garder le résultat proposé", "Keep what is suggested"),
    "send_finding": ("Enregistrer et confirmer les constats", "Save and confirm the findings"),
    "finding_help": (
        "Les autres constats sont confirmés comme affichés sur la grille.",
        "The other findings are confirmed as the grid shows them.",
    ),
    "finding_refused": ("Le constat n'a pas été enregistré.", "The finding was not saved."),
    "act_refused": ("L'acte n'a pas été fait", "The act was not performed"),
}
