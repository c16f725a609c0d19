"""Delegations that are given: decided by a body, by whoever holds an office, or inside another delegation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.money import euros
from kevread.common.periods import Period, add_months, day_in_words
from kevread.common.words import listed, seen
from kevread.delegations import permissions
from kevread.delegations.asks import lines
from kevread.delegations.loader import Act, acts
from kevread.delegations.models import Grant, Petition
from kevread.delegations.queries.chains import chains_of
from kevread.delegations.rules import MANY, Chain
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.mail.message import link_to
from kevread.mail.operations import queue_letter
from kevread.seats.models import Body, Mandate
from kevread.seats.rules import require_plausible

MOST = 10**12  # cents
YEARS = 10  # of one delegation, at most: it is limited, and is renewed
LONGEST = 300  # characters of what is excluded, and of means


@dataclass(frozen=True, slots=True)
class Terms:
    """What is entrusted: to whoever holds this post, which acts, up to what sums in cents, until when."""

    post: Mandate
    nature: str
    acts: tuple[str, ...]
    period: Period
    ceilings: Mapping[str, int] = field(default_factory=dict)
    limits: str = ""
    means: str = ""
    further: bool = False
    space: Body | None = None
    level: str = ""
    days: int | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        return {"post": self.post.pk, "acts": self.acts, "first": self.period.start, "last": self.period.last}


def record(
    *,
    actor: Actor,
    organisation: Organisation,
    body: Body,
    terms: Terms,
    now: datetime,
    decided_in: UUID | None = None,
    decision: str = "",
    decided_on: date | None = None,
    petition: Petition | None = None,
    renews: Grant | None = None,
    verb: str = "delegations.record",
) -> Grant:
    """Enter the delegation that a body of the organisation decided: `decided_in`, a line of its register; where none was kept
    that day, `decision` says which, taken on `decided_on`. Never in one’s own favour. Locks the organisation.

    Raises Denied; Invalid on the field; Refused when this person holds some of it already.
    """
    permissions.may_record(actor, organisation).or_raise()
    if body.organisation_id != organisation.pk or body.kind not in (
        Body.Kind.ASSEMBLY,
        Body.Kind.BOARD,
        Body.Kind.BUREAU,
    ):
        raise Invalid("body", f"Choisissez l’assemblée, le conseil ou le bureau {organisation.name} qui l’a décidée.")
    if actor.person is not None and actor.person == terms.post.person_id:
        raise Denied("Cette délégation serait la vôtre : une autre personne inscrit la décision qui vous la donne.")
    cited, on = decided(organisation, body, decided_in, decision, decided_on)
    if terms.period.start and terms.period.start < on:
        raise Invalid("first", f"Une délégation ne remonte pas avant sa décision, du {day_in_words(on)}.")
    check(terms, organisation)
    with act(verb, actor=actor, about=organisation, now=now, arguments=terms.arguments):
        Organisation.objects.lock(organisation.pk)
        require_new(terms, organisation)
        source = {"body": body, "decision": cited[:200], "decided_in": decided_in}
        return write(terms, organisation, now, petition, renews, source, actor)


def decided(organisation: Organisation, body: Body, key: UUID | None, said: str, on: date | None) -> tuple[str, date]:
    """How one cites the decision, and its day."""
    room = lines()
    if key:
        line = room.one(organisation, key) if room else None
        if line is None or line.body != body.pk:
            raise Invalid("decided_in", f"Choisissez une décision adoptée par cette instance : {body.name}.")
        return line.cited, line.decided_on
    if on is None:
        raise Invalid("decided_on", "Dites quel jour elle fut décidée.")
    if room and room.kept(organisation, on):
        raise Invalid(
            "decided_in",
            f"Le registre des décisions {organisation.name} était ouvert le {day_in_words(on)} : choisissez-y sa ligne.",
        )
    if len(seen(said)) < 10:
        raise Invalid("decision", "Dites par quelle décision, par exemple « Conseil du 8 avril 2025, délibération 3 ».")
    return said.strip(), on


def give(
    *,
    actor: Actor,
    organisation: Organisation,
    terms: Terms,
    now: datetime,
    office: Mandate | None = None,
    parent: Grant | None = None,
    petition: Petition | None = None,
    renews: Grant | None = None,
    verb: str = "delegations.give",
) -> Grant:
    """Whoever holds acts by their `office`, or by a `parent` delegation that lets them, entrusts them in turn. It begins
    today at the earliest; inside a parent, it says no more than the parent does. Locks the organisation, then the parent.

    Raises Denied; Invalid on the field; Refused when this person holds some of it already.
    """
    today = timezone.localtime(now).date()
    check(terms, organisation)
    if terms.period.start and terms.period.start < today:
        raise Invalid("first", "Une délégation que l’on donne commence aujourd’hui au plus tôt.")
    if actor.person == terms.post.person_id:
        raise Invalid("post", "On ne se donne pas une délégation à soi-même.")
    with act(verb, actor=actor, about=organisation, now=now, arguments=terms.arguments):
        Organisation.objects.lock(organisation.pk)
        if parent is not None:
            parent = Grant.objects.lock(parent.pk)
            inside(actor, organisation, parent, terms, today)
        else:
            by_office(actor, organisation, office, terms, today)
        require_new(terms, organisation)
        source = {"parent": parent} if parent else {"office": office}
        return write(terms, organisation, now, petition, renews, source, actor)


def by_office(actor: Actor, organisation: Organisation, office: Mandate | None, terms: Terms, today: date) -> None:
    """The seat is theirs, there, today, and holds each of these acts by itself."""
    mine = Mandate.objects.on(today).filter(person=actor.person, seat__body__organisation=organisation)
    held = mine.filter(pk=office.pk).select_related("seat__body").first() if office and actor.person else None
    if held is None:
        raise Denied(f"Aucune de vos fonctions à {organisation.name} ne permet aujourd’hui de donner une délégation.")
    seat, book = f"{held.seat.body.kind}/{held.seat.title}", acts().acts
    if beyond := [book[code].label for code in terms.acts if seat not in book[code].offices]:
        raise Invalid("acts", f"{held.seat.name} ne peut pas le confier sans décision : {listed(beyond)}.")


def inside(actor: Actor, organisation: Organisation, parent: Grant, terms: Terms, today: date) -> None:
    """A child stays inside its parent: who gives it holds it, which holds today and may be given further; its acts, its sums
    and its days are of the parent’s; and nobody is twice in a chain."""
    found = [chain for chain in chains_of(organisation.pk, today, grant=parent.pk).chains if chain.holds(today)]
    if not found or actor.person is None or actor.person != parent.holder_id:
        raise Denied("La délégation que vous donneriez plus loin n’est pas à vous, ou ne vaut plus aujourd’hui.")
    (chain,) = found
    if not parent.further:
        raise Invalid("parent", "Votre délégation ne permet pas d’être subdéléguée.")
    if len(chain.links) >= MANY:
        raise Invalid("parent", f"Cette chaîne compte déjà {MANY} délégations : on ne saurait plus qui répond de quoi.")
    if terms.post.person_id in persons_of(chain, parent):
        raise Invalid(
            "post", f"{terms.post.person} est déjà dans cette chaîne : une délégation ne revient pas sur elle-même."
        )
    book = acts().acts
    if strange := [book[code].label for code in terms.acts if code not in parent.acts]:
        raise Invalid("acts", f"Votre délégation ne le comprend pas : {listed(strange)}.")
    if kept := [book[code].label for code in terms.acts if not book[code].regranted]:
        raise Invalid("acts", f"Cela ne se confie pas à son tour : {listed(kept)}.")
    if terms.nature != parent.nature:
        raise Invalid("nature", f"Elle est de la même sorte que la vôtre : {parent.get_nature_display().lower()}.")
    for code, cents in terms.ceilings.items():
        if cents > parent.ceilings.get(code, cents):
            raise Invalid(
                f"ceiling_{code}",
                f"« {book[code].label} » : votre délégation va jusqu’à {euros(parent.ceilings[code])}.",
            )
    for field_, day in (("first", terms.period.start), ("last", terms.period.last)):
        if day is not None and day not in parent.dates:
            last = day_in_words(parent.dates.last) if parent.dates.last else ""
            raise Invalid(field_, f"Votre délégation vaut jusqu’au {last} : restez dans ses dates.")


def persons_of(chain: Chain, parent: Grant) -> set[UUID]:
    """Everybody in it: who holds each link, and whose office is at its source."""
    root = Grant.objects.select_related("office").get(pk=chain.links[-1].grant)
    return {link.holder for link in chain.links} | ({root.office.person_id} if root.office else set())


def renew(
    *,
    actor: Actor,
    grant: Grant,
    period: Period,
    now: datetime,
    decided_in: UUID | None = None,
    decision: str = "",
    decided_on: date | None = None,
) -> Grant:
    """Another delegation that says the same, from a later day: a body decides it again, or whoever gave it gives it again. Its
    holder accepts it anew. Raises Denied; Invalid; Refused when it is renewed already, or was a mistake."""
    permissions.may_renew(actor, grant).or_raise()
    require_not_renewed(grant)
    if period.start and grant.dates.end and period.start < grant.dates.end:
        raise Invalid("first", f"Elle vaut encore jusqu’au {day_in_words(grant.dates.last or grant.dates.end)}.")
    post = grant.post
    if period.start and period.start not in post.dates:
        same = Mandate.objects.on(period.start).filter(person=grant.holder, seat=post.seat)
        now_there = same.select_related("person", "seat__body__organisation").first()
        if now_there is None:
            raise Refused(f"{grant.holder} n’est plus en fonction ce jour-là : donnez une autre délégation.")
        post = now_there
    terms = Terms(
        post,
        grant.nature,
        tuple(grant.acts),
        period,
        grant.ceilings,
        grant.limits,
        grant.means,
        grant.further,
        grant.space,
        grant.level,
        grant.days,
    )
    again: dict[str, Any] = {"actor": actor, "organisation": grant.organisation, "terms": terms, "now": now}
    again |= {"renews": grant, "verb": "delegations.renew"}
    if grant.body:
        again |= {"decided_in": decided_in, "decision": decision, "decided_on": decided_on}
        return record(body=grant.body, **again)
    return give(office=grant.office, parent=grant.parent, **again)


def require_not_renewed(grant: Grant) -> None:
    """Once, and never what was a mistake. Raises Refused, saying what to do when the one that renewed it was annulled."""
    if grant.end_reason == Grant.EndReason.MISTAKE:
        raise Refused("Cette délégation était une erreur, annulée depuis : donnez une autre délégation.")
    again = Grant.objects.filter(renews=grant).first()
    if again and again.end_reason == Grant.EndReason.MISTAKE:
        raise Refused("Son renouvellement fut une erreur, annulée : donnez une autre délégation.")
    if again:
        raise Refused("Cette délégation est déjà renouvelée.")


def check(terms: Terms, organisation: Organisation) -> None:
    """What is entrusted holds together, whoever gives it. Raises Invalid on the field."""
    require_plausible(terms.period)
    start = terms.period.start
    assert start is not None
    if terms.period.last is None:
        raise Invalid("last", "Une délégation a un terme : dites son dernier jour. Elle se renouvelle.")
    if terms.period.last >= add_months(start, 12 * YEARS):
        raise Invalid("last", f"Une délégation est limitée : dites un jour à moins de {YEARS} ans. Elle se renouvelle.")
    if start not in terms.post.dates or terms.post.end_reason == Mandate.EndReason.MISTAKE:
        said = f"{terms.post.person} n’est pas en fonction le {day_in_words(start)} ({terms.post.seat.name})."
        raise Invalid("post", said)
    if terms.nature not in Grant.Nature.values:
        raise Invalid("nature", "Dites de quelle sorte de délégation il s’agit.")
    if terms.further and terms.nature in (Grant.Nature.SIGNATURE, Grant.Nature.SPACE):
        raise Invalid("further", "Une telle délégation est personnelle : elle ne se subdélègue pas.")
    for field_, text in (("limits", terms.limits), ("means", terms.means)):
        if len(text) > LONGEST:
            raise Invalid(field_, f"Dites-le en {LONGEST} caractères au plus.")
    check_space(terms, start)
    check_acts(terms, acts().on(start))


def check_space(terms: Terms, start: date) -> None:
    """A mandate in a space says which, with what weight, and up to what where it has a ceiling; nothing else does."""
    if terms.nature != Grant.Nature.SPACE:
        if terms.space or terms.level or terms.days is not None:
            raise Invalid("nature", "Seul un mandat d’engagement nomme un espace.")
        return
    if terms.space is None or terms.space.kind != Body.Kind.SPACE or start not in terms.space.dates:
        raise Invalid("space", "Choisissez un espace régional ouvert ce jour-là.")
    if terms.level not in Grant.Level.values:
        raise Invalid("level", "Dites avec quel niveau d’engagement.")
    if (terms.level == Grant.Level.CEILING) is not (terms.days is not None):
        raise Invalid(
            "days", "Dites jusqu’à combien de jours, si le mandat engage jusqu’à un plafond, et seulement alors."
        )
    if terms.days is not None and not 0 < terms.days <= 1000:
        raise Invalid("days", "Écrivez un nombre de jours, de 1 à 1000.")


def check_acts(terms: Terms, book: Mapping[str, Act]) -> None:
    """Each act is known that day, may be entrusted, by this sort of delegation, and has its ceiling where it has a sum."""
    if not terms.acts:
        raise Invalid("acts", "Dites ce qui est confié : une délégation de tout n’en est pas une.")
    for code in terms.acts:
        if code not in book:
            raise Invalid("acts", f"« {acts().label(code)} » n’est pas un acte que l’on puisse confier ce jour-là.")
        label = book[code].label
        if not book[code].delegated:
            raise Invalid("acts", f"« {label} » ne se délègue pas : l’instance en décide elle-même.")
        if terms.nature not in book[code].natures:
            said = Grant.Nature(terms.nature).label.lower()
            raise Invalid("acts", f"« {label} » ne se confie pas par une {said}.")
        if book[code].amount and not 0 < terms.ceilings.get(code, 0) <= MOST:
            raise Invalid(f"ceiling_{code}", f"« {label} » : dites jusqu’à quel montant, pour chaque engagement.")
    if strange := [code for code in terms.ceilings if code not in terms.acts or not book[code].amount]:
        raise Invalid("acts", f"Un plafond est dit de ce qui n’en a pas : {acts().label(strange[0])}.")


def require_new(terms: Terms, organisation: Organisation) -> None:
    """Nobody holds the same act twice on the same day, at the same post. The organisation is locked: two windows give it
    once."""
    there = (
        Grant.objects.standing()
        .touching(terms.period)
        .filter(organisation=organisation, post=terms.post, space=terms.space)
    )
    if same := there.filter(acts__overlap=list(terms.acts)).order_by("period").first():
        shared = [acts().label(code) for code in terms.acts if code in same.acts]
        last = f" jusqu’au {day_in_words(same.dates.last)}" if same.dates.last else ""
        raise Refused(
            f"{terms.post.person} en tient déjà une délégation{last} : {listed(shared)}. "
            "Choisissez d’autres dates, ou mettez-y fin d’abord."
        )


def write(
    terms: Terms,
    organisation: Organisation,
    now: datetime,
    petition: Petition | None,
    renews: Grant | None,
    source: Mapping[str, Any],
    actor: Actor,
) -> Grant:
    """Inside an act, the organisation locked. Whoever is entrusted is written to; the request that it answers is answered."""
    if renews is not None:
        require_not_renewed(Grant.objects.lock(renews.pk))  # again: another window may have, or annulled it
    made = Grant.objects.create(
        organisation=organisation,
        nature=terms.nature,
        holder_id=terms.post.person_id,
        post=terms.post,
        acts=list(terms.acts),
        ceilings=dict(terms.ceilings),
        limits=terms.limits.strip(),
        means=terms.means.strip(),
        further=terms.further,
        space=terms.space,
        level=terms.level,
        days=terms.days,
        renews=renews,
        period=as_range(terms.period),
        **source,
    )
    if petition is not None:
        answer(petition, made, actor, now)
    if made.holder.email:
        queue_letter(
            about=organisation,
            to=made.holder,
            subject=f"Une délégation vous est proposée, à {organisation.name}",
            text=render_to_string("delegations/letters/given.txt", {"grant": made, "asked": petition}).strip(),
            now=now,
            buttons=[("La lire et répondre", link_to("delegations:grant", scale=organisation.slug, key=made.pk))],
        )
    return made


def answer(petition: Petition, made: Grant, actor: Actor, now: datetime) -> None:
    """What was asked is given, to whoever asked it, and in the same act."""
    row: Petition = Petition.objects.lock(petition.pk)
    if row.answered_at:
        raise Refused(f"Cette demande a déjà sa réponse : {row.get_outcome_display().lower()}.")
    if row.organisation_id != made.organisation_id or row.person_id != made.holder_id or row.act not in made.acts:
        raise Refused("Cette délégation ne répond pas à la demande : ce n’est ni la même personne, ni le même acte.")
    if row.space_id and row.space_id != made.space_id:
        raise Invalid("space", f"Le mandat est demandé pour cet espace : {row.space}.")
    if row.cents is not None and made.ceilings.get(row.act, row.cents) < row.cents:
        raise Invalid(f"ceiling_{row.act}", f"Il est demandé {euros(row.cents)}.")
    row.outcome, row.grant, row.answered_at, row.answered_by_id = Petition.Outcome.GRANTED, made, now, actor.person
    row.save(update_fields=["outcome", "grant", "answered_at", "answered_by"])
