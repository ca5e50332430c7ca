"""Examples of commands, shown in the API document."""

COMPLAINT = {
    "listing": "0b0c7a52-6d0e-5c52-9d5f-6a8a5c1f5a11",
    "category": "PERSONAL_DATA",
    "text": "L'application envoie mes mesures à un tiers sans me le demander.",
}
TRIAGE = {"severity": "major"}
GROUND = {"ground": "out_of_scope"}
GROUNDS = {"rung": "SUSPENSION", "grounds": ["SEC-07"]}
OBSERVATIONS = {"text": "L'envoi a été désactivé dans la version 4.2, publiée hier."}
PROPOSAL = {"rung": "SUSPENSION", "scope": "exchange", "urgency_grounds": []}
DRAW = {"seed": "loto-2026-09-12-7-19-23-31-44-6"}
