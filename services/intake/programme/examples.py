"""Examples of commands on the programme, shown in the API document."""

DOCUMENT = {"document": "schema_version: '1'\nprogramme:\n  id: …\n"}
