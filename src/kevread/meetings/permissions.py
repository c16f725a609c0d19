"""Who may prepare a meeting, convene it, write its decisions: the rights of the organisation whose body meets."""

from collections.abc import Collection

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation, Person
from kevread.meetings.models import FollowUp, Meeting, Poll, Proxy, RollEntry, Scrutineer
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


def may_record(actor: Actor, body: Body) -> Grounds:
    """Write what this body decided or advised, and apply it."""
    return grounds(actor, "record_decision", body.organisation)


def may_finish(actor: Actor, follow_up: FollowUp) -> Grounds:
    """Whoever answers for it; and those who record the decisions of the body."""
    if actor.person is not None and actor.person == follow_up.owner_id:
        return Grounds(True, "Cette suite vous est confiée.")
    return may_record(actor, follow_up.decision.body)


def may_open(actor: Actor, meeting: Meeting) -> Grounds:
    """Open the sitting and name who chairs it: whoever may convene it."""
    return grounds(actor, "convene", meeting.organisation)


def may_run(actor: Actor, meeting: Meeting) -> Grounds:
    """Begin, find that the quorum fails, close: whoever chairs or records this sitting, and whoever may convene."""
    return session_grounds(actor, meeting) or may_open(actor, meeting)


def may_note(actor: Actor, meeting: Meeting) -> Grounds:
    """Note who comes and goes, write the minutes: whoever chairs or records this sitting, and whoever prepares there."""
    return session_grounds(actor, meeting) or grounds(actor, "prepare_meeting", meeting.organisation)


def session_grounds(actor: Actor, meeting: Meeting) -> Grounds | None:
    if actor.person is not None and actor.person == meeting.chair_id:
        return Grounds(True, "Vous présidez cette séance.")
    if actor.person is not None and actor.person == meeting.secretary_id:
        return Grounds(True, "Vous êtes secrétaire de cette séance.")
    return None


def may_run_poll(actor: Actor, meeting: Meeting) -> Grounds:
    """Put to the vote, close, count by hand: whoever prepares the meeting, and whoever presides or keeps its minutes."""
    if actor.person is not None and actor.person in (meeting.chair_id, meeting.secretary_id):
        return Grounds(True, "Vous tenez cette séance : les votes sont à votre main.")
    return grounds(actor, "prepare_meeting", meeting.organisation)


def may_scrutinise(actor: Actor, scrutineer: Scrutineer) -> Grounds:
    """Each keeps their own share of the key, and nobody else's."""
    if actor.person is not None and actor.person == scrutineer.entry.person_id:
        return Grounds(True, "Vous êtes scrutateur·rice de ce vote.")
    return Grounds(
        False, f"Cette part de la clé est confiée à {scrutineer.entry.person} : personne d’autre ne l’ouvre."
    )


def may_ask_secrecy(actor: Actor, poll: Poll) -> Grounds:
    """Anybody of the roll who has a vote."""
    if actor.person and RollEntry.objects.filter(meeting=poll.meeting, person=actor.person, votes__gte=1).exists():
        return Grounds(True, "Vous votez à cette réunion : vous pouvez demander le bulletin secret (article L1.14).")
    return Grounds(False, "Le bulletin secret se demande par une personne qui vote à cette réunion.")


def may_follow(
    actor: Actor, person: Person, body: Body | None = None, organisation: Organisation | None = None
) -> Grounds:
    """A calendar address is for oneself, and for what one reads. What it shows is decided again each time it is read."""
    if actor.is_anonymous or actor.person != person.pk:
        return Grounds(False, f"Cette adresse d’agenda est à {person} : chacun·e fait et révoque les siennes.")
    where = body.organisation if body else organisation
    return grounds(actor, "read", where) if where else Grounds(True, "Cette adresse d’agenda est la vôtre.")
