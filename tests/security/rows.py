"""A row that addresses name, and those of the rooms where people are at work."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import Model

from kevread.careers.models import HandIn, Handover, Need, Occasion
from kevread.careers.permissions import may_welcome
from kevread.common.actor import Actor
from kevread.concord.models import Answer, CommonText, Named
from kevread.directory.models import Affiliation, Organisation
from kevread.dues.models import Eligibility, Payment
from kevread.dues.permissions import spoken_for
from kevread.seats.models import Substitution
from kevread.staff.models import Post
from kevread.supervision.models import Candidate, Leave, Matter, Panelist
from tests.concorded import answered, before
from tests.conftest import NOW, TODAY, arranging
from tests.employed import at_work, employed, hosted, placed
from tests.employed import opened as opened_post
from tests.factories import PersonFactory, since
from tests.guards.of_allowances import paid
from tests.guards.of_asking import given, rate
from tests.guards.of_dedicated import spent
from tests.guards.of_dues import receipt
from tests.guards.of_exchanges import settled, told_between
from tests.guards.of_finance import asked, planned, reported, sent, told_accounts
from tests.guards.of_ledgers import book, coded, expected, passage, prepared, stated
from tests.guards.of_local_life import balance, line
from tests.skilled import skilled
from tests.welcomed import welcomed


@dataclass(frozen=True)
class Row:
    """A row that addresses name; `known` is who may know that it is there: by default, who sees it in a list, or else who
    reads the organisation."""

    row: Model
    at: Organisation
    key: Any = None
    known: Callable[[Actor], bool] | None = None

    @property
    def value(self) -> Any:
        return self.key or self.row.pk

    def is_known_to(self, actor: Actor) -> bool:
        if self.known:
            return self.known(actor)
        rows: Any = type(self.row)._default_manager
        if hasattr(rows, "visible_to"):
            return rows.visible_to(actor).filter(pk=self.row.pk).exists()
        return bool(actor.hat_for("read", self.at.pk))


@pytest.fixture
def of_supervision(scene) -> dict[str, Row]:
    here = scene.grouping
    with arranging():
        person = PersonFactory()
        post = Post.objects.create(employer=here, function="gestion", name="…", period=since(TODAY))
        matter = Matter.objects.create(
            act="recrutement", organisation=here, post=post, person=person, title="…", raised_at=NOW
        )
        candidate = Candidate.objects.create(matter=matter, name="…", received_on=TODAY)
        mandate = scene.world.holder(f"{here.slug}-team", "direction")
        panelist = Panelist.objects.create(matter=matter, mandate=mandate)
        days = Leave.objects.create(
            matter=Matter.objects.create(act="conges", organisation=here, post=post, person=person, title="…", raised_at=NOW),
            kind="leave", first=TODAY, last=TODAY,
        )  # fmt: skip
    return {
        "supervision:answer_leave": Row(days.matter, here),
        "supervision:cancel_leave": Row(days.matter, here),
        "supervision": Row(matter, here),
        "supervision:person": Row(person, here),
        "supervision:remove_candidate": Row(candidate, here),
        "supervision:release": Row(panelist, here),
    }


@pytest.fixture
def of_staff(scene) -> dict[str, Row]:
    """A post of the grouping, somebody at it, their contract; and one that a local still holds."""
    here = scene.grouping
    with arranging():
        post, contract = opened_post(here, "delegue-territorial", is_territorial=True), employed(here, PersonFactory())
        work = at_work(post, contract, 50, local=scene.first)
        kept = employed(scene.first, PersonFactory())
        guest, sent = hosted(here, contract.person), placed(here)
    return {
        "staff": Row(post, here),
        "staff:change_assignment": Row(work, here),
        "staff:contract": Row(contract, here),
        "staff:contract_file": Row(contract, here),
        "staff:contract_paper": Row(contract, here),
        "staff:change_contract": Row(contract, here),
        "staff:change_hosted": Row(guest, here),
        "staff:change_placed": Row(sent, here),
        "staff:take_over": Row(kept, here, known=lambda actor: actor.hat_for("employ", here.pk) is not None),
    }


def of_concord(scene: Any) -> dict[str, Row]:
    """A text before a board of the grouping and that of a pôle, which answered."""
    here = scene.grouping
    boards = [scene.world.body(f"{one.slug}-board") for one in (here, scene.first)]
    with arranging():
        text = before(here, boards)
        answered(text)
    named = Named.objects.get(version__text=text, body=boards[0])
    answer = Answer.objects.get(named=named)

    def known(actor: Actor) -> bool:
        return CommonText.objects.visible_to(actor).filter(pk=text.pk).exists()

    return {
        "concord": Row(text, here),
        "concord:version_file": Row(named.version, here, known=known),
        "concord:answer": Row(named, here, known=known),
        "concord:take_back": Row(answer, here, known=known),
    }


@pytest.fixture
def of_finance(scene) -> dict[str, Row]:
    """A funding of a grouping, what was asked, and a part of it."""
    here = scene.grouping
    wanted, draft, one = sent(here), asked(here), planned(here)
    report = reported(here)
    between = told_between(scene.first, here, here)
    came = settled(between)
    balance(here)
    ended = balance(here, TODAY)
    return {
        "allowances": Row(paid(scene), here),
        "finance": Row(one.funding, here),
        "finance:request": Row(wanted, here),
        "finance:asking": Row(wanted, here),
        "finance:asking_csv": Row(wanted, here),
        "finance:asking_xlsx": Row(wanted, here),
        "finance:asking_pdf": Row(wanted, here),
        "finance:complete": Row(draft, here),
        "finance:plan": Row(draft, here),
        "finance:undo_rate": Row(rate(here), here),
        "finance:undo_time": Row(given(here), here),
        "finance:answered": Row(wanted, here),
        "finance:change_request": Row(wanted, here),
        "finance:change_instalment": Row(one, here),
        "finance:report_pdf": Row(report.funding, here),
        "finance:send_report": Row(report.funding, here),
        "finance:undo_report": Row(report, here),
        "finance:say_spent": Row(report.funding, here),
        "finance:undo_spent": Row(spent(report.funding), here),
        "finance:exchange": Row(between, here),
        "finance:change_exchange": Row(between, here),
        "finance:undo_settlement": Row(came, here),
        "finance:change_accounts": Row(told_accounts(here), here),
        "finance:pack": Row(report.funding, here),
        "finance:pack_page": Row(report.funding, here),
        "finance:local_account": Row(ended, here),
        "finance:local_pdf": Row(ended, here),
        "finance:undo_local_balance": Row(ended, here),
        "finance:undo_local_line": Row(line(here), here),
    }


def of_careers(scene: Any) -> dict[str, Row]:
    """The plan of the network, what a grouping asks of it and has not handed in, a date of its own; at the head, a training."""
    here, head = scene.grouping, scene.world.head
    with arranging():
        plan = skilled(scene.world.head, scene.world.groupings)
    with arranging():
        need = Need.objects.create(
            plan=plan, employer=here, subject="…", people=1, hours=7, cost=0, told_on=TODAY, outcome="kept"
        )
        HandIn.objects.filter(employer=here).update(undone_on=TODAY)
        leaves = employed(here, PersonFactory())
        leaving = Handover.objects.create(
            employer=here, contract=employed(here, PersonFactory()), last_day=TODAY, opened_on=TODAY
        )
        newcomer = welcomed(here)

    def follows(actor: Actor) -> bool:
        return bool(may_welcome(actor, newcomer)) or actor.person == newcomer.person_id

    return {
        "careers:pathway": Row(newcomer, here, known=follows),
        "careers:change_step": Row(newcomer, here, known=follows),
        "careers": Row(plan, here),
        "careers:open_handover": Row(leaves, here),
        "careers:handover": Row(leaving, here),
        "careers:handover_csv": Row(leaving, here),
        "careers:handover_xlsx": Row(leaving, here),
        "careers:change_handover": Row(leaving, here),
        "careers:change_need": Row(need, here),
        "careers:change_training": Row(plan.trainings.get(), head),
        "careers:change_occasion": Row(Occasion.objects.get(organisation=here, kind="talk"), here),
    }


def of_ledgers(here: Organisation) -> dict[str, Row]:
    """A file, what its accounts mean, a budget, its cash."""
    budget = prepared(here)
    return {
        "ledgers": Row(book(here), here),
        "ledgers:close_code": Row(coded(here), here),
        "ledgers:end_passage": Row(passage(here), here),
        "ledgers:budget": Row(budget, here),
        "ledgers:say_time": Row(Post.objects.filter(employer=here).order_by("pk")[0], here),
        "ledgers:budget_file": Row(budget, here),
        "ledgers:rewrite_budget": Row(budget, here),
        "ledgers:undo_budget": Row(budget, here),
        "ledgers:undo_cash": Row(stated(here), here),
        "ledgers:remove_cash": Row(expected(here), here),
    }


def of_dues(here: Organisation, link: Affiliation) -> dict[str, Row]:
    """A line of the year, what was paid of it, its receipt, and what is said of receipts; `link`: whose dues a member says."""
    given = receipt(here)
    payment = Payment.objects.select_related("due__call__tariff").get(pk=given.payment_id)

    def speaks(actor: Actor) -> bool:
        return any(row.pk == link.pk for row in spoken_for(actor, TODAY, here))

    return {
        "dues": Row(payment.due, here),
        "dues:undo_tariff": Row(payment.due.call.tariff, here),
        "dues:undo_call": Row(payment.due.call, here),
        "dues:change_payment": Row(payment, here),
        "dues:match": Row(payment, here),
        "dues:measure": Row(link, here),
        "dues:undo_eligibility": Row(Eligibility.objects.get(organisation=here), here),
        "dues:receipt": Row(given, here),
        "dues:annul_receipt": Row(given, here),
        "dues:tell_measure": Row(link, here, known=speaks),
        "dues:our_certificate": Row(link, here, known=speaks),
        "dues:our_receipt": Row(link, here, known=speaks),
    }


def of_substitutes(scene: Any) -> dict[str, Row]:
    """The president of the grouping asks somebody to stand in for them today."""
    here = scene.grouping
    mandate = scene.world.holder(f"{here.slug}-board", "president")
    with arranging():
        one = Substitution.objects.create(mandate=mandate, substitute=PersonFactory(), period=since(TODAY, TODAY))
    return {
        "seats:substitution": Row(one, here),
        "seats:accept_substitution": Row(one, here),
        "seats:withdraw_substitution": Row(one, here),
        "seats:ask_substitute": Row(mandate, here),
    }
