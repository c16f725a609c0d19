"""« Aujourd’hui »: what waits for this person at this scale, what comes soon, what happened since their visit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from kevread.charter.engine import verdicts
from kevread.charter.queries.contests import contests_among
from kevread.charter.queries.derogations import Allowed, derogations_at
from kevread.charter.queries.rows import act_of
from kevread.charter.queries.states import outcome
from kevread.charter.queries.text import circle_of
from kevread.charter.sentences import speak
from kevread.chronicle.queries.story import Told, tell
from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.facts import HEAD
from kevread.common.periods import day_in_words
from kevread.common.verdicts import Severity
from kevread.common.words import of
from kevread.decisions.queries.register import follow_ups_of_person
from kevread.directory.models import Organisation, Person
from kevread.documents.queries import to_sign
from kevread.home.beginnings import first_gestures
from kevread.home.todo import ToDo, why
from kevread.journal.memory import Memory
from kevread.journal.queries import acts_since
from kevread.mail.queries import given_up
from kevread.meetings.models import Meeting
from kevread.meetings.queries.answers import Mine, mine
from kevread.meetings.queries.preparation import to_convene
from kevread.rhythm.queries.calendar import coming, rhythm_of
from kevread.seats.models import Delegation, Mandate
from kevread.seats.queries.forecast import counts_by_month
from kevread.seats.rules import enumerate_in_words
from kevread.votes.queries.live import Followed, followed
from kevread.votes.queries.polls import awaited_of

SOON = timedelta(days=14)
AHEAD = timedelta(days=31)  # before a follow-up is due
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Today:
    todo: list[ToDo]
    rest: list[ToDo]  # what comes after the first ones, folded: none of it is out of reach
    soon: list[Mandate]
    coming: list[Meeting]  # planned within two weeks, of one's own bodies or of those whose meetings one prepares
    since: list[Told]
    next_end: Mandate | None
    allowed: list[Allowed]  # the derogations in force
    meetings: list[Mine]  # to which one is convened, the soonest first
    followed: list[Followed]  # those of them where a vote may open at any moment
    months: list[tuple[str, int]]  # how many mandates end in each of the next twelve months


@dataclass(frozen=True, slots=True)
class Written:
    """What the guarded tables decide of somebody's day: all of it, but for the votes that wait for them and what one
    follows in a meeting, which each ballot moves."""

    beginnings: list[ToDo]
    waiting: list[ToDo]
    soon: list[Mandate]
    coming: list[Meeting]
    since: list[Told]
    next_end: Mandate | None
    allowed: list[Allowed]
    meetings: list[Mine]
    months: list[tuple[str, int]]


WRITTEN = Memory[Written](200)  # days of people, a few dozen kB each


def today(actor: Actor, person: Person, scale: Organisation, on: date, since: datetime) -> Today:
    """The page of a day. `since` is the moment of the last visit."""
    written = WRITTEN.once((actor, person.pk, scale.pk, on, since), lambda: written_of(actor, person, scale, on, since))
    votes = votes_awaited(person) if actor.person == person.pk else []
    todo = [*written.beginnings, *votes, *written.waiting]
    return Today(
        todo=todo[:SHOWN],
        rest=todo[SHOWN:],
        soon=written.soon,
        coming=written.coming,
        since=written.since,
        next_end=written.next_end,
        allowed=written.allowed,
        meetings=written.meetings,
        followed=[found for one in written.meetings if (found := followed(one.meeting, on))],
        months=written.months,
    )


def written_of(actor: Actor, person: Person, scale: Organisation, on: date, since: datetime) -> Written:
    circle = circle_of(scale, on, actor).everyone
    waiting = signatures_to_give(person, on)
    waiting += delegations_to_accept(person, on) + follow_ups_to_do(person, on) + contests_to_answer(actor, circle, on)
    waiting += notices_to_send(actor, circle, on) + letters_to_send_again(actor, circle, on)
    waiting += dates_to_set(actor, scale, on) + points_to_mend(actor, scale, on)
    ending = list(
        Mandate.objects.visible_to(actor)
        .on(on)
        .filter(period__endswith__isnull=False, **mandates_in(circle, scale, on))
        .select_related("seat__body__organisation", "person")
        .order_by("id")
    )
    ending.sort(key=lambda mandate: mandate.period.upper)
    soon = [mandate for mandate in ending if mandate.period.upper <= on + SOON]
    return Written(
        beginnings=first_gestures(actor, scale, circle, on),
        waiting=waiting,
        soon=soon,
        coming=coming(actor, person, scale, on, on + SOON),
        since=tell(acts_since(circle, since, limit=12)),
        next_end=next((m for m in ending if m not in soon), None),
        allowed=derogations_at(scale, on, actor).current,
        meetings=mine(actor, on),
        months=counts_by_month(scale, actor, on),
    )


def mandates_in(circle: Collection[UUID], scale: Organisation, on: date) -> dict[str, Any]:
    """The lookup of the mandates in the bodies of a circle. Elsewhere than at the head, by their keys: PostgreSQL does not
    know that a few organisations have few mandates, and would walk those of everyone."""
    here = {"seat__body__organisation__in": circle}
    if scale.scale == HEAD:
        return here
    return {"pk__in": list(Mandate.objects.on(on).filter(**here).values_list("pk", flat=True))}


@dataclass(frozen=True, slots=True)
class Held:
    """A seat, a post or a secretariat that this person holds, and where it leads."""

    label: str
    until: date | None
    place: str  # slug
    prepares: bool


def held_by(actor: Actor) -> list[Held]:
    """What this person holds, the widest first. One query."""
    slugs = dict(Organisation.objects.filter(pk__in={hat.organisation for hat in actor.hats}).values_list("pk", "slug"))
    return [
        Held(hat.label, hat.until, slugs[hat.organisation], hat.role == "secretariat")
        for hat in actor.hats
        if hat.organisation in slugs
    ]


def past_of(person: Person, on: date) -> list[Mandate]:
    """The mandates that a person held, the last first."""
    ended = Mandate.objects.filter(person=person, period__endswith__lte=on).exclude(end_reason="mistake")
    return list(ended.select_related("seat__body__organisation").order_by("-period", "id"))


# What a vote waits for: the words, the screen, the button.
AWAITED = {
    "vote": ("Un vote est ouvert", "votes:vote", "Voter"),
    "accept": ("Garder une part de la clé d’un vote secret", "votes:scrutiny", "Accepter"),
    "open": ("Ouvrir votre part de la clé, pour dépouiller", "votes:scrutiny", "Ouvrir ma part"),
}


def votes_awaited(person: Person) -> list[ToDo]:
    """The votes that wait for somebody, wherever they are: what is done today comes first."""
    todo = []
    for awaited in awaited_of(person.pk):
        words, screen, button = AWAITED[awaited.what]
        meeting = awaited.poll.meeting
        where = {"scale": meeting.organisation.slug, "key": awaited.poll.pk}
        why = f"{meeting.body.name}, {meeting.organisation.name}, le {day_in_words(meeting.day)}."
        todo.append(ToDo(f"{words} : {awaited.poll.question}", why, reverse(screen, kwargs=where), button))
    return todo


def notices_to_send(actor: Actor, circle: Iterable[UUID], on: date) -> list[ToDo]:
    """The notices that must leave within a fortnight, of those that this person may send."""
    todo = []
    where = [key for key in circle if actor.hat_for("convene", key)]
    for meeting, last in to_convene(where, on, on + SOON) if where else ():
        if hat := actor.hat_for("convene", meeting.body.organisation_id):
            until = f"au plus tard le {day_in_words(last)}" if last else "le délai n’est pas décidé"
            todo.append(
                ToDo(
                    f"Envoyer la convocation : {meeting}, le {day_in_words(meeting.day)} ; {until}",
                    f"{meeting.organisation.name}. Article L1.10. {why(hat)}",
                    reverse("sittings:meeting", kwargs={"scale": meeting.organisation.slug, "key": meeting.pk}),
                    "Préparer l’envoi",
                    last,
                )
            )
    return todo


def signatures_to_give(person: Person, on: date) -> list[ToDo]:
    """The documents that wait for one's signature."""
    return [
        ToDo(
            f"Signer « {asked.version.document.title} »",
            f"Votre signature est attendue : {asked.quality}. {asked.version.document.organisation.name}.",
            reverse(
                "documents:document",
                kwargs={"scale": asked.version.document.organisation.slug, "key": asked.version.document_id},
            ),
            "Lire et signer",
        )
        for asked in to_sign(person.pk, on)
    ]


