"""The verbs of finance."""

from datetime import date, timedelta
from typing import Any

from kevread.base.models import as_range
from kevread.charter.models import Keeping
from kevread.common.errors import Refused
from kevread.common.periods import Period
from kevread.directory.models import Organisation
from kevread.finance import operations
from kevread.finance.models import Accounts, Funder, Funding, GrantRequest, Instalment, Report
from kevread.finance.operations.accounts import Figures
from kevread.finance.operations.checks import Named
from kevread.finance.operations.fundings import Conditions
from kevread.finance.operations.requests import Asked
from tests.conftest import TODAY, arranging
from tests.factories import SettingFactory
from tests.gatherings.decided import decided
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
FOUNDATION = Named("Fondation des Marais", "foundation")
WANTED = Asked(FOUNDATION, "Épicerie itinérante", "local", 10_000_00, TODAY, TODAY + timedelta(days=200))


def funder(kind: str = "foundation", name: str = "Fondation des Marais") -> Funder:
    return Funder.objects.get_or_create(name=name, defaults={"kind": kind})[0]


def asked(at: Organisation, **more: Any) -> GrantRequest:
    with arranging():
        told = {
            "purpose": "Épicerie itinérante",
            "scale": "local",
            "cents": 10_000_00,
            "first": TODAY,
            "last": TOMORROW,
        }
        return GrantRequest.objects.create(**{"organisation": at, "funder": funder(), **told, **more})


def sent(at: Organisation, **more: Any) -> GrantRequest:
    return asked(at, **{"state": "sent", "sent_on": YESTERDAY, "authority": "Le conseil", **more})


def granted(at: Organisation, **more: Any) -> Funding:
    with arranging():
        told = {
            "purpose": "Épicerie itinérante",
            "cents": 10_000_00,
            "notified_on": YESTERDAY,
            "scale": "local",
            "period": as_range(Period.through(YESTERDAY, TODAY + timedelta(days=200))),
        }
        return Funding.objects.create(**{"organisation": at, "funder": funder(), **told, **more})


def planned(at: Organisation, **more: Any) -> Instalment:
    found = granted(at)
    with arranging():
        told = {"label": "Acompte", "cents": 4_000_00, "due_on": TODAY}
        return Instalment.objects.create(funding=found, **{**told, **more})


def came(at: Organisation) -> Instalment:
    return planned(at, received_on=TODAY, received=4_000_00)


@guarded("finance.prepare_request")
def prepared(scene: Scene) -> Guarded:
    asks = {"organisation": scene.grouping, "asked": WANTED}
    return Guarded(do=lambda **who: operations.prepare_request(**asks, **who), at=scene.grouping, own=True)


@guarded("finance.change_request")
def changed(scene: Scene) -> Guarded:
    one = asked(scene.grouping)
    return Guarded(
        do=lambda **who: operations.change_request(request=one, asked=WANTED, **who), at=scene.grouping, own=True
    )


@guarded("finance.send_request", twice=Refused)
def gone(scene: Scene) -> Guarded:
    one = asked(scene.grouping)
    with arranging():
        line = decided(f"{scene.grouping.slug}-board", "other", on=YESTERDAY)
    return Guarded(
        do=lambda sent_on=TODAY, committed_on=None, **who: operations.send_request(
            request=one, sent_on=sent_on, committed_on=committed_on, decision=line, **who
        ),
        at=scene.grouping,
        own=True,
        edges=[
            Edge({"sent_on": TODAY}, {"sent_on": TOMORROW}, "sent_on"),
            Edge({"committed_on": TODAY}, {"committed_on": TOMORROW}, "committed_on"),
            Edge({"sent_on": YESTERDAY}, {"sent_on": YESTERDAY - timedelta(days=1)}, "decision"),
        ],
    )


