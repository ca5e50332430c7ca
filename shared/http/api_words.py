"""The words around the API's document, French and English; the document itself is in English."""

from shared.http.language import Words

API: Words = {
    "api_title": ("Documentation de l'API", "API documentation"),
    "api_lead": (
        "Chaque opération avec ses paramètres, son contenu et un exemple. Les descriptions sont en anglais.",
        "Every operation with its parameters, its body and an example.",
    ),
    "api_machine": ("Le même document au format OpenAPI", "The same document as OpenAPI"),
    "token": ("Jeton nécessaire", "Needs a token"),
    "parameters": ("Paramètres", "Parameters"),
    "parameter": ("Nom", "Name"),
    "place": ("Emplacement", "In"),
    "required": ("Obligatoire", "Required"),
    "meaning": ("Description", "Description"),
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
    "example": ("Exemple", "Example"),
    "schema": ("Schéma du contenu", "Schema of the body"),
    "answers": ("Réponses", "Responses"),
}