def delegations_to_accept(person: Person, on: date) -> list[ToDo]:
    waiting = Delegation.objects.on(on).filter(holder=person, accepted_on=None).select_related("granter")
    return [
        ToDo(
            f"Accepter le secrétariat {of(d.granter.name)}",
            "Ce pôle vous le confie : vous préparerez, sans décider.",
            reverse("seats:secretariat", kwargs={"scale": d.granter.slug}),
            "Lire et répondre",
        )
        for d in waiting.order_by("granter__search")
    ]


def follow_ups_to_do(person: Person, on: date) -> list[ToDo]:
    """What this person answers for after a decision, the late first; what is due later than a month waits."""
    todo = []
    for one in follow_ups_of_person(person.pk):
        if one.due > on + AHEAD:
            continue
        late = "en retard, c’était pour" if one.late(on) else "pour"
        decision = one.decision
        todo.append(
            ToDo(
                f"{one.what} : {late} le {day_in_words(one.due)}",
                f"Cette suite vous est confiée : décision n° {decision.reference}, {decision.title}.",
                reverse("decisions:finish", kwargs={"scale": decision.body.organisation.slug, "key": one.pk}),
                "C’est fait",
                one.due,
            )
        )
    return todo


def contests_to_answer(actor: Actor, among: Collection[UUID], on: date) -> list[ToDo]:
    """What somebody contests, and waits for the answer of this person."""
    found = [one for one in contests_among(among, on, actor) if not one.contest.outcome and one.grounds]
    return [
        ToDo(
            f"{one.contest.person} dit faux un constat {of(one.contest.organisation.name)} : « {one.contest.reason} »",
            f"Article {one.rule}. {one.grounds.why}",
            reverse("charter:answer", kwargs={"scale": one.contest.organisation.slug, "key": one.contest.pk}),
            "Lire et répondre",
        )
        for one in found
    ]


