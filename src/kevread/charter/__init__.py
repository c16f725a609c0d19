"""The common framework held against the facts.

Vocabulary: an *article* is read from the federation's files and says its text, its *settings*, its *clauses* and their
sentences; the value of a setting lives in the database, dated, with who decided it; a *verdict* is what a clause says of
an organisation on a day: conforms, breaches, unknown, not applicable. A register is *kept since* a date; before, nothing
can be concluded. An *attestation* is a person, a piece and a date. A *derogation* allows one organisation to depart
from one clause until a day; a *contest* says that a finding is false, and is answered. *Passages* locate the original
document's sentences.
Invariants: one truth per rule: the limit in a setting, the count in a fact, the comparison in `engine`, nowhere else;
a setting that nobody decided is not decided; sentences are written only when they are read.
"""
