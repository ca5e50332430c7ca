"""Examples of commands on sanction files, shown in the API document."""

SUSPENSION = {"scope": "both"}
