"""Where a term comes from, in words."""

ORIGINS = {"law": "la loi ou la CNIL la donne", "ours": "proposée par Kevread", "undecided": "non décidée"}
