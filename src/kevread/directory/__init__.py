"""Who is who: organisations (one table), their affiliations (one table), what territory they cover, and people.

Vocabulary: the *scale* of an organisation is head, grouping or local, and none for the others (funders, members…).
An *affiliation* says that an organisation is a member of another, in a college, during a period. *Coverage* says that an
EPCI is a pôle's, that a strategic territory is a grouping's, on what source and with what certainty.
Invariants: nothing is deleted, periods are closed; a zone is covered once at a time; identifiers are valid or absent; a
person appears on public pages only for what they agreed to show.
"""
