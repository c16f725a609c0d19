"""What people of the invented life do: the verbs that everybody uses, with the rights of their seats on that day."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any

from kevread.charter import operations as charter
from kevread.charter.models import Contest
from kevread.common.actor import SYSTEM, Actor
from kevread.common.errors import Invalid, NotDone
from kevread.common.periods import Period
from kevread.demonstration.rules import Deed
from kevread.directory import operations as directory
from kevread.directory.models import Organisation, Person
from kevread.home import operations as home
from kevread.home.models import MorningLetter
from kevread.seats import operations as seats
from kevread.seats.models import Delegation, Mandate, Seat, ZoneLead
from kevread.seats.queries import actor_of

from .agreements import VERBS as AGREEMENTS
from .allowances import VERBS as ALLOWANCES
from .careers import VERBS as CAREERS
from .concord import VERBS as CONCORD
from .confirming import VERBS as CONFIRMING
from .data import VERBS as DATA
from .dates import PARIS, plan_meetings, record_held
from .decisions import VERBS as DECISIONS
from .delegations import VERBS as DELEGATIONS
from .dues import VERBS as DUES
from .finance import VERBS as FINANCE
from .fund import VERBS as FUND
from .handing import VERBS as HANDING
from .imports import bring_file
from .ledgers import VERBS as LEDGERS
from .membership import VERBS as MEMBERSHIP
from .papers import erase_kept, keep_file, keep_paper
from .sessions import VERBS as SESSIONS
from .signatures import VERBS as SIGNATURES
from .sittings import adopt_articles, answer_notice, convene_meeting, give_proxy, prepare_meeting, propose_dates
from .staff import VERBS as STAFF
from .substitutes import VERBS as SUBSTITUTES
from .supervision import VERBS as SUPERVISION
from .votes import hold_votes, open_vote

type People = Mapping[str, Person]
SEVEN = time(7)


def do(deed: Deed, *, people: People, now: datetime) -> None:
    """Use the verb, as the person. Raises what the verb raises; Invalid when the story names what is not there."""
    try:
        actor = actor_of(people[deed.by], deed.day) if deed.by else SYSTEM
        VERBS[deed.verb](actor, now, people, deed)
    except KeyError as missing:
        raise Invalid(deed.at, f"{deed.at}, le {deed.day} : {missing} manque, ou n’est pas connu.") from None
    except NotDone as refusal:
        raise Invalid(deed.at, f"{deed.at}, le {deed.day}, {deed.verb} : {refusal.sentence}") from refusal


def organisation(slug: str) -> Organisation:
    return Organisation.objects.get(slug=slug)


def mandate(deed: Deed, people: People) -> Mandate:
    """The mandate in force that day, from the name of the person and the slug of the body."""
    who, body, *seat = deed.arguments["mandate"]
    rows = Mandate.objects.on(deed.day).filter(person=people[who], seat__body__slug=body)
    if seat:
        rows = rows.filter(seat__title=seat[0])
    return rows.select_related("seat__body__organisation", "represents", "person").get()


def ask_for_letter(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """The letter of the morning, for oneself."""
    home.ask_for_letter(actor=actor, person=people[deed.arguments["person"]], now=now)


def write_letter(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """The letter of that morning, at the hour when the worker writes it. Raises Invalid when nothing waits for them."""
    letter = MorningLetter.objects.get(person=people[deed.arguments["person"]])
    if not home.write_letter(letter=letter.pk, now=datetime.combine(deed.day, SEVEN, PARIS)):
        raise Invalid(deed.at, f"{deed.at} : rien n’attend {letter.person} ce matin-là.")


def seat(deed: Deed) -> dict[str, Any]:
    """Which seat, for whom and when: what the verbs that open a mandate share."""
    body, title = deed.arguments["seat"]
    represents = deed.arguments.get("represents")
    return {
        "seat": Seat.objects.select_related("body__organisation").get(body__slug=body, title=title),
        "represents": organisation(represents) if represents else None,
        "period": Period.through(deed.arguments["first"], deed.arguments.get("last")),
    }


def fill_seat(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    person = people[deed.arguments["person"]]
    said = {"note": deed.arguments.get("note", ""), "decided_on": deed.arguments.get("decided_on")}
    seats.fill_seat(actor=actor, person=person, origin=deed.arguments["origin"], now=now, **said, **seat(deed))


def ask_somebody(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = deed.arguments
    where = organisation(asked["organisation"])
    seats.ask_somebody(actor=actor, organisation=where, right=asked["right"], message=asked["message"], now=now)


def record_existing(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    person = people[deed.arguments["person"]]
    seats.record_existing(actor=actor, person=person, reason=deed.arguments["reason"], now=now, **seat(deed))


def end_mandate(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    seats.end_mandate(
        actor=actor,
        mandate=mandate(deed, people),
        last=deed.arguments["last"],
        reason=deed.arguments["reason"],
        note=deed.arguments.get("note", ""),
        now=now,
    )


def end_zone_lead(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    leads = ZoneLead.objects.on(deed.day).filter(zone__code=str(deed.arguments["zone"]), main=True)
    lead = leads.select_related("mandate__seat__body__organisation").get()
    seats.end_zone_lead(actor=actor, lead=lead, last=deed.arguments["last"], now=now)


def entrust_secretariat(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    seats.entrust_secretariat(
        actor=actor,
        granter=organisation(deed.arguments["granter"]),
        holder=people[deed.arguments["holder"]],
        period=Period.through(deed.arguments["first"], deed.arguments["last"]),
        now=now,
    )


def accept_secretariat(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    offers = Delegation.objects.filter(granter__slug=deed.arguments["granter"], holder=actor.person)
    seats.accept_secretariat(actor=actor, delegation=offers.select_related("granter", "holder").get(), now=now)


def attest(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    charter.attest(
        actor=actor,
        clause=deed.arguments["clause"],
        organisation=organisation(deed.arguments["organisation"]),
        person=people[deed.by or ""],
        piece=deed.arguments["piece"],
        piece_on=deed.arguments["piece_on"],
        is_met=deed.arguments.get("is_met", True),
        now=now,
    )


def contest_finding(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    charter.contest_finding(
        actor=actor, person=people[deed.by or ""], organisation=organisation(deed.arguments["organisation"]), now=now,
        **{key: deed.arguments[key] for key in ("clause", "on", "about", "reason")},
    )  # fmt: skip


def answer_contest(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    waiting = Contest.objects.filter(
        organisation__slug=deed.arguments["organisation"],
        clause=deed.arguments["clause"],
        person=people[deed.arguments["of"]],
    )
    charter.answer_contest(
        actor=actor,
        person=people[deed.by or ""],
        contest=waiting.select_related("organisation", "person").get(),
        outcome=deed.arguments["outcome"],
        answer=deed.arguments["answer"],
        now=now,
    )


def set_setting(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    own = deed.arguments.get("organisation")
    charter.set_setting(
        actor=actor,
        name=deed.arguments["name"],
        value=deed.arguments["value"],
        since=deed.arguments["since"],
        adopted_by=deed.arguments["adopted_by"],
        adopted_on=deed.arguments["adopted_on"],
        organisation=organisation(own) if own else None,
        now=now,
    )


def keep_register(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    charter.keep_register(
        actor=actor,
        organisation=organisation(deed.arguments["organisation"]),
        register=deed.arguments["register"],
        since=deed.arguments["since"],
        now=now,
    )


def withdraw(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    directory.withdraw(actor=actor, person=people[deed.by or ""], what=deed.arguments["what"], now=now)


VERBS: dict[str, Callable[[Actor, datetime, People, Deed], None]] = {
    verb.__name__: verb
    for verb in (
        accept_secretariat,
        adopt_articles,
        answer_contest,
        answer_notice,
        ask_for_letter,
        attest,
        bring_file,
        contest_finding,
        ask_somebody,
        convene_meeting,
        end_mandate,
        end_zone_lead,
        entrust_secretariat,
        fill_seat,
        give_proxy,
        hold_votes,
        erase_kept,
        keep_file,
        keep_paper,
        keep_register,
        open_vote,
        plan_meetings,
        prepare_meeting,
        propose_dates,
        record_existing,
        record_held,
        set_setting,
        withdraw,
        write_letter,
        *AGREEMENTS,
        *ALLOWANCES,
        *CONFIRMING,
        *DATA,
        *DECISIONS,
        *DELEGATIONS,
        *DUES,
        *FINANCE,
        *FUND,
        *CONCORD,
        *HANDING,
        *LEDGERS,
        *MEMBERSHIP,
        *SESSIONS,
        *SIGNATURES,
        *STAFF,
        *SUBSTITUTES,
        *SUPERVISION,
        *CAREERS,
    )
}
