"""Examples of commands on complaints, shown in the API document."""

COMPLAINT = {
    "listing": "0b0c7a52-6d0e-5c52-9d5f-6a8a5c1f5a11",
    "category": "PERSONAL_DATA",
    "text": "L'application envoie mes mesures à un tiers sans me le demander.",
}
TRIAGE = {"severity": "major"}
GROUND = {"ground": "out_of_scope"}
