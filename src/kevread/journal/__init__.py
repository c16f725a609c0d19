"""Acts and their changes: who did what, as whom, and every row before and after.

Vocabulary: an *act* is one call of one verb; a *change* is one row that it wrote. Invariants: PostgreSQL refuses any
write on a guarded table outside an act; acts and changes are never modified nor removed; each carries a digest salted
with a value of its own, so that a payload can be erased by law and the chain of seals still verify. A *seal* ties a batch of
acts and changes to the one before; the *head* of the chain, kept elsewhere, shows whether it was rewritten.
"The truth then" is the period of a row; "what was known then" is the journal.
"""
