"""What changes from one version to another, and what that does to the files at hand (criteria.md 4.8)."""
