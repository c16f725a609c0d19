"""Whether a line of posts is a tree, and how its posts are told apart. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
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


def apart(named: Sequence[tuple[str, str]]) -> list[str]:
    """Names of which no two read alike: to those that do, what is said of each is added; to those that still do, a number.

    >>> apart([("Gestion, Ana", "ouvert en mai"), ("Gestion, Luc", "ouvert en mai")])
    ['Gestion, Ana', 'Gestion, Luc']
    >>> apart([("Gestion", "ouvert en mai"), ("Accueil", "ouvert en mai"), ("Gestion", "ouvert en juin")])
    ['Gestion, ouvert en mai', 'Accueil', 'Gestion, ouvert en juin']
    >>> apart([("Gestion", "ouvert en mai")] * 2 + [("Gestion", "ouvert en juin")])
    ['Gestion, ouvert en mai (1)', 'Gestion, ouvert en mai (2)', 'Gestion, ouvert en juin']
    """
    many = Counter(name for name, _ in named)
    names = [f"{name}, {beside}" if many[name] > 1 else name for name, beside in named]
    many, seen, found = Counter(names), Counter[str](), []
    for name in names:
        seen[name] += 1
        found.append(f"{name} ({seen[name]})" if many[name] > 1 else name)
    return found
