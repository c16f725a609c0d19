"""Whether the quorum is there, in one sentence, for whoever is about to open a vote."""

from dataclasses import dataclass
from fractions import Fraction

from kevread.attendance.queries.attendance import attendance
from kevread.meetings.models import Meeting
from kevread.meetings.queries.terms import settings_of, terms
from kevread.meetings.rules.terms import quorum_named
from kevread.seats.models import Body
from kevread.tally.rules.sentences import quorum_in_words


@dataclass(frozen=True, slots=True)
class QuorumSaid:
    """`stops`: no vote opens as things stand. `is_open`: nobody decided of one, which stops nothing."""

    sentence: str
    stops: bool = False
    is_open: bool = False


def quorum_said(meeting: Meeting) -> QuorumSaid | None:
    """As the opening of a vote will find it (L1.11); nothing out of a sitting. Three queries at most, besides the terms."""
    if not meeting.stage.is_under_way:
        return None
    asked = terms(meeting).quorum
    if asked is None:
        return no_quorum(meeting)
    if meeting.mode == Meeting.Mode.WRITTEN:
        return QuorumSaid(f"Le quorum se comptera sur les réponses : {quorum_in_words(asked)}.")
    found = attendance(meeting).enough(asked)
    assert found is not None
    if found.met:
        return QuorumSaid(f"Quorum atteint : {found.said}.")
    return QuorumSaid(f"Quorum non atteint : {found.said}. Tant qu’il ne l’est pas, aucun vote ne s’ouvre.", stops=True)


def no_quorum(meeting: Meeting) -> QuorumSaid:
    """None is asked: because the articles say so, or because nobody decided of one, at the notice or at all."""
    name = quorum_named(
        assembly=meeting.body.kind == Body.Kind.ASSEMBLY,
        extraordinary=meeting.session == Meeting.Session.EXTRAORDINARY,
        second_call=meeting.second_call_of_id is not None,
    )
    value = settings_of(meeting.organisation, meeting.day).get(name)
    if value is not None and not Fraction(value):
        return QuorumSaid("Aucun quorum n’est demandé : c’est ainsi décidé.")
    why = (
        "Aucun quorum n’est décidé ici, et sans règle il n’en est pas demandé"
        if value is None
        else "À la convocation, aucun quorum n’était demandé ; ce qui fut décidé depuis ne vaut pas pour cette réunion"
    )
    return QuorumSaid(f"{why} : ouvrir le vote reste le choix de qui préside.", is_open=True)