@guarded("finance.note_refusal", twice=Refused)
def refused(scene: Scene) -> Guarded:
    one = sent(scene.grouping)
    return Guarded(
        do=lambda day=TODAY, **who: operations.note_refusal(request=one, answered_on=day, note="", **who),
        at=scene.grouping,
        own=True,
        edges=[
            Edge({"day": TODAY}, {"day": TOMORROW}, "answered_on"),
            Edge({"day": YESTERDAY}, {"day": YESTERDAY - timedelta(days=1)}, "answered_on"),
        ],
    )


@guarded("finance.withdraw_request", twice=Refused)
def withdrawn(scene: Scene) -> Guarded:
    one = sent(scene.grouping)
    return Guarded(
        do=lambda **who: operations.withdraw_request(request=one, reason="Le projet attend un an", **who),
        at=scene.grouping,
        own=True,
    )


@guarded("finance.record_funding", twice=Refused)
def recorded(scene: Scene) -> Guarded:
    one = sent(scene.grouping)

    def do(day: Any = TODAY, signed_on: Any = None, last: Any = TOMORROW, **who: Any) -> object:
        return operations.record_funding(
            organisation=scene.grouping,
            funder=FOUNDATION,
            purpose="Épicerie itinérante",
            cents=9_000_00,
            notified_on=day,
            first=TODAY,
            last=last,
            conditions=Conditions("local", signed_on=signed_on),
            request=one,
            **who,
        )

    return Guarded(
        do=do,
        at=scene.grouping,
        own=True,
        edges=[
            Edge({"day": TODAY}, {"day": TOMORROW}, "notified_on"),
            Edge({"day": YESTERDAY}, {"day": YESTERDAY - timedelta(days=1)}, "notified_on"),
            Edge({"signed_on": TODAY}, {"signed_on": TOMORROW}, "signed_on"),
            Edge({"last": TODAY}, {"last": YESTERDAY}, "last"),
        ],
    )


@guarded("finance.describe_funding")
def described(scene: Scene) -> Guarded:
    one = granted(scene.grouping)
    return Guarded(
        do=lambda **who: operations.describe_funding(funding=one, conditions=Conditions("regional"), **who),
        at=scene.grouping,
        own=True,
    )


@guarded("finance.undo_funding", twice=Refused)
def undone(scene: Scene) -> Guarded:
    one = granted(scene.grouping)
    return Guarded(
        do=lambda **who: operations.undo_funding(funding=one, reason="Inscrit deux fois", **who),
        at=scene.grouping,
        own=True,
    )


@guarded("finance.plan_instalment", twice=Refused)
def plan(scene: Scene) -> Guarded:
    one = granted(scene.grouping)

    def do(day: Any = TODAY, **who: Any) -> object:
        return operations.plan_instalment(funding=one, label="Acompte", cents=6_000_00, due_on=day, **who)

    return Guarded(
        do=do,
        at=scene.grouping,
        own=True,
        edges=[Edge({"day": YESTERDAY}, {"day": YESTERDAY - timedelta(days=1)}, "due_on")],
    )


@guarded("finance.drop_instalment", twice=Refused)
def dropped(scene: Scene) -> Guarded:
    one = planned(scene.grouping)
    return Guarded(do=lambda **who: operations.drop_instalment(instalment=one, **who), at=scene.grouping, own=True)


@guarded("finance.receive_instalment", twice=Refused)
def received(scene: Scene) -> Guarded:
    one = planned(scene.grouping)
    return Guarded(
        do=lambda day=TODAY, **who: operations.receive_instalment(
            instalment=one, received_on=day, cents=4_000_00, **who
        ),
        at=scene.grouping,
        own=True,
        edges=[
            Edge({"day": TODAY}, {"day": TOMORROW}, "received_on"),
            Edge({"day": YESTERDAY}, {"day": YESTERDAY - timedelta(days=1)}, "received_on"),
        ],
    )


