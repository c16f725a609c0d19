"""Who may prepare a meeting, convene it, write its decisions: the rights of the organisation whose body meets."""

from collections.abc import Collection

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Person
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.models.proxies import Proxy
from kevread.seats.models import Body
from kevread.seats.permissions import grounds


def may_prepare(actor: Actor, body: Body) -> Grounds:
    """Plan a meeting of this body, move it before its notice, tell that one was held."""
    return grounds(actor, "prepare_meeting", body.organisation)


def may_convene(actor: Actor, body: Body, conveners: Collection[Person] = ()) -> Grounds:
    """Send a notice, cancel, postpone: whoever has the right there, and whoever the articles of association name."""
    if actor.person is not None and actor.person in {person.pk for person in conveners}:
        return Grounds(True, "Les statuts vous chargent de convoquer (article L1.10).")
    return grounds(actor, "convene", body.organisation)


def may_answer(actor: Actor, entry: RollEntry) -> Grounds:
    """Everybody answers for themselves, and gives their own proxy."""
    if actor.person == entry.person_id:
        return Grounds(True, "Cette convocation vous est adressée.")
    return Grounds(False, f"Cette convocation est adressée à {entry.person} : chacun·e y répond pour soi.")


def may_enter_paper(actor: Actor, meeting: Meeting) -> Grounds:
    """Enter a proxy that was signed on paper."""
    return grounds(actor, "prepare_meeting", meeting.organisation)


def may_print_proxy(actor: Actor, entry: RollEntry) -> Grounds:
    """A proxy form with a name on it: for whoever it names, and for those who enter proxies signed on paper."""
    own = may_answer(actor, entry)
    return own or may_enter_paper(actor, entry.meeting)


def may_print_notice(actor: Actor, entry: RollEntry) -> Grounds:
    """The copy of a notice that is addressed to somebody: for them, and for those who prepare the meeting, who give it to
    whoever reads no letter here."""
    return may_answer(actor, entry) or may_prepare(actor, entry.meeting.body)


def may_withdraw_proxy(actor: Actor, proxy: Proxy) -> Grounds:
    """Whoever gave it takes it back, whoever holds it gives it back; the secretariat, those that came on paper."""
    if actor.person == proxy.giver.person_id:
        return Grounds(True, "C’est votre pouvoir : vous pouvez le reprendre.")
    if actor.person == proxy.holder.person_id:
        return Grounds(True, "Ce pouvoir vous est confié : vous pouvez le rendre.")
    if proxy.on_paper:
        return may_enter_paper(actor, proxy.giver.meeting)
    return Grounds(False, "Un pouvoir se reprend par qui l’a donné, ou se rend par qui l’a reçu.")


def may_answer_dates(actor: Actor, meeting: Meeting, convened: Collection[Person]) -> Grounds:
    """Those who would be convened say which dates suit them."""
    if actor.person in {person.pk for person in convened}:
        return Grounds(True, "Vous siégez dans cette instance.")
    return Grounds(False, f"Les dates se choisissent entre les personnes qui seront convoquées : {meeting.body.name}.")