def letters_to_send_again(actor: Actor, among: Collection[UUID], on: date) -> list[ToDo]:
    """Letters that were refused for good: an address to mend, or a server."""
    return [
        ToDo(
            f"{count} {'courriels ne sont pas partis' if count > 1 else 'courriel n’est pas parti'} {of(there.name)}",
            "Le serveur de courriel les a refusés.",
            reverse("mail:letters", kwargs={"scale": there.slug}),
            "Voir pourquoi",
        )
        for there, count in given_up(among, actor, on)
    ]


def dates_to_set(actor: Actor, scale: Organisation, on: date) -> list[ToDo]:
    """The rhythm of the year here, for those who prepare its meetings: dates that miss, meetings nobody told of."""
    hat = actor.hat_for("prepare_meeting", scale.pk)
    if hat is None:
        return []
    calling = [one for one in rhythm_of(scale, on.year, on) if one.calls]
    url = reverse("rhythm:rhythm", kwargs={"scale": scale.slug})
    todo = []
    if bodies := [one.body.name for one in calling if one.tally.to_plan]:
        named = f"{enumerate_in_words(bodies[:3])}{' et d’autres' if len(bodies) > 3 else ''}"
        todo.append(ToDo(f"Fixer les réunions qui manquent à l’année : {named}", why(hat), url, "Voir le rythme"))
    if bodies := [one.body.name for one in calling if one.tally.seen.untold]:
        todo.append(
            ToDo(f"Dire si des réunions se sont tenues : {enumerate_in_words(bodies)}", why(hat), url, "Voir le rythme")
        )
    return todo


def points_to_mend(actor: Actor, scale: Organisation, on: date) -> list[ToDo]:
    """The findings on which this person may act, the gravest first."""
    found = verdicts(on, organisations=circle_of(scale, on, actor).asked)
    calling = [f for f in found if outcome(f) == "breaches" and f.severity is not Severity.INFORMATION]
    calling.sort(key=lambda finding: -finding.severity)
    todo = []
    for spoken in speak(calling, on):
        finding = spoken.finding
        right = rooms.screen(finding.clause.mend.screen).right
        hat = actor.hat_for(right, finding.organisation.id)
        url = act_of(finding)
        if hat and url:
            button = finding.clause.mend.label
            todo.append(ToDo(spoken.sentence, f"Article {finding.rule}. {why(hat)}", url, button))
    return todo
