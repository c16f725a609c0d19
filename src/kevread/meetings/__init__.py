"""Meetings: for now the arithmetic of a vote, on its own, so that anyone can compute a result again from a file.

Vocabulary: a *resolution* is adopted or rejected, an *election* fills seats, a *consent* stands unless somebody objects;
a *college* is a group of voters counted apart; the *base* is what a majority is measured against.
Invariants: fractions, never floats; the order in which votes are given changes nothing; a verdict shows its sum.
"""
