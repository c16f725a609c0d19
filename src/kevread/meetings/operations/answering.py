"""What those who are convened answer: they come, they do not, somebody carries their votes. Until the meeting opens."""

from datetime import datetime

from django.db import IntegrityError, transaction

from kevread.charter.queries.quote import quote
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused, Way
from kevread.journal.operations import act
from kevread.meetings import permissions
from kevread.meetings.models import Meeting, Reply, RollEntry
from kevread.meetings.models.proxies import Proxy
from kevread.meetings.operations.letters import Occasion, send_letters
from kevread.meetings.operations.stages import lock
from kevread.meetings.queries import terms
from kevread.meetings.queries.proxies import holdings
from kevread.meetings.rules.life import State
from kevread.meetings.rules.proxies import refusal

CLOSED = "Les réponses sont closes"
PROXIES_CLOSED = "Les pouvoirs sont clos"


def answer(*, actor: Actor, entry: RollEntry, says: str, now: datetime) -> Reply:
    """« Je viens », « Je viens à distance », « Je ne peux pas »; the last answer counts.

    Who comes after all takes back the proxy they gave. Who does not, and carries some, has their givers told: they choose
    somebody else. Raises Denied; Invalid on `says` when the meeting is not held that way; Refused once it is open.
    """
    permissions.may_answer(actor, entry).or_raise()
    meeting = entry.meeting
    with act(
        "meetings.answer", actor=actor, about=meeting.organisation, now=now, arguments={"entry": entry.pk, "says": says}
    ):
        found = lock(meeting, (State.CONVENED,), CLOSED)
        require_way(found, says)
        reply, _ = Reply.objects.update_or_create(entry=entry, defaults={"answer": says, "answered_at": now})
        if says == Reply.Answer.ABSENT:
            tell_givers(found, entry, now)
        else:
            take_back(entry, now)
    return reply


def require_way(meeting: Meeting, says: str) -> None:
    if says not in Reply.Answer.values:
        raise Invalid("says", "Choisissez une des réponses proposées.")
    if says == Reply.Answer.REMOTE and meeting.mode not in (Meeting.Mode.HYBRID, Meeting.Mode.REMOTE):
        raise Invalid("says", "Cette réunion se tient sur place : on n’y vient pas à distance.")
    if says == Reply.Answer.COMING and meeting.mode == Meeting.Mode.REMOTE:
        raise Invalid("says", "Cette réunion se tient à distance.")
    if meeting.mode == Meeting.Mode.WRITTEN:
        raise Invalid("says", "Une consultation écrite se tient sans se réunir : on y répond en votant.")


def tell_givers(meeting: Meeting, holder: RollEntry, now: datetime) -> None:
    held = Proxy.objects.filter(holder=holder, withdrawn_at=None).select_related("giver__person", "giver__represents")
    givers = [proxy.giver for proxy in held]
    reason = f"{holder.person}, à qui vous avez donné pouvoir, a répondu ne pas venir : choisissez quelqu’un d’autre."
    if givers:
        send_letters(meeting, givers, Occasion.PROXY_CHANGED, now=now, reason=reason)


def take_back(entry: RollEntry, now: datetime) -> None:
    """Whoever comes votes for themselves."""
    proxy = Proxy.objects.filter(giver=entry, withdrawn_at=None).select_related("holder__person").first()
    if proxy:
        close_proxy(proxy, now, f"{entry.person} vient, et reprend le pouvoir qui vous était donné.")


def close_proxy(proxy: Proxy, now: datetime, reason: str) -> None:
    proxy.withdrawn_at = now
    proxy.save(update_fields=["withdrawn_at"])
    send_letters(proxy.giver.meeting, [proxy.holder], Occasion.PROXY_CHANGED, now=now, reason=reason)


