"""The language of the listing programme («programme de référencement»): criteria, evidence, outcome, limits.

Everything here is an engine for a document: no criterion, threshold, tolerance, deadline, category or rung is in code.
The engine needs the standard library only; `loading` alone reads YAML.
"""
