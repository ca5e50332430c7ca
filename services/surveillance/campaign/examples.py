"""Examples of commands on campaigns, shown in the API document."""

DRAW = {"seed": "loto-2026-09-12-7-19-23-31-44-6"}
