"""The papers that leave before a meeting: its notice, its agenda, a proxy form. They say what the notice froze."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone

from kevread.common.periods import day_in_words
from kevread.documents.queries import letterhead
from kevread.meetings import papers
from kevread.meetings.models import AgendaItem, Enclosure, Meeting, Notice, RollEntry
from kevread.meetings.models.proxies import Proxy
from kevread.meetings.queries.forwarding import ways_of
from kevread.meetings.queries.naming import college_name, on_paper, quality_of
from kevread.meetings.queries.notices import changes, enclosed, frozen_agenda, last_notice, line_of, paper_of
from kevread.meetings.queries.terms import terms
from kevread.meetings.rules.life import State
from kevread.meetings.rules.terms import ORDINARY, RESOLUTIONS, Terms
from kevread.seats.rules import title_of
from kevread.tally.rules.colleges import Weighting
from kevread.tally.rules.sentences import quorum_in_words
from kevread.tally.rules.tallies import majority_in_words
from kevread.ui.words import counted

type Content = Mapping[str, Any]  # what a notice froze: `notices.content_of`

KINDS: dict[str, Literal["vote", "election", "information", "debate", "other"]] = {
    AgendaItem.Kind.DECISION: "vote",
    AgendaItem.Kind.ELECTION: "election",
    AgendaItem.Kind.INFORMATION: "information",
    AgendaItem.Kind.DEBATE: "debate",
    AgendaItem.Kind.MISCELLANEOUS: "other",
}


def notice_paper(meeting: Meeting, content: Content, *, sent_on: date, sender: str) -> papers.Notice:
    """The notice as everybody gets it, from what is frozen in `content`. `sender`: who sends it, named when the articles
    charge nobody with convening. 8 queries at most."""
    by = content["convener"] or {"name": sender or meeting.organisation.name, "seat": ""}
    before = last_notice(meeting)
    amends, also = "", list[str]()
    if before:
        reached = {one["key"] for one in before.content["roll"]}
        also = [f"{one['person']['name']}, {one['seat']}" for one in content["roll"] if one["key"] not in reached]
        sent = day_in_words(timezone.localtime(before.sent_at).date())
        amends = f"Complète la convocation envoyée le {sent}, qui reste valable pour le reste. {content['reason']}"
    return papers.Notice(
        letterhead=letterhead(meeting.organisation, meeting.day),
        meeting=as_sent(meeting, content),
        sent_on=sent_on,
        convened_by=by["name"],
        convened_as=title_of(by["seat"]),
        items=items_of(meeting, content["agenda"], content["papers"]),
        rules=rules_of(meeting, terms(meeting), content["agenda"]),
        papers=titles(content["papers"], None),
        amends=amends,
        changes=(*(f"Est aussi convoqué·e : {name}" for name in also), *changes(meeting)),
    )


def notices_to(entry: RollEntry) -> list[Notice]:
    """Those that this line of the roll got as a paper, in their order; none of what was told afterwards. One query."""
    rows = entry.meeting.notices.filter(version__data__isnull=False).select_related("version").order_by("number")
    return [notice for notice in rows if line_of_roll(notice, entry)]


def line_of_roll(notice: Notice, entry: RollEntry) -> Content | None:
    """Who it was sent to, as it froze it."""
    found: Content | None = next((one for one in notice.content["roll"] if one["key"] == str(entry.pk)), None)
    return found


def addressed_copy(notice: Notice, entry: RollEntry) -> dict[str, Any]:
    """The copy of a notice in the name of one of those whom it convened: what is frozen, word for word, to whom it is
    addressed, and the digest of what it is a copy of. Nothing of it is kept. ValueError when it was not sent to them as a
    paper."""
    line, version = line_of_roll(notice, entry), notice.version
    if line is None or version is None or version.data is None:
        raise ValueError("This notice was not sent to them as a paper.")
    name = line["represents"]["name"] if line["represents"] else ""
    quality = " – ".join(filter(None, [line["seat"], name]))
    recipient = {
        "name": line["person"]["name"],
        "quality": quality,
        "is_guest": line["quality"] == RollEntry.Quality.GUEST,
    }
    meeting = {"full_name": "", **version.data["meeting"]}  # which papers of before it did not have
    return {**version.data, "meeting": meeting, "recipient": recipient, "sha256": version.sha256}


def agenda_paper(meeting: Meeting, enclosures: Iterable[Enclosure] | None = None) -> papers.Agenda:
    """The agenda: as the last notice sent it, or as it stands while none was. `enclosures`: those that are named; all of
    them when it is left out."""
    notice = last_notice(meeting)
    lines = notice.content["agenda"] if notice else [line_of(item) for item in frozen_agenda(meeting)]
    rows = enclosed(meeting) if enclosures is None else enclosures
    return papers.Agenda(
        letterhead=letterhead(meeting.organisation, meeting.day),
        meeting=as_sent(meeting, notice.content) if notice else on_paper(meeting),
        items=items_of(meeting, lines, [paper_of(row) for row in rows]),
        sent_on=timezone.localtime(notice.sent_at).date() if notice else None,
        is_settled=meeting.stage is not State.DRAFT,
    )


def proxy_paper(meeting: Meeting, entry: RollEntry | None = None) -> papers.Proxy:
    """A proxy form: blank, or in the name of a line of the roll, with the proxy that it gave when there is one."""
    notice = last_notice(meeting)
    lines = notice.content["agenda"] if notice else [line_of(item) for item in frozen_agenda(meeting)]
    rows = Proxy.objects.filter(giver=entry, withdrawn_at=None).select_related("holder__person")
    given = rows.first() if entry else None
    return papers.Proxy(
        letterhead=letterhead(meeting.organisation, meeting.day),
        meeting=as_sent(meeting, notice.content) if notice else on_paper(meeting),
        giver=str(entry.person) if entry else "",
        giver_quality=quality_of(entry) if entry else "",
        holder=str(given.holder.person) if given else "",
        items=items_of(meeting, lines, ()),
        rules=proxy_rules(terms(meeting)),
        given_at=timezone.localtime(given.given_at) if given and not given.on_paper else None,
    )


def as_sent(meeting: Meeting, content: Content) -> papers.Meeting:
    """The meeting where the notice says that it is: a place that changed since waits for a further one."""
    sent = content["meeting"]
    place = "" if meeting.mode == Meeting.Mode.REMOTE else sent["place"]
    return replace(on_paper(meeting), place=place, link=sent["link"])


def items_of(meeting: Meeting, lines: Iterable[Content], enclosures: Iterable[Content]) -> tuple[papers.Item, ...]:
    """The points, in order, each with its own enclosures and where it comes from. One query."""
    every = list(lines)
    given = list(enclosures)
    origins = ways_of([UUID(line["key"]) for line in every])
    return tuple(
        papers.Item(
            number=str(number),
            title=line["title"],
            kind=KINDS.get(line["kind"], "other"),
            text=line["text"],
            led_by=line["presenter"],
            minutes=line["minutes"],
            origin=origins.get(UUID(line["key"]), ""),
            papers=titles(given, line["key"]),
        )
        for number, line in enumerate(every, start=1)
    )


def titles(enclosures: Iterable[Content], item: str | None) -> tuple[str, ...]:
    return tuple(one["title"] for one in enclosures if one["item"] == item)


# What applies --------------------------------------------------------------------------------------------------------


def rules_of(meeting: Meeting, asked: Terms, lines: Iterable[Content]) -> tuple[str, ...]:
    """What the articles of association ask of this meeting, one sentence each; that nobody decided, where nobody did. A
    working space is no organ of an association: nothing binds it."""
    if meeting.body.kind in (meeting.body.Kind.SPACE, meeting.body.Kind.TEAM):
        return ()
    written = meeting.mode == Meeting.Mode.WRITTEN
    said = [
        notice_rule(asked),
        *([] if written else [quorum_rule(asked)]),
        *majority_rules(asked, lines, written=written),
    ]
    if asked.agenda_binds:
        said.append(
            "Seuls les points inscrits à cet ordre du jour sont mis au vote ; rien ne l’est aux questions diverses."
        )
    return (*said, *(() if written else proxy_rules(asked)))


def majority_rules(asked: Terms, lines: Iterable[Content], *, written: bool) -> Iterable[str]:
    """What adopts each kind of resolution that the agenda holds (L1.11), and what is asked of colleges besides."""
    decisions = [line for line in lines if line["kind"] == AgendaItem.Kind.DECISION]
    kinds = dict.fromkeys(line.get("resolution", ORDINARY) for line in decisions)
    for kind in kinds:
        majority, decided = asked.majority_for(kind)
        what = "Vote d’une résolution" if list(kinds) == [ORDINARY] else RESOLUTIONS[kind]
        why = "" if decided else ", faute de règle dans les statuts"
        yield f"{what} : {majority_in_words(majority, written=written)}{why}."
    if kinds and asked.double_majority:
        where = "chaque collège" if asked.double_majority == "all" else f"{asked.double_majority} collèges au moins"
        yield f"Cette majorité est demandée aussi dans {where}."
    if kinds and asked.weighting is not Weighting.NONE:
        weights = ", ".join(f"{college_name(code)} {weight}" for code, weight in sorted((asked.weights or {}).items()))
        yield f"Chaque collège a son poids : {weights or 'il n’est pas décidé dans les statuts'}."


def notice_rule(asked: Terms) -> str:
    if asked.notice_days is None:
        return "Le délai de convocation n’est pas décidé dans les statuts."
    whole = counted(asked.notice_days, "jour entier", "jours entiers")
    return f"La convocation part {whole} au moins avant la réunion : ni le jour de l’envoi ni celui de la réunion ne comptent."


def quorum_rule(asked: Terms) -> str:
    if asked.quorum is None:
        return "Aucun quorum n’est demandé pour cette réunion."
    return f"Quorum demandé : {quorum_in_words(asked.quorum)}."


def proxy_rules(asked: Terms) -> tuple[str, ...]:
    if asked.proxies_max == 0:
        return ("Les statuts ne permettent pas de donner pouvoir.",)
    inside = " du même collège" if asked.proxies_same_college else ""
    if asked.proxies_max is None:
        most = "Le nombre de pouvoirs qu’une personne peut porter n’est pas décidé dans les statuts."
    else:
        most = f"Une personne porte {counted(asked.proxies_max, 'pouvoir')} au plus."
    return (
        f"Un pouvoir se donne à une personne convoquée{inside}, qui a une voix ; il ne se transmet pas.",
        most,
        "Les pouvoirs se donnent, et se reprennent, jusqu’à l’ouverture de la réunion.",
    )
