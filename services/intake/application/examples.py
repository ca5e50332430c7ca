"""Examples of commands on an application, shown in the API document."""

PRIOR_REQUEST = {
    "name": "Carnet de tension",
    "publisher": "Exemple Santé SAS",
    "category": "condition_follow_up",
    "forms": ["mobile_application"],
    "typology": "without_exchange",
    "usable_by_end_users": True,
    "url": "https://carnet.example",
    "description": "Suivi de la tension artérielle à domicile.",
}
APPLICATION = {
    "facts": {"is_medical_device": False, "uses_network": True},
    "answers": {"URB-01": True, "URB-03": "substantiel", "SEC-07": 30},
    "evidence": {"URB-01": [{"type": "url", "issued_on": "2026-06-01"}]},
    "not_applicable": {},
}
DRAFT = {"facts": {"uses_network": True}, "answers": {"SEC-07": 30, "URB-03": None}, "notes": {"SEC-07": "à vérifier"}}
COMPLETION_REQUEST = {"items": ["SEC-07", "ETH-26"]}
COMPLETION = {"facts": {}, "answers": {"SEC-07": 30}}
COMPLEMENT = {"answers": {"SEC-07": 30}, "evidence": {"SEC-07": [{"type": "policy", "issued_on": "2026-06-01"}]}}
GROUNDS = {"grounds": ["out_of_scope"]}
RENEWAL = {
    "evidence": {"SEC-07": [{"type": "report", "document": "7b0d6c1e-6d0e-5c52-9d5f-6a8a5c1f5a11"}]},
}
