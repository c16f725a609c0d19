"""The record of a count (procès-verbal de dépouillement), as the papers of `documents` want it."""

from django.utils import timezone

from kevread.directory.models import Person
from kevread.documents.contracts import Signatory
from kevread.documents.queries import letterhead
from kevread.meetings.queries.naming import on_paper
from kevread.meetings.queries.wording import moment as in_words
from kevread.votes import papers as contract
from kevread.votes.models import Poll
from kevread.votes.queries.polls import minutes_of_count, seals_of
from kevread.votes.queries.vote_papers import vote_of


def count_paper(poll: Poll) -> contract.Count:
    """Counts, seals and names of scrutineers: no ballot, and no receipt. Raises ValueError before the count."""
    said = minutes_of_count(poll)
    meeting = poll.meeting
    facts = [
        ("Ouverture du vote", in_words(poll.opened_at) if poll.opened_at else ""),
        ("Clôture du vote", in_words(poll.closed_at) if poll.closed_at else ""),
        ("Personnes qui prennent part au vote", str(said["voters"])),
        ("Voix, pouvoirs compris", str(said["voices"])),
    ]
    if poll.is_cast_on_screen or poll.method == Poll.Method.ROLL_CALL:
        facts.append(("Voix marquées à l’émargement", str(said["cast"])))
    if poll.method == Poll.Method.SECRET:
        facts.append(("Bulletins trouvés dans l’urne, et reçus publiés", str(said["cast"])))
        facts.append(("Parts de clé qu’il fallait réunir", f"{said['threshold']} sur {len(said['scrutineers'])}"))
    seals = [(seal.name, seal.letters) for seal in seals_of(poll)]
    return contract.Count(
        letterhead=letterhead(meeting.organisation, meeting.day),
        meeting=on_paper(meeting),
        counted_at=timezone.localtime(poll.closed_at),
        facts=tuple(contract.Fact(name=name, value=value) for name, value in facts),
        vote=vote_of(poll, meeting.quorum_checks.all()),
        scrutineers=tuple(one["name"] for one in said["scrutineers"] if one["opened"]),
        seals=tuple(contract.Fact(name=name, value=value) for name, value in seals),
        signatories=tuple(Signatory(name=str(person), quality=quality) for person, quality in signers_of(poll)),
    )


def signers_of(poll: Poll) -> list[tuple[Person, str]]:
    """Who saw the count, each once, and as what: those who opened the box, whoever presides, whoever records. One query."""
    meeting = poll.meeting
    opened = poll.scrutineers.filter(opening__isnull=False).select_related("entry__person").order_by("place")
    roles: dict[Person, list[str]] = {}
    for person, quality in (
        *((one.entry.person, "Scrutateur·rice") for one in opened),
        (meeting.chair, "Présidence de séance"),
        (meeting.secretary, "Secrétariat de séance"),
    ):
        if person:
            roles.setdefault(person, []).append(quality)
    return [(person, ", ".join(qualities)) for person, qualities in roles.items()]
