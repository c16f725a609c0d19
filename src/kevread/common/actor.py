"""Who acts: a value built once per request from the mandates, posts and delegations in force, and handed down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from .errors import Denied, Way
from .words import of


@dataclass(frozen=True, slots=True)
class Grounds:
    """The answer to « may they? »: truthy or falsy, and always able to say why in one sentence. When it is no: `ways`, where
    one may ask those who may; `right`, what it takes, and `place`, the slug of where it is held."""

    granted: bool
    why: str
    ways: tuple[Way, ...] = ()
    right: str = ""
    place: str = ""

    def __bool__(self) -> bool:
        return self.granted

    def or_raise(self) -> None:
        if not self.granted:
            raise Denied(self.why, right=self.right, place=self.place, ways=self.ways)


@dataclass(frozen=True, slots=True)
class Hat:
    """One reason to have rights: a role held in an organisation, from a mandate, a post or a delegation, until a day.

    `rights` says, for each right, on which organisations it may be used; None means on all of them, but those that `left`
    names: there, others hold it. `instead`: whose mandate it is, where somebody stands in for them; the journal keeps that
    mandate, and reads the name from it.
    """

    role: str
    organisation: UUID
    label: str
    rights: Mapping[str, frozenset[UUID] | None] = field(hash=False)  # compared all the same
    mandate: UUID | None = None
    until: date | None = None
    second_factor: bool = False
    instead: str = ""
    left: Mapping[str, frozenset[UUID]] = field(default_factory=dict, hash=False)

    @property
    def told(self) -> str:
        """
        >>> hat = Hat("treasurer", UUID(int=1), "Trésorerie, ESS 35", {})
        >>> hat.told, Hat("treasurer", UUID(int=1), "Trésorerie, ESS 35", {}, instead="Odile Mordellou").told
        ('Trésorerie, ESS 35', 'Trésorerie, ESS 35, à la place d’Odile Mordellou')
        """
        return f"{self.label}, à la place {of(self.instead)}" if self.instead else self.label

    def allows(self, right: str, organisation: UUID) -> bool:
        """
        >>> here, elsewhere = UUID(int=1), UUID(int=2)
        >>> hat = Hat("president", here, "Présidente", {"read": None, "fill_seat": frozenset({here})})
        >>> hat.allows("fill_seat", here), hat.allows("fill_seat", elsewhere), hat.allows("read", elsewhere)
        (True, False, True)
        >>> Hat("all", here, "", {"decide": None}, left={"decide": frozenset({here})}).allows("decide", here)
        False
        """
        if right not in self.rights or organisation in self.left.get(right, ()):
            return False
        where = self.rights[right]
        return where is None or organisation in where


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or nobody, with their hats. Rights are derived on the day, never stored. `on`: that day, where it is known:
    what delegations allow is judged on it too, whatever the day that a page shows."""

    person: UUID | None = None
    name: str = ""
    hats: tuple[Hat, ...] = ()
    is_system: bool = False
    on: date | None = field(default=None, compare=False)

    @property
    def is_anonymous(self) -> bool:
        return self.person is None and not self.is_system

    @property
    def needs_second_factor(self) -> bool:
        return any(hat.second_factor for hat in self.hats)

    def hat_for(self, right: str, organisation: UUID) -> Hat | None:
        """The first hat that allows this, here; None when none does."""
        return next((hat for hat in self.hats if hat.allows(right, organisation)), None)

    def own_hat_for(self, right: str, organisation: UUID) -> Hat | None:
        """The same, of a mandate, a post or a secretariat of that organisation itself: nobody has it there from elsewhere.

        >>> here, there = UUID(int=1), UUID(int=2)
        >>> one = Actor(hats=(Hat("a", here, "", {"read": None}),))
        >>> one.own_hat_for("read", here) == one.hat_for("read", there) == one.hats[0], one.own_hat_for("read", there)
        (True, None)
        """
        own = (hat for hat in self.hats if hat.organisation == organisation and hat.allows(right, organisation))
        return next(own, None)

    def where(self, right: str) -> frozenset[UUID] | None:
        """The organisations where some hat allows this; None: everywhere.

        >>> here, elsewhere = UUID(int=1), UUID(int=2)
        >>> hats = Hat("a", here, "", {"read": frozenset({here})}), Hat("b", elsewhere, "", {"read": None})
        >>> Actor(hats=hats[:1]).where("read") == {here}, Actor(hats=hats).where("read"), Actor().where("read")
        (True, None, frozenset())
        """
        places = [hat.rights[right] for hat in self.hats if right in hat.rights]
        return None if None in places else frozenset[UUID]().union(*(place for place in places if place is not None))

    def left(self, right: str) -> frozenset[UUID]:
        """Of the organisations that a right held everywhere leaves to others, those where no hat allows it.

        >>> here = UUID(int=1)
        >>> Actor(hats=(Hat("a", here, "", {"hire": None}, left={"hire": frozenset({here})}),)).left("hire") == {here}
        True
        """
        named = frozenset[UUID]().union(*(hat.left.get(right, frozenset()) for hat in self.hats))
        return frozenset(place for place in named if not self.hat_for(right, place))

    def has(self, right: str) -> bool:
        """Somewhere, whatever the place."""
        return any(right in hat.rights for hat in self.hats)


NOBODY = Actor()
SYSTEM = Actor(name="Kevread", is_system=True)
