"""The verbs of a meeting that is held: `holding`, `minutes`, `certifying`."""
