"""Bodies, seats and posts, mandates, delegations; and from them, who may do what where.

Vocabulary: a *body* (assembly, board, bureau, team, space) has *seats*; a seat has places and conditions, perhaps one per
pôle, grouping or family; a *mandate* fills a place during a period, on behalf of somebody or not. A staff team is a body
and a *post* is a seat of it. A *zone lead* makes the holder of a post the reference of an EPCI.
Invariants: vacancy = places − mandates on the day, computed; a seat is filled only by an eligible person; on
the board of a grouping everybody represents a member of it, pôle or direct member; an excess is refused by its article, a
deficit is a vacancy; nothing ends by itself: consequences are proposed and confirmed; rights
come from mandates, posts and delegations in force, and from nothing else.
"""
