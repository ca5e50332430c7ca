"""Examples of commands on cases, shown in the API document."""

GROUND = {"ground": "out_of_scope"}
GROUNDS = {"rung": "SUSPENSION", "grounds": ["SEC-07"]}
OBSERVATIONS = {"text": "L'envoi a été désactivé dans la version 4.2, publiée hier."}
PROPOSAL = {"rung": "SUSPENSION", "scope": "exchange", "urgency_grounds": []}
