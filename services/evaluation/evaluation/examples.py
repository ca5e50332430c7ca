"""Examples of commands, shown in the API document."""

START = {"lead": "evaluator-7f3a", "reviewer": "evaluator-b210", "no_interest_declared": True}
FINDINGS = {
    "corrections": {"SEC-07": {"state": "non_compliant", "reason": "The policy covers the office network only."}}
}
FACT = {"fact": "paid", "value": True, "reason": "The site asks a price for the measurements of a second person."}
COMPLEMENT_REQUEST = {"items": ["SEC-07"], "message": "The policy that you sent covers the office network only."}