@guarded("finance.unreceive_instalment", twice=Refused)
def unreceived(scene: Scene) -> Guarded:
    one = came(scene.grouping)
    return Guarded(
        do=lambda **who: operations.unreceive_instalment(instalment=one, reason="C’était un autre compte", **who),
        at=scene.grouping,
        own=True,
    )


CLOSED = date(2025, 12, 31)


def closes(at: Organisation) -> None:
    """Its year closes in December, and its fundings are kept since before last year."""
    with arranging():
        SettingFactory(name="L1.21.closing_month", value=12, organisation=at)
        Keeping.objects.filter(organisation=at, register="funding").update(period=as_range(Period(date(2025, 1, 1))))


def of_last_year(at: Organisation) -> Funding:
    closes(at)
    with arranging():
        commune = funder("commune", "Commune des Tilleuls")
    days = as_range(Period.through(date(2025, 1, 1), CLOSED))
    return granted(at, funder=commune, period=days, notified_on=date(2025, 1, 10), earmarked="yes")


def reported(at: Organisation) -> Report:
    one = of_last_year(at)
    with arranging():
        return Report.objects.create(funding=one, closed_on=CLOSED, sent_on=TODAY, spent=9_000_00)


def told_accounts(at: Organisation, **more: Any) -> Accounts:
    with arranging():
        told = {"closed_on": CLOSED, "source": "Bilan du cabinet", "resources": 100_000_00}
        return Accounts.objects.create(organisation=at, **{**told, **more})


@guarded("finance.enter_accounts", twice=Refused)
def entered(scene: Scene) -> Guarded:
    figures = Figures(resources=100_000_00)

    def do(day: date = CLOSED, **who: Any) -> object:
        return operations.enter_accounts(
            organisation=scene.grouping, closed_on=day, source="Bilan du cabinet", figures=figures, **who
        )

    return Guarded(do=do, at=scene.grouping, own=True, edges=[Edge({"day": YESTERDAY}, {"day": TODAY}, "closed_on")])


@guarded("finance.publish_accounts")
def published(scene: Scene) -> Guarded:
    one = told_accounts(scene.grouping)

    def do(pay: date = TODAY, **who: Any) -> object:
        return operations.publish_accounts(accounts=one, pay_told_on=pay, **who)

    return Guarded(
        do=do,
        at=scene.grouping,
        own=True,
        edges=[
            Edge({"pay": CLOSED + timedelta(days=1)}, {"pay": CLOSED}, "pay_told_on"),
            Edge({"pay": TODAY}, {"pay": TOMORROW}, "pay_told_on"),
        ],
    )


@guarded("finance.undo_accounts", twice=Refused)
def accounts_undone(scene: Scene) -> Guarded:
    one = told_accounts(scene.grouping)
    return Guarded(
        do=lambda **who: operations.undo_accounts(accounts=one, reason="Un autre bilan", **who),
        at=scene.grouping,
        own=True,
    )


@guarded("finance.send_report", twice=Refused)
def reports(scene: Scene) -> Guarded:
    one = of_last_year(scene.grouping)

    def do(day: date = TODAY, closed_on: date = CLOSED, **who: Any) -> object:
        return operations.send_report(funding=one, closed_on=closed_on, sent_on=day, spent=9_000_00, **who)

    return Guarded(
        do=do,
        at=scene.grouping,
        own=True,
        edges=[
            Edge({"day": TODAY}, {"day": TOMORROW}, "sent_on"),
            Edge({"day": CLOSED + timedelta(days=1)}, {"day": CLOSED}, "sent_on"),
            Edge({"closed_on": CLOSED}, {"closed_on": CLOSED - timedelta(days=1)}, "closed_on"),
        ],
    )


@guarded("finance.undo_report", twice=Refused)
def report_undone(scene: Scene) -> Guarded:
    one = reported(scene.grouping)
    return Guarded(
        do=lambda **who: operations.undo_report(report=one, reason="C’était un brouillon", **who),
        at=scene.grouping,
        own=True,
    )
