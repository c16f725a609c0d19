"""Who comes, who does not, who has not answered; one reminder for all; proxies that came on paper."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from kevread.common.errors import Refused
from kevread.meetings import operations, permissions
from kevread.meetings.exports import ROLL
from kevread.meetings.models import RollEntry
from kevread.meetings.models.proxies import Proxy
from kevread.meetings.operations.answering import PROXIES_CLOSED
from kevread.meetings.operations.reminding import BETWEEN_TWO
from kevread.meetings.queries import terms
from kevread.meetings.queries.answers import answers_of, reminded_at
from kevread.meetings.queries.proxies import allows_proxies
from kevread.meetings.rules.life import State
from kevread.meetings.scene import about, meeting_of, still
from kevread.ui.access import signed_in, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file
from kevread.ui.words import counted


@signed_in
@today_only
def answers(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = meeting_of(request, key)
    permissions.may_prepare(request.actor, found.body).or_raise()
    gesture = perform(request, None, lambda: Done(press(request, found), "meetings:answers", scale=scale, key=key))
    if gesture.done:
        return gesture.done
    said, reminded = answers_of(found), reminded_at(found)
    too_soon = reminded is not None and request.now - reminded < BETWEEN_TWO
    context = {
        "meeting": found,
        "answers": said,
        "reminded": reminded,
        "too_soon": too_soon,
        "reminds": not too_soon and any(line.entry.person.email for line in said.silent),
        "open": found.stage is State.CONVENED,
        "proxies_open": allows_proxies(found),
        "terms": terms(found),
    }
    return gesture.page("meetings/answers.html", context)


@signed_in
def answers_file(request: Request, scale: str, key: UUID, form: str) -> HttpResponse:
    """Who is convened, with how many votes, and what they answered, for a spreadsheet."""
    found = meeting_of(request, key)
    permissions.may_prepare(request.actor, found.body).or_raise()
    return table_file(request, ROLL, answers_of(found).lines, form, about=about(found))


def press(request: Request, found: Any) -> str:
    asked: dict[str, Any] = {"actor": request.actor, "now": request.now}
    gesture, _, key = request.POST.get("geste", "").partition(":")
    if gesture == "relancer":
        number = operations.remind(meeting=found, **asked)
        return f"Un rappel part à {counted(number, 'personne')}."
    if gesture == "reprendre":
        operations.withdraw_proxy(proxy=proxy_of(found, key), **asked)
        return "Le pouvoir est retiré."
    raise Http404("Ce geste n’existe pas.")


def proxy_of(found: Any, key: str) -> Proxy:
    rows = Proxy.objects.filter(giver__meeting=found).select_related(
        "giver__person", "giver__meeting__body__organisation", "holder__person"
    )
    proxy: Proxy | None = next((row for row in rows if str(row.pk) == key), None)
    if proxy is None:
        raise Http404("Ce pouvoir n’est pas de cette réunion.")
    return proxy


@signed_in
@today_only
def paper_proxy(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A signed sheet that somebody handed in: who gives, who carries."""
    found = meeting_of(request, key)
    permissions.may_enter_paper(request.actor, found).or_raise()
    if request.method == "GET":
        still(found, (State.CONVENED,), PROXIES_CLOSED)
        if not allows_proxies(found):
            raise Refused("Cette réunion se tient sans pouvoir.")
    roll = list(found.roll.filter(votes__gt=0).select_related("person", "represents").order_by("person__search", "pk"))

    def enter() -> Done:
        giver, holder = (chosen(roll, request.POST.get(name)) for name in ("giver", "holder"))
        giver.meeting = holder.meeting = found
        operations.give_proxy(actor=request.actor, giver=giver, holder=holder, now=request.now, on_paper=True)
        said = f"{holder.person} porte le pouvoir de {giver.person}, signé sur papier."
        return Done(said, "meetings:answers", scale=scale, key=key)

    gesture = perform(request, None, enter)
    if gesture.done:
        return gesture.done
    context = {
        "meeting": found,
        "roll": roll,
        "proxies_open": allows_proxies(found),
        "giver": request.POST.get("giver", ""),
        "holder": request.POST.get("holder", ""),
    }
    return gesture.page("meetings/paper_proxy.html", context)


def chosen(roll: list[RollEntry], key: str | None) -> RollEntry:
    found = next((entry for entry in roll if str(entry.pk) == key), None)
    if found is None:
        raise Refused("Choisissez deux personnes qui ont une voix à cette réunion : qui donne pouvoir, et à qui.")
    return found
