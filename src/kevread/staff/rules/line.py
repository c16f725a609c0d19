"""Whether a line of posts is a tree. Pure."""

from collections.abc import Collection, Mapping
from uuid import UUID


def loops(line: Mapping[UUID, UUID | None], start: UUID) -> bool:
    """Whether going up from a post comes back to one that was passed.

    >>> a, b, c = UUID(int=1), UUID(int=2), UUID(int=3)
    >>> loops({a: None, b: a, c: b}, c), loops({a: c, b: a, c: b}, c), loops({a: a}, a)
    (False, True, True)
    """
    passed, at = {start}, line.get(start)
    while at is not None:
        if at in passed:
            return True
        passed.add(at)
        at = line.get(at)
    return False


def outside(line: Mapping[UUID, UUID | None], roots: Collection[UUID]) -> set[UUID]:
    """The posts from which going up does not lead to one of the roots.

    >>> a, b, c, d = (UUID(int=number) for number in range(1, 5))
    >>> outside({a: None, b: a, c: None, d: c}, {a}) == {c, d}, outside({a: None, b: a}, {a})
    (True, set())
    >>> outside({a: b, b: a}, {c}) == {a, b}
    True
    """
    roots = frozenset(roots)
    found = set()
    for post in line:
        at: UUID | None = post
        if loops(line, post):
            found.add(post)
            continue
        while at is not None and at not in roots:
            at = line.get(at)
        if at is None:
            found.add(post)
    return found
