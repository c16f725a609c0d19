"""Who decides what about what: the matrix of `decisions.yaml`."""
