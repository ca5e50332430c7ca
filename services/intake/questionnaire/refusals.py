"""The refusal codes of what is asked of an application."""

from collections.abc import Mapping

from shared.http.problem_kinds import Kind

REFUSALS: Mapping[str, Kind] = {
    "no_ecoscore": Kind(
        404,
        ("Cette version du programme ne calcule pas d'écoscore", "This programme version works out no ecoscore"),
        ("Répondez vous-même au critère.", "Answer the criterion by hand."),
    ),
    "faulty_file": Kind(
        422,
        ("Le fichier ne peut pas être repris", "The file cannot be taken over"),
        (
            "Corrigez chaque erreur de `faults` (feuille, ligne, colonne) ; rien n'a été modifié.",
            "Mend every fault in `faults` (sheet, row, column); nothing was changed.",
        ),
    ),
}
