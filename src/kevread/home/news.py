"""What is news to somebody: what others did, meeting by meeting, in words. One's own acts are none, nor a gesture within a
meeting; at the head of the network, what a pôle does in its meetings is not either."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from kevread.chronicle.queries.story import Together, Told, tell, together
from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.facts import HEAD
from kevread.common.rooms import Heard
from kevread.directory.models import Organisation
from kevread.journal.queries import acts_since

READ, SHOWN, TITLES, MANY = 60, 8, 2, 3


@dataclass(frozen=True, slots=True)
class News:
    """A meeting and what was done there, or one thing that was done; the moment of the last."""

    at: datetime
    name: str
    said: str
    url: str = ""


def heard(how: Heard) -> list[str]:
    return [verb.name for verb in rooms.verbs() if verb.heard is how]


def news(actor: Actor, circle: Collection[UUID], scale: Organisation, since: datetime, on: date) -> list[News]:
    """Newest first, eight at most; what is of nothing that this person reads is none. The number of queries is constant."""
    here = scale.pk if scale.scale == HEAD else None
    acts = acts_since(
        circle, since, READ, but=actor.person, silent=heard(Heard.NOWHERE), near=heard(Heard.NEAR), here=here
    )
    found = together(tell(acts, actor), rooms.matters(acts, actor, on))
    return merged([of(one) for one in found if one.matter or not all(is_unread(each) for each in one.acts)])[:SHOWN]


def is_unread(told: Told) -> bool:
    """« a signé un document », and which one is not said."""
    return bool(told.unread) and not told.titles


def merged(found: list[News]) -> list[News]:
    """What is said word for word of three meetings or more, on one day, is one line, which names two of them; what is said word
    for word of nothing that is named is said once.

    >>> at = datetime(2026, 11, 24)
    >>> each = [News(at, f"Assemblée {number}", "Ana a planifié.", "/") for number in range(4)]
    >>> [one.said.replace("\xa0", " ") for one in merged([*each, News(at, "Bureau", "Ana a planifié un vote.", "/")])]
    ['Ana a planifié : Assemblée 0 ; Assemblée 1 ; et 2 autres', 'Ana a planifié un vote.']
    >>> len(merged(each[:2])), len(merged([News(at, "", "Ana a inscrit une décision.")] * 2))
    (2, 1)
    """
    alike: dict[tuple[str, date], list[News]] = {}
    for one in found:
        alike.setdefault((one.said, one.at.date()), []).append(one)
    return [
        line
        for those in alike.values()
        for line in ([as_one(those)] if len(those) >= MANY or not those[0].name else those)
    ]


def as_one(those: list[News]) -> News:
    names = [one.name for one in those if one.name]
    if not names:
        return those[0]
    rest = [f"et {len(names) - TITLES} autres"] if len(names) > TITLES else []
    return News(those[0].at, "", f"{those[0].said.rstrip('.')}\xa0: {' ; '.join([*names[:TITLES], *rest])}")


def of(those: Together) -> News:
    """A meeting; or one thing, or the same done again and again by one person on one day."""
    if those.matter:
        return News(those.first.act.at, those.matter.name, those.said, those.matter.url)
    titles = list(dict.fromkeys(title for one in those.acts for title in one.titles))
    more = len(titles) > TITLES or any(one.more for one in those.acts)
    named = f"\xa0: {' ; '.join(titles[:TITLES])}{'…' if more else ''}" if titles else ""
    return News(those.first.act.at, "", f"{those.first.who} {those.first.sentence}{named}")


def since_when(since: datetime, on: date) -> str:
    """
    >>> from datetime import UTC
    >>> since_when(datetime(2026, 11, 23, 9, tzinfo=UTC), date(2026, 11, 24))
    'Depuis hier'
    >>> since_when(datetime(2026, 11, 20, 9, tzinfo=UTC), date(2026, 11, 24))
    'Depuis votre visite'
    """
    return "Depuis hier" if since.date() == on - timedelta(days=1) else "Depuis votre visite"
