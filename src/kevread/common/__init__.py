"""Values and words that every room shares, in pure Python: periods, identifiers, the actor, grounds, verdicts, facts.

May not import Django, nor know any room: organisations are their ids here.
"""
