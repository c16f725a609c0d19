"""Dated geography: communes, EPCI, départements and strategic territories, as plain zones, and what lies in what.

Vocabulary: a *zone* is drawn and named; a *part* says that a zone lay in another during a period, on what source and
with what certainty (documented, deduced, supposed); a *figure* is a measure of a zone in a year.
Invariants: a zone lies in one zone of a kind at a time; what is not known earlier is not backdated.
"""
