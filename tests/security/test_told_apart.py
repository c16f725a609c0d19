"""Whoever may not know that something is there gets one answer, whether it is there or not: same status, same page, same
way out, by GET, HEAD and POST. Every address that takes a key is asked with the key of a row, and with one of nothing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import get_resolver, reverse

from kevread.agreements.models import Agreement, Event, Kept, Obligation, Postponement
from kevread.charter.models import Attestation, Contest, Derogation
from kevread.common.actor import NOBODY, SYSTEM, Actor
from kevread.decisions.models import Application, FollowUp
from kevread.delegations.models import Dealing, Grant, Petition
from kevread.directory.models import Affiliation, Capacity, Coverage, Organisation
from kevread.documents.operations import Asked, freeze
from kevread.equalisation.models import Campaign
from kevread.filings.models import Declaration, Happening, Publication
from kevread.imports.models import Import, Merge
from kevread.journal.models import Act
from kevread.mail.operations import queue_letter
from kevread.membership.models import Admission, Filing, Step
from kevread.privacy.models import Breach, Demand
from kevread.rhythm.models import Feed
from kevread.seats.models import Delegation, Plea
from kevread.seats.queries import actor_of
from kevread.statutes.models import HandingOver, Statutes, StatutesArticle
from tests.agreed import agreed
from tests.arrange import acts_done
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.documents.papers import EXAMPLES
from tests.factories import OrganisationFactory, PersonFactory
from tests.gatherings.decided import decided
from tests.gatherings.polling import SECRET, opened, under_way
from tests.site_addresses import named

from .rows import Row, of_careers, of_concord, of_dues, of_finance, of_ledgers, of_staff, of_substitutes, of_supervision

__all__ = ["of_finance", "of_staff", "of_supervision"]

pytestmark = pytest.mark.django_db

# What an address takes besides the key of a row: public names, words of a screen, secrets that prove by themselves.
NOT_KEYS = {
    "scale", "trimmed", "rule", "clause", "setting", "register", "right", "code", "seat", "number", "name", "part",
    "slug", "token", "gesture", "step", "place", "act", "kind", "day",
}  # fmt: skip
ANSWERS = {
    "last": "2026-12-31", "reason": "resignation", "etape": "confirmer", "je": "viens", "done_on": "2026-11-24", "choix": "for",
}  # fmt: skip


@pytest.fixture
def of_a_meeting(scene) -> dict[str, Row]:
    """A vote under way, and what a board decided, in a grouping of which nobody of the scene is."""
    with arranging():
        met = under_way(members=12)
        decision = decided(met.board, on=TODAY)
        owner = met.members[-1].person
        follow_up = FollowUp.objects.create(decision=decision, what="Signer", owner=owner, due=TODAY)
        application = Application.objects.create(decision=decision, kind="mandate")
        feed = Feed.objects.create(person=owner, scope="mine", digest="0" * 64, made_at=NOW)
    poll, _ = opened(met, SECRET)

    def is_theirs(actor: Actor) -> bool:
        return actor.person == owner.pk

    def follows(actor: Actor) -> bool:
        return is_theirs(actor) or bool(actor.hat_for("read", met.grouping.pk))

    def nobody_s(actor: Actor) -> bool:
        return False

    meeting, of_board = Row(met.meeting, met.grouping), Row(decision, met.grouping)
    asked = Row(application, met.grouping)
    return {
        "meetings": meeting,
        "sittings": meeting,
        "votes": Row(poll, met.grouping),
        "votes:put_to_vote": meeting,
        "votes:pulse": meeting,
        "votes:pulse_of_count": meeting,
        "entry": Row(met.entries[0], met.grouping, known=meeting.is_known_to),
        "item": Row(met.items["comptes"], met.grouping, known=meeting.is_known_to),
        "decisions": of_board,
        "sittings:certify": of_board,
        "membership:decide": of_board,
        "equalisation:decide": of_board,
        "equalisation:weights": of_board,
        "ledgers:fix_budget": of_board,
        "membership:remove": of_board,
        "dues:propose": of_board,
        "publishing": Row(met.meeting, met.grouping, known=nobody_s),  # it is not open to the public
        "decisions:apply": asked,
        "decisions:drop": asked,
        "decisions:finish": Row(follow_up, met.grouping, known=follows),
        "rhythm": Row(feed, met.grouping, known=is_theirs),
    }


@pytest.fixture
def of_members(scene, objects) -> dict[str, Row]:
    """Who asks to join, what was noted of a member, what somebody asks of their data, a file that waits."""
    here = scene.grouping
    with arranging():
        link = Affiliation.objects.get(pk=objects["affiliation"])
        admission = Admission.objects.create(
            of=here, received_on=TODAY, origin="paper", name="Le Lavoir", legal_form="association", said_reach="local",
            given_name="Anne", family_name="Martin",
        )  # fmt: skip
        step = Step.objects.create(affiliation=link, kind="resignation", told_on=TODAY)
        filing = Filing.objects.create(affiliation=link, change="entry", filed_on=TODAY)
        demand = Demand.objects.create(
            organisation=here, person=PersonFactory(), kind="read", text="…", received_on=TODAY
        )
        breach = Breach.objects.create(
            organisation=here, opened_by=PersonFactory(), known_at=NOW, what="…", concerned="…"
        )
        fund = Campaign.objects.create(carrier=here, year=2026, as_of=TODAY)
        merge = Merge.objects.create(
            organisation=here,
            kind="person",
            kept=PersonFactory().pk,
            gone=PersonFactory().pk,
            state="apart",
            said_at=NOW,
        )
        deposit = Import.objects.create(organisation=here, name="a.csv", sha256="0" * 64, deposited_at=NOW)
    return {
        "imports": Row(deposit, here),
        "imports:separate": Row(merge, here),
        "equalisation": Row(fund, here),
        "privacy": Row(demand, here),
        "privacy:breach": Row(breach, here),
        "privacy:breach_pdf": Row(breach, here),
        "privacy:close_breach": Row(breach, here),
        "membership:admission": Row(admission, here),
        "membership:reopen": Row(admission, here),
        "membership:change_step": Row(step, here),
        "membership:take_back": Row(filing, here),
        **of_ledgers(here),
        **of_dues(here, link),
    }


@pytest.fixture
def of_statutes(scene) -> dict[str, Row]:
    """The articles of association of a grouping, what it hands over, what it has to declare."""
    here = scene.grouping
    with arranging():
        moved = Happening.objects.create(
            organisation=here, kind="seat", happened_on=TODAY, what="Le siège passe à Redon"
        )
        filed = Declaration.objects.create(
            organisation=here, kind="seat", happened_on=TODAY, covers=[str(moved.pk)], filed_on=TODAY
        )
    text = Statutes.objects.get(organisation=here)
    return of_concord(scene) | {
        "filings": Row(filed, here),
        "filings:untell": Row(moved, here),
        "filings:unpublish": Row(Publication.objects.get(organisation=here), here),
        "filings:extract": Row(Publication.objects.get(organisation=here), here),
        "statutes": Row(text, here),
        "statutes:undo_day": Row(HandingOver.objects.filter(grouping=here)[0], here),
        "statutes:write_article": Row(
            StatutesArticle.objects.filter(statutes=text)[0],
            here,
            known=lambda actor: Statutes.objects.visible_to(actor).filter(pk=text.pk).exists(),
        ),
    }


@pytest.fixture
def of_agreements(scene) -> dict[str, Row]:
    """An agreement between the head and a grouping, and what is said of it."""
    here = scene.grouping
    with arranging():
        agreement = agreed("responsables-conjoints", scene.world.head, here, stage="talks")
        event = Event.objects.create(agreement=agreement, kind="mediation", told_on=TODAY)
        text = agreement.instruments.get()
        head, ours = agreement.parties.order_by("rank")
        owed = Obligation.objects.create(
            agreement=agreement, debtor=head, creditor=ours, what="Un rapport", first_due=TODAY
        )
        kept = Kept.objects.create(obligation=owed, due_on=TODAY, kept_on=TODAY, note="Une lettre")
        line = decided(f"{here.slug}-board", "convention")
        later = Postponement.objects.create(
            obligation=owed, due_on=TODAY, to=date(2027, 1, 31), asked_by=here, reason="Un retard"
        )

    def read(actor: Actor) -> bool:
        return Agreement.objects.visible_to(actor).filter(pk=agreement.pk).exists()

    approval = Row(text.approvals.get(party__role="groupement"), here, known=read)
    return {
        "agreements": Row(agreement, here),
        "agreements:consent": Row(line, here),
        "agreements:write_clause": Row(text.clauses.get(slug="securite"), here, known=read),
        "agreements:leave_clause": Row(text.clauses.get(slug="securite"), here, known=read),
        "agreements:approve": approval,
        "agreements:take_back": approval,
        "agreements:tell_authority": approval,
        "agreements:agree_end": Row(event, here, known=read),
        "agreements:oblige": Row(owed, here, known=read),
        "agreements:contest": Row(kept, here, known=read),
        "agreements:agree": Row(later, here, known=read),
        "agreements:undo_event": Row(event, here, known=read),
    }


@pytest.fixture
def of_delegations(scene) -> dict[str, Row]:
    here = scene.grouping
    with arranging():
        reader = PersonFactory()
        dealing = Dealing.objects.create(
            organisation=here, officer=reader, function="Présidence", counterpart="…", subject="…", concluded_on=TODAY
        )
        petition = Petition.objects.create(organisation=here, act="recruter", person=reader, message="…", asked_at=NOW)
    return {
        "delegations": Row(Grant.objects.get(organisation=here, nature="hr"), here),
        "delegations:annul_dealing": Row(dealing, here),
        "delegations:petition": Row(petition, here),
        "delegations:withdraw": Row(petition, here),
    }


@pytest.fixture
def rows(
    scene, objects, of_a_meeting, of_members, of_statutes, of_agreements, of_delegations, of_staff, of_supervision, of_finance
) -> dict[str, Row]:  # fmt: skip
    """By a screen, by its room, or by the key that it takes: rows that are reserved."""
    here = scene.grouping
    with arranging():
        letter = queue_letter(about=here, to="a@exemple.fr", subject="Rappel", text="…", now=NOW)
        outside, hidden, reader = OrganisationFactory(name="Fonds de l’Ouest"), PersonFactory(), PersonFactory()
        paper = freeze(
            actor=SYSTEM, organisation=here, kind="agenda", source=EXAMPLES["agenda"], audience="people", now=NOW,
            asked=[Asked(reader, "Présidence")],
        ).document  # fmt: skip
        plea = Plea.objects.create(organisation=here, right="hire", person=reader, message="…", asked_at=NOW)
    team = scene.world.body(f"{here.slug}-team")
    act = Act.objects.filter(organisation__isnull=False)[0]

    def of(model: type[Model], name: str, at: Organisation = here) -> Row:
        return Row(model._default_manager.get(pk=objects[name]), at)

    delegation = of(Delegation, "delegation", scene.first)
    return (
        of_a_meeting
        | of_members
        | of_statutes
        | of_agreements
        | of_delegations
        | (of_supervision | of_finance | of_careers(scene) | of_substitutes(scene))
        | of_staff
        | {
            "documents": Row(paper, here),
            "body": Row(team, here, key=team.slug),
            "seats": Row(scene.world.holder(team.slug, "direction"), here),
            **dict.fromkeys(("seats:person", "seats:who_sees", "seats:contact"), Row(hidden, here)),
            "seats:plea": Row(plea, here),
            "person": Row(hidden, here),
            "kept": Row(hidden, here),
            "gone": Row(reader, here),
            "seats:end_lead": Row(objects["lead"], here),
            "seats:accept": delegation,
            "seats:revoke": delegation,
            "charter:withdraw": of(Attestation, "attestation"),
            "charter:end_derogation": of(Derogation, "derogation"),
            "charter:answer": of(Contest, "contest"),
            "charter:close_contest": of(Contest, "contest"),
            "chronicle": Row(act, Organisation.objects.get(pk=act.organisation)),
            "mail": Row(letter, here),
            "membership": of(Affiliation, "affiliation"),
            "coverage": of(Coverage, "coverage"),
            "affiliation": of(Affiliation, "affiliation"),
            "capacity": of(Capacity, "capacity"),
            "organisation": Row(outside, here, key=outside.slug),
        }
    )


@dataclass(frozen=True)
class Keyed:
    """An address with the keys of rows, and the same with keys of nothing."""

    name: str
    rows: tuple[Row, ...]
    real: str
    random: str

    def masked(self, text: str) -> str:
        for url in (self.real, self.random):
            text = text.replace(url, "…")
        return re.sub(r"""(csrfmiddlewaretoken" value="|X-CSRFToken": "|nonce=")[^"]*""", "", text)


def keyed(rows: dict[str, Row]) -> Iterator[Keyed]:
    public = {
        "rule": "R3.4", "clause": 2, "setting": "R3.7.representatives_per_member", "register": "team",
        "code": "x", "seat": "direction", "number": 1, "name": "avis", "part": "avis", "right": "hire",
        "gesture": "annuler", "step": "role", "place": 1, "slug": "partage", "act": "recruter", "kind": "seat",
        "day": "2026-11-24",
    }  # fmt: skip
    for name, pattern in named(get_resolver()):
        taken = pattern.pattern.converters
        keys = [key for key in taken if key not in NOT_KEYS]
        if not keys:
            continue
        room = name.partition(":")[0]
        found = {key: rows.get(name) or rows[room] if key == "key" else rows[key] for key in keys}
        where = found[keys[0]].at
        real = {key: row.value for key, row in found.items()}
        nothing = {key: f"x-{uuid4()}" if isinstance(value, str) else uuid4() for key, value in real.items()}
        others = {key: public[key] for key in pattern.pattern.converters if key in public}
        one, other = (
            reverse(
                name, kwargs=others | asked | ({"scale": where.slug} if "scale" in pattern.pattern.converters else {})
            )
            for asked in (real, nothing)
        )
        yield Keyed(name, tuple(found.values()), one, other)


def answered(client: Client, url: str, method: str, mask: Callable[[str], str]) -> tuple[Any, ...]:
    answer = getattr(client, method)(url, ANSWERS if method == "post" else {})
    body = "" if answer.streaming else answer.content.decode(errors="replace")
    return answer.status_code, mask(answer.headers.get("Location", "")), answer.headers.get("Allow"), mask(body)


def differing(one: str, other: str) -> list[str]:
    return [line for line in unified_diff(one.splitlines(), other.splitlines(), n=0, lineterm="") if line[:1] in "+-"][
        2:6
    ]


WHO: dict[str, Callable[[Any], Any]] = {
    "nobody": lambda scene: None,
    "without a hat": lambda scene: PersonFactory(),
    "the president of a pôle elsewhere": lambda scene: (
        scene.world.holder(f"{scene.world.locals[scene.world.groupings[1]][0].slug}-board", "president").person
    ),
    "the president of another pôle of the grouping": lambda scene: (
        scene.world.holder(f"{scene.second.slug}-board", "president").person
    ),
    "the direction of another grouping": lambda scene: (
        scene.world.holder(f"{scene.world.groupings[1].slug}-team", "direction").person
    ),
}
# By HEAD, it is the view of GET that answers; by POST, those who have a seat near and those who have none are enough.
METHODS = {
    "without a hat": ("get", "head", "post"),
    "the president of a pôle elsewhere": ("get",),
    "the direction of another grouping": ("get",),
}
# Of about a hundred addresses: how many were asked, so that none is asked because all would be known.
ENOUGH = {"nobody": 90, "without a hat": 90}


@pytest.mark.parametrize("who", WHO)
def test_what_one_may_not_know_answers_as_what_is_not_there(scene, rows, settings, who):
    with arranging():
        person = WHO[who](scene)
    client, actor = entered_as(person, settings), actor_of(person, TODAY) if person else NOBODY
    client.raise_request_exception = False
    before, told, asked = acts_done(), [], 0
    for one in keyed(rows):
        if all(row.is_known_to(actor) for row in one.rows):
            continue
        asked += 1
        for method in METHODS.get(who, ("get", "post")):
            real, random = (answered(client, url, method, one.masked) for url in (one.real, one.random))
            if real != random or real[0] >= 500:
                told.append((one.name, method, real[:3], random[:3], differing(real[3], random[3])))
    assert not told, "\n".join(map(str, told))
    assert asked >= ENOUGH.get(who, 45), asked
    assert acts_done() == before
