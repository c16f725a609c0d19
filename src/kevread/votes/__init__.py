"""Votes: the terms frozen at the opening, ballots that nobody reads before the count, the count that anybody redoes."""
