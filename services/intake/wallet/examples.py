"""Examples of commands on documents, shown in the API document."""

REFUSAL = {"reason": "other_product"}
