"""The register of decisions: numbered, final; the advices before, what they open, what follows."""
