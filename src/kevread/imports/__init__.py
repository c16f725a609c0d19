"""Files that come in: one flow for every import, fed by what each room declares that it can read."""
