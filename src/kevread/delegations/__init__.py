"""Who may commit a structure: powers, signatures, HR, strategy, entrusted by a body, by an office or by another delegation.

Vocabulary: an *act* is what commits (« Recruter »), in a code of the federation's `delegations.yaml`; an *office* is a seat
that commits by itself; a *grant* is a delegation: of which acts, to whom, at what post, up to what sum, until when; its
*chain* is the grants that it comes from, up to the body or the office. A *petition* asks for one. Invariants: nothing is
stored of whether a grant holds: it holds on a day when each link of its chain does, itself accepted, its holder at their
post, whoever gave it in theirs; a child says no more than its parent; nobody is twice in a chain."""
