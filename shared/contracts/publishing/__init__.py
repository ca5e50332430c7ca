"""The contracts as documents for those who do not read Python: JSON Schemas, golden examples, AsyncAPI."""
