"""Who sits in a regional space on behalf of an organisation that employs them, and how far they may commit it there."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kevread.charter.queries.registers import ever_kept
from kevread.common.actor import Actor
from kevread.common.errors import Way
from kevread.delegations.loader import Act, acts
from kevread.delegations.models import Grant
from kevread.delegations.permissions import may_record
from kevread.delegations.queries.chains import REGISTER, every_chain
from kevread.delegations.rules import Answer
from kevread.directory.models import Organisation
from kevread.seats.models import Body, Mandate

NO_MANDATE = "Aucun mandat d’engagement ne vous est donné dans cet espace."


@dataclass(frozen=True, slots=True)
class Referent:
    """Somebody who sits in a space for their employer: the mandates by which they commit it there that day, and, of those whose
    dates run without holding, why. `kept`: whether its register of delegations is; otherwise nothing is known of them.
    `is_hidden`: one is there that this reader does not read."""

    mandate: Mandate
    grants: tuple[Grant, ...] = ()
    flaws: tuple[str, ...] = ()
    kept: bool = True
    is_hidden: bool = False

    @property
    def is_known(self) -> bool:
        return self.kept or bool(self.grants)

    @property
    def commits(self) -> bool:
        """One that is consultative commits nobody."""
        return any(one.level != Grant.Level.CONSULTATIVE for one in self.grants)

    @property
    def lacks(self) -> bool:
        return self.kept and not self.commits

    @property
    def levels(self) -> list[str]:
        return [level_in_words(one) for one in self.grants]

    def told_to(self, seen: Collection[UUID]) -> "Referent":
        """To whoever reads these delegations alone."""
        left = tuple(one for one in self.grants if one.pk in seen)
        return replace(self, grants=left, flaws=(), is_hidden=len(left) < len(self.grants))

    def way(self, actor: Actor, space: Body, on: date) -> Way | None:
        """Of whoever lacks one: they ask for it themselves; whoever enters delegations there gives it; nobody else does
        anything."""
        where = self.mandate.represents
        if not self.lacks or where is None:
            return None
        if actor.person == self.mandate.person_id:
            code = act_in_space(on)
            asked = {"scale": where.slug, "act": code}
            return Way("Demander ce mandat", "ask_delegation", asked, {"espace": space.slug}) if code else None
        if may_record(actor, where):
            return Way("Donner ce mandat", "delegations:give", {"scale": where.slug})
        return None


def level_in_words(grant: Grant) -> str:
    """« Engage jusqu’à un plafond (12 jours de travail) »."""
    days = f" ({grant.days} jours de travail)" if grant.days else ""
    return f"{grant.get_level_display()}{days}"


def of_space(act: Act) -> bool:
    """Whether a mandate in a space may hold it."""
    return Grant.Nature.SPACE in act.natures and act.delegated


def act_in_space(on: date) -> str:
    """The first that a mandate in a space may hold that day; nothing when the federation names none."""
    return next((code for code, act in acts().on(on).items() if of_space(act)), "")


def regional_spaces(on: date) -> list[Body]:
    """One query."""
    return list(Body.objects.on(on).filter(kind=Body.Kind.SPACE).order_by("rank", "name"))


def referents(on: date, **where: object) -> QuerySet[Mandate]:
    """The seats in spaces of those who sit there for an organisation in whose team they have a post."""
    posts = Mandate.objects.on(on).filter(
        person=OuterRef("person"),
        seat__body__kind=Body.Kind.TEAM,
        seat__body__organisation=OuterRef("represents"),
    )
    found: QuerySet[Mandate] = Mandate.objects.on(on).filter(seat__body__kind=Body.Kind.SPACE, **where)
    return found.filter(Exists(posts))


def mandated(on: date, organisations: Collection[UUID] | None) -> set[tuple[UUID, UUID, UUID]]:
    """Who is given to commit which organisation in which space, by a mandate whose days run and that holds but for being
    accepted; one that is consultative commits nobody. Two queries."""
    among = {} if organisations is None else {"organisation__in": organisations}
    rows = Grant.objects.on(on).filter(space__isnull=False, **among).exclude(level=Grant.Level.CONSULTATIVE)
    spaces = dict(rows.values_list("pk", "space_id"))
    if not spaces:
        return set()
    return {
        (one.leaf.holder, organisation, spaces[one.leaf.grant])
        for organisation, one in every_chain(organisations)
        if one.leaf.grant in spaces and one.is_given(on)
    }


def referents_in(space: Body, on: date) -> list[Referent]:
    """In a space, those who sit there for their employer, each with what they may commit of it that day. Four queries; one
    where nobody sits so, none of a body that is no space."""
    if space.kind != Body.Kind.SPACE:
        return []
    rows = referents(on, seat__body=space).select_related("person", "represents").order_by("person__search", "pk")
    found = list({(one.person_id, one.represents_id): one for one in rows}.values())
    if not found:
        return []
    places = {one.represents_id for one in found if one.represents_id}
    kept = ever_kept(REGISTER, places, on)
    grants = Grant.objects.on(on).standing().filter(space=space, organisation__in=places).in_bulk()
    every = every_chain(places) if grants else []
    chains = [(where, chain) for where, chain in every if chain.leaf.grant in grants]

    def one_of(seat: Mandate) -> Referent:
        theirs = [
            chain for where, chain in chains if (chain.leaf.holder, where) == (seat.person_id, seat.represents_id)
        ]
        hold = tuple(grants[chain.leaf.grant] for chain in theirs if chain.holds(on))
        flaws = tuple(flaw for chain in theirs if (flaw := chain.broken(on)))
        return Referent(seat, hold, flaws, seat.represents_id in kept)

    return [one_of(seat) for seat in found]


def levels_at(actor: Actor, space: Body, on: date, today: date, *, in_full: bool) -> list[tuple[Referent, Way | None]]:
    """Of a meeting of this space held that day, each referent, with what this person may do about whoever lacks a mandate.
    Their levels, and why one does not hold, are read by those who sit there, and `in_full` by who prepares its meetings; by
    anybody else, as they read each delegation."""
    found = [(one, one.way(actor, space, today)) for one in referents_in(space, on)]
    if not found or in_full or sits_in(actor, space, on):
        return found
    asked = [grant.pk for one, _ in found for grant in one.grants]
    seen = set(Grant.objects.visible_to(actor).filter(pk__in=asked).values_list("pk", flat=True))
    return [(one.told_to(seen), way) for one, way in found]


def sits_in(actor: Actor, space: Body, on: date) -> bool:
    """One query at most."""
    return bool(actor.person) and Mandate.objects.on(on).filter(seat__body=space, person=actor.person).exists()


def may_commit_in(space: Body, person: UUID | None, organisation: Organisation, on: date) -> Answer:
    """Whether this person may commit this organisation in this space that day, as `may_commit`. Two queries."""
    running = Grant.objects.on(on).standing().filter(space=space, organisation=organisation, holder=person)
    weighs = set(running.exclude(level=Grant.Level.CONSULTATIVE).values_list("pk", flat=True))
    every = every_chain([organisation.pk]) if weighs else []
    chains = [chain for _, chain in every if chain.leaf.grant in weighs]
    for chain in chains:
        if chain.holds(on):
            return Answer(True, f"Par délégation de {chain.source}.", chain=chain)
    if chains:
        return Answer(False, f"Votre mandat ne suffit pas : {chains[0].broken(on)}.", chain=chains[0])
    return Answer(False, NO_MANDATE)
