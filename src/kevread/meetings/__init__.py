"""Meetings, from the planning of a year to a decision that binds.

Vocabulary: a *notice* freezes what was sent, the *roll* is who was convened, an *item* is a point of the agenda; a
*resolution* is adopted or rejected, an *election* fills seats, a *consent* stands unless somebody objects; a *college* is a
group of voters counted apart; the *base* is what a majority is measured against.
Invariants: what was sent, voted, decided and signed is never rewritten, a further row says what changed; a value that the
articles of association did not decide is said to be undecided, never invented; every verb locks the meeting and asks its
state; fractions, never floats; the order in which votes are given changes nothing; a verdict shows its sum.
"""
