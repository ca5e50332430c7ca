"""The words of the report, French and English."""

from shared.http.language import Words

REPORT: Words = {
    "report_title": ("Rapport d'évaluation", "Evaluation report"),
    "issued": ("Rendu le {day}", "Issued on {day}"),
    "digest": ("Empreinte SHA-256 du rapport", "SHA-256 of the report"),
    "report_bytes": ("Le rapport tel qu'il est figé (JSON)", "The report as it is frozen (JSON)"),
    "corrected_facts": ("Faits corrigés", "Corrected facts"),
    "none_corrected": ("aucun", "none"),
    "counts": ("Constats", "Findings"),
    "score_partial": ("Scores partiels : le dossier est incomplet.", "Partial scores: the file is incomplete."),
    "suggested": ("Proposé", "Suggested"),
    "found": ("Constat", "Finding"),
    "criterion": ("Critère", "Criterion"),
}
