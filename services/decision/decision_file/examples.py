"""Examples of commands on decision files, shown in the API document."""

OPINION = {
    "opinion": "favourable_suspensive",
    "reservations": [
        {"criterion": "SEC-07", "suspensive": True, "measure": "Conserver les journaux d'accès pendant six mois."}
    ],
    "grounds": [],
    "reason": "Mesure jugée indispensable avant publication.",
}
LIFTING = {"criterion": "SEC-07"}
SIGNATURE = {"party": "publisher"}
GROUNDS = {"grounds": ["SEC-07"]}
