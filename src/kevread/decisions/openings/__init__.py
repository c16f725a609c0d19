"""What this room opens by itself: a mandate, a setting, a derogation. Each reads what was asked, does it, tells it."""
