"""Questions that screens and commands ask of the charter: `rows`, `coverage`, `text`."""