def give_proxy(*, actor: Actor, giver: RollEntry, holder: RollEntry, now: datetime, on_paper: bool = False) -> Proxy:
    """Somebody's votes are carried by another; the holder is told by mail. Whoever gives it is absent.

    For oneself; `on_paper`: by those who prepare the meeting, from a signed sheet. Raises Denied; Refused (L1.12) by the
    maximum, the college, a chain, the absence of the holder, a proxy given already, or once the meeting is open.
    """
    meeting = giver.meeting
    grounds = permissions.may_enter_paper(actor, meeting) if on_paper else permissions.may_answer(actor, giver)
    grounds.or_raise()
    arguments = {"giver": giver.pk, "holder": holder.pk, "on_paper": on_paper}
    with act("meetings.give_proxy", actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        found = lock(meeting, (State.CONVENED,), PROXIES_CLOSED)
        require_allowed(found, giver, holder)
        proxy = write_proxy(giver, holder, now, on_paper)
        Reply.objects.update_or_create(entry=giver, defaults={"answer": Reply.Answer.ABSENT, "answered_at": now})
        send_letters(found, [holder], Occasion.PROXY_GIVEN, now=now, giver=str(giver.person))
    return proxy


def require_allowed(meeting: Meeting, giver: RollEntry, holder: RollEntry) -> None:
    if holder.meeting_id != meeting.pk:
        raise Invalid("holder", "Choisissez quelqu’un qui est convoqué à cette réunion.")
    if meeting.mode == Meeting.Mode.WRITTEN:
        raise Refused("Une consultation écrite se tient sans se réunir : chacun·e y vote, sans pouvoir.")
    asked, every = terms(meeting), holdings(meeting)
    said = refusal(
        every[giver.pk], every[holder.pk], maximum=asked.proxies_max, same_college=asked.proxies_same_college
    )
    if said:
        raise Refused(
            said,
            rule="L1.12",
            text=quote("L1.12", meeting.organisation.pk, meeting.day),
            ways=(choose_way(meeting, giver),),
        )


def choose_way(meeting: Meeting, giver: RollEntry) -> Way:
    where = {"scale": meeting.organisation.slug, "key": meeting.pk, "entry": giver.pk}
    return Way("Choisir quelqu’un d’autre", "meetings:proxy", where)


def write_proxy(giver: RollEntry, holder: RollEntry, now: datetime, on_paper: bool) -> Proxy:
    try:
        with transaction.atomic():
            return Proxy.objects.create(giver=giver, holder=holder, given_at=now, on_paper=on_paper)
    except IntegrityError as error:
        if "proxy_once" not in str(error):
            raise
        raise Refused(f"{giver.person} a déjà donné pouvoir : il faut d’abord le reprendre.") from None


def withdraw_proxy(*, actor: Actor, proxy: Proxy, now: datetime) -> Proxy:
    """Taken back by whoever gave it, given back by whoever holds it, or withdrawn by the secretariat if it came on paper.
    The other is told. Raises Denied; Refused once the meeting is open, or when it was withdrawn already."""
    permissions.may_withdraw_proxy(actor, proxy).or_raise()
    meeting = proxy.giver.meeting
    with act(
        "meetings.withdraw_proxy", actor=actor, about=meeting.organisation, now=now, arguments={"proxy": proxy.pk}
    ):
        found = lock(meeting, (State.CONVENED,), PROXIES_CLOSED)
        current: Proxy = Proxy.objects.select_related(
            "giver__person", "giver__meeting__body__organisation", "holder__person"
        ).lock(proxy.pk)
        if current.withdrawn_at:
            raise Refused("Ce pouvoir a déjà été repris.")
        if actor.person == current.holder.person_id:
            current.withdrawn_at = now
            current.save(update_fields=["withdrawn_at"])
            reason = f"{current.holder.person} ne portera pas votre pouvoir : choisissez quelqu’un d’autre, ou venez."
            send_letters(found, [current.giver], Occasion.PROXY_CHANGED, now=now, reason=reason)
        else:
            close_proxy(current, now, f"{current.giver.person} reprend le pouvoir qui vous était donné.")
    return current
