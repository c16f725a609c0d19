"""What comes first on « Aujourd’hui », and what is said of it. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from kevread.common.todo import Case, ToDo
from kevread.common.words import few, listed, the_body
from kevread.ui.words import counted, near, plural

SOON = timedelta(days=14)
SHOWN = 5
MANY = 10  # more than that discourages: one is told where to begin
NOTHING = "Rien ne vous attend."
NOTHING_HERE = "Rien ne vous attend ici."
CITED = re.compile(r"^Articles? .*?\. (?=[A-ZÀ-Þ])")  # at the head of what a line says: the finding cites them all


def is_late(one: ToDo, on: date) -> bool:
    """The last day that was in time is past.

    >>> is_late(ToDo("", "", "", "", date(2026, 11, 23)), date(2026, 11, 24))
    True
    >>> is_late(ToDo("", "", "", "", date(2026, 11, 24)), date(2026, 11, 24))
    False
    """
    return one.by is not None and one.by < on


def is_pressing(one: ToDo, on: date) -> bool:
    """What no fold may hide: what is done now, what is late, what is due within a fortnight, what is asked by name, what blocks
    and what is major.

    >>> on = date(2026, 11, 24)
    >>> [is_pressing(ToDo("", "", "", "", on + timedelta(days=days)), on) for days in (-1, 0, 14, 15)]
    [True, True, True, False]
    >>> is_pressing(ToDo("", "", "", "", blocks=True), on), is_pressing(ToDo("", "", "", "", is_major=True), on)
    (True, True)
    >>> is_pressing(ToDo("", "", "", "", is_mine=True), on), is_pressing(ToDo("", "", "", ""), on)
    (True, False)
    """
    return one.is_now or one.is_mine or one.blocks or one.is_major or (one.by is not None and one.by <= on + SOON)


def told_once(todo: Iterable[ToDo], on: date) -> list[ToDo]:
    """A finding whose every case is late, and told by its own line, is not told again: those lines cite its articles and have
    its gravity. One case that no line tells leaves it there.

    >>> on, page = date(2026, 11, 24), "/groupement/texte/L1.5"
    >>> def line(what, by):
    ...     return ToDo(what, "Vous pouvez agir.", "", "", by, page, case=Case("membership.late", frozenset({what})))
    >>> case = Case("membership.late", frozenset({"A", "B"}), 2, "Article L1.5.")
    >>> found = ToDo("A et B", "Article L1.5. Vous pouvez agir.", "", "", rule=page, is_major=True, case=case)
    >>> a, b = line("A", date(2026, 11, 23)), line("B", date(2026, 11, 1))
    >>> [(one.what, one.why, one.is_major) for one in told_once([a, found, b], on)]
    [('A', 'Article L1.5. Vous pouvez agir.', True), ('B', 'Article L1.5. Vous pouvez agir.', True)]
    >>> told_once([a, found], on) == [a, found], told_once([a, found, line("B", on)], on)[1] == found
    (True, True)
    >>> told_once([a, found, line("C", date(2026, 11, 1))], on)[1] == found
    True
    >>> twice = replace(found, case=replace(case, items=frozenset()))
    >>> [one.what for one in told_once([a, twice], on)], [one.what for one in told_once([a, twice, b], on)]
    (['A', 'A et B'], ['A', 'B'])
    >>> early = line("C", None)
    >>> whole = replace(early, case=replace(early.case, any_day=True, whole=True))
    >>> len(told_once([early, found], on)), [(one.what, one.is_major) for one in told_once([whole, found], on)]
    (2, [('C', True)])
    """
    every = list(todo)
    lines: dict[tuple[str, str], list[ToDo]] = defaultdict(list)
    for one in every:
        if one.case and not one.case.cites and (one.case.any_day or is_late(one, on)):
            lines[one.case.fact, one.rule].append(one)
    over: dict[int, ToDo] = {}  # the finding that each of these lines tells
    for one in every:
        if one.case and one.case.cites and is_told(one.case, those := lines[one.case.fact, one.rule]):
            over |= {id(line): one for line in those}
    gone = {id(finding) for finding in over.values()}
    return [as_found(one, over.get(id(one))) for one in every if id(one) not in gone]


def is_told(case: Case, lines: Sequence[ToDo]) -> bool:
    """Whether each thing that a finding counts has its line, or one line is of all of it."""
    if any(line.case and line.case.whole for line in lines):
        return True
    items = frozenset(item for line in lines if line.case for item in line.case.items)
    return case.items <= items and len(lines) >= case.count


def as_found(line: ToDo, finding: ToDo | None) -> ToDo:
    if finding is None or finding.case is None:
        return line
    return replace(
        line,
        why=f"{finding.case.cites} {CITED.sub('', line.why)}",
        blocks=line.blocks or finding.blocks,
        is_major=line.is_major or finding.is_major,
        beside=line.beside or finding.beside,
        beside_url=line.beside_url or finding.beside_url,
    )


def in_order(todo: Iterable[ToDo], on: date) -> list[ToDo]:
    """What is late, the oldest first; then what blocks; what is due within a fortnight; what is asked by name; what is major;
    what is due later; the rest in the order of the rooms.

    >>> on, day = date(2026, 11, 24), timedelta(days=1)
    >>> asked = [("rien", None, ""), ("loin", on + 30 * day, ""), ("grave", None, "major"), ("bloque", None, "blocks"),
    ...          ("demain", on + day, ""), ("nom", None, "mine"), ("hier", on - day, "blocks"), ("avant", on - 9 * day, "")]
    >>> todo = [ToDo(what, "", "", "", by, blocks=how == "blocks", is_major=how == "major", is_mine=how == "mine")
    ...         for what, by, how in asked]
    >>> [one.what for one in in_order(todo, on)]
    ['avant', 'hier', 'bloque', 'demain', 'nom', 'grave', 'loin', 'rien']
    """

    return sorted(todo, key=lambda one: urgency(one, on))


def urgency(one: ToDo, on: date) -> tuple[int, date]:
    """The lowest first."""
    if is_late(one, on):
        return 0, one.by or on
    if one.blocks:
        return 1, on
    if one.by is not None and one.by <= on + SOON:
        return 2, one.by
    if one.is_mine or one.is_major:
        return (3 if one.is_mine else 4), on
    return (5, one.by) if one.by else (6, on)


def told_apart[P](there: Mapping[P, Sequence[ToDo]], here: Iterable[ToDo], on: date) -> list[tuple[P, list[ToDo]]]:
    """What waits at other places, the most pressing first, then where there is most: each thing at one place, the first, and
    nothing that is told here. A thing is one where its words and its gesture are the same (`thing`).

    >>> on = date(2026, 11, 24)
    >>> a, b, c, d = (ToDo(what, "", f"/{what}", "", on if what == "c" else None) for what in "abcd")
    >>> [(place, [one.what for one in lines]) for place, lines in told_apart({"X": [a, b], "Y": [c, b], "Z": [a]}, [a], on)]
    [('Y', ['c', 'b'])]
    >>> [(place, len(lines)) for place, lines in told_apart({"X": [d], "Y": [a, b], "Z": [c, b]}, [], on)]
    [('Z', 2), ('X', 1), ('Y', 1)]
    >>> told_apart({"X": [a], "Y": []}, [a], on), [place for place, _ in told_apart({"X": [a], "Y": [b, d]}, [], on)]
    ([], ['Y', 'X'])
    >>> len(told_apart({"X": [replace(a, url="/x")]}, [a], on)), len(told_apart({"X": [replace(a, why="Autre")]}, [a], on))
    (1, 0)
    >>> from uuid import UUID
    >>> seen = [replace(a, url=f"/{place}/dossiers/1", row=UUID(int=1), button=button) for place, button in ("xv", "yv", "yw")]
    >>> [len(told_apart({"X": [other]}, seen[:1], on)) for other in (seen[1], seen[2], replace(seen[1], row=UUID(int=2)))]
    [0, 1, 1]
    """
    told = {thing(one) for one in here}
    found: list[tuple[P, list[ToDo]]] = []
    left = dict(there)
    while left := {place: rest for place, lines in left.items() if (rest := not_told(lines, told))}:
        first = min(left, key=lambda place: (urgency(left[place][0], on), -len(left[place])))
        found.append((first, lines := left.pop(first)))
        told |= {thing(one) for one in lines}
    return found


def thing(one: ToDo) -> Hashable:
    """What makes it one, wherever it is told: its words and its address; where each place has its own, the row and what one
    does of it."""
    return one.what, (one.row, one.button) if one.row else one.url


def pressing_in(lines: Sequence[ToDo], on: date) -> str:
    """What presses among things that are only counted: how many are late; else by when the first is due, within a fortnight;
    else that something blocks.

    >>> on = date(2026, 11, 24)
    >>> def line(days, **more): return ToDo("", "", "", "", None if days is None else on + timedelta(days=days), **more)
    >>> pressing_in([line(-3), line(2)], on), pressing_in([line(-3), line(-1)], on), pressing_in([line(-1)], on)
    ('dont une en retard', 'toutes en retard', 'en retard')
    >>> pressing_in([line(4), line(None)], on), pressing_in([line(0)], on), pressing_in([line(1), line(9)], on)
    ('la première d’ici au 28\xa0novembre', 'aujourd’hui', 'la première d’ici à demain')
    >>> pressing_in([line(None, blocks=True), line(None)], on), pressing_in([line(30), line(None)], on)
    ('dont une bloque', '')
    >>> stops = line(None, blocks=True)
    >>> pressing_in([stops], on), pressing_in([stops] * 3, on), pressing_in([stops, stops, line(30)], on)
    ('bloquante', 'toutes bloquantes', 'dont deux bloquent')
    """
    many = len(lines)
    if late := sum(1 for one in lines if is_late(one, on)):
        return which_are_late(many, late).removeprefix(", ")
    by = min((one.by for one in lines if one.by and one.by <= on + SOON), default=None)
    if by is not None:
        left = (by - on).days
        said = "aujourd’hui" if left == 0 else "d’ici à demain" if left == 1 else f"d’ici au {near(by, on)}"
        return said if many == 1 else f"la première {said}"
    blocking = sum(one.blocks for one in lines)
    if many == blocking:
        return "bloquante" if many == 1 else "toutes bloquantes"
    return f"dont {few(blocking, feminine=True)} {plural(blocking, 'bloque', 'bloquent')}" if blocking else ""


def not_told(lines: Iterable[ToDo], told: Collection[Hashable]) -> list[ToDo]:
    return [one for one in lines if thing(one) not in told]


def folded(todo: Sequence[ToDo], on: date) -> tuple[list[ToDo], list[ToDo]]:
    """The first ones, and what is folded below: five, or as many as press. One alone is not worth a fold.

    >>> todo = [ToDo(str(number), "", "", "") for number in range(7)]
    >>> [tuple(map(len, folded(todo[:number], date(2026, 11, 24)))) for number in (5, 6, 7)]
    [(5, 0), (6, 0), (5, 2)]
    """
    first = max(SHOWN, sum(1 for one in todo if is_pressing(one, on)))
    first = len(todo) if len(todo) == first + 1 else first
    return list(todo[:first]), list(todo[first:])


def when(one: ToDo, on: date) -> tuple[str, str]:
    """The first column of a line: when, and what is added below.

    >>> on = date(2026, 11, 24)
    >>> when(ToDo("", "", "", "", date(2026, 11, 20)), on), when(ToDo("", "", "", "", on), on)
    (('En retard', 'depuis le 21\\xa0novembre'), ('Aujourd’hui', 'dernier jour'))
    >>> when(ToDo("", "", "", "", date(2026, 12, 1)), on), when(ToDo("", "", "", "", date(2026, 11, 25)), on)
    (('D’ici au 1er\\xa0décembre', '7\\xa0jours'), ('D’ici à demain', ''))
    >>> when(ToDo("", "", "", "", blocks=True), on), when(ToDo("", "", "", "", is_major=True), on)
    (('Sans date', 'gravité bloquante'), ('Sans date', 'gravité majeure'))
    >>> when(ToDo("", "", "", ""), on)
    ('Sans date', '')
    """
    if one.by is None:
        return "Sans date", "gravité bloquante" if one.blocks else "gravité majeure" if one.is_major else ""
    left = (one.by - on).days
    if left < 0:
        return "En retard", f"depuis le {near(one.by + timedelta(days=1), on)}"
    if left == 0:
        return "Aujourd’hui", "dernier jour"
    if left == 1:
        return "D’ici à demain", ""
    return f"D’ici au {near(one.by, on)}", counted(left, "jour")


def cited(one: ToDo) -> tuple[str, str]:
    """The articles that a line cites, where one reads them from it, and the rest of why: they are its link.

    >>> cited(ToDo("", "Articles R0.5, R6.1. Vous pouvez agir.", "", "", rule="/texte/R0.5"))
    ('Articles R0.5, R6.1', 'Vous pouvez agir.')
    >>> cited(ToDo("", "Article L1.10. Vous pouvez agir.", "", "")), cited(ToDo("", "Un bilan.", "", "", rule="/x"))
    (('', 'Article L1.10. Vous pouvez agir.'), ('', 'Un bilan.'))
    """
    found = CITED.match(one.why) if one.rule else None
    return (found[0].rstrip(". "), one.why[found.end() :]) if found else ("", one.why)


def shown_day(one: ToDo, on: date) -> date | None:
    """The day of its tile, which its words tell too.

    >>> on = date(2026, 11, 24)
    >>> [shown_day(ToDo("", "", "", "", by), on) for by in (None, on, date(2026, 11, 20))]
    [None, datetime.date(2026, 11, 24), datetime.date(2026, 11, 21)]
    """
    return one.by + timedelta(days=1) if one.by and is_late(one, on) else one.by


def is_morning(local: datetime) -> bool:
    """When letters leave, in the time of the federation: from seven, and no later than noon if the machine was stopped.

    >>> [is_morning(datetime(2026, 11, 24, hour, minute)) for hour, minute in ((6, 59), (7, 0), (11, 59), (12, 0))]
    [False, True, True, False]
    """
    return 7 <= local.hour < 12


def opening(
    *,
    votes: int,
    waiting: int,
    late: int,
    held: Sequence[str],
    sitting: Sequence[str],
    replies: int,
    elsewhere: bool = False,
) -> str:
    """The sentence of the day: what waits, what is under way, what one is asked to answer. `held` names the sittings that this
    person presides or records, `sitting` those where they are convened; `elsewhere`: something waits at another place.

    >>> opening(votes=0, waiting=5, late=0, held=[], sitting=["Conseil d’ESS 35"], replies=1)
    'Cinq choses vous attendent. Le conseil d’ESS 35 est en séance\\xa0; une convocation attend votre réponse.'
    >>> opening(votes=0, waiting=44, late=8, held=[], sitting=[], replies=0)
    'Commencez par les huit choses en retard\\xa0; 36 autres attendent.'
    >>> opening(votes=0, waiting=12, late=0, held=[], sitting=[], replies=0)
    'Douze choses vous attendent.'
    >>> opening(votes=1, waiting=0, late=0, held=[], sitting=[], replies=0)
    'Un vote attend votre voix.'
    >>> opening(votes=1, waiting=1, late=0, held=[], sitting=[], replies=1)
    'Un vote attend votre voix, une convocation votre réponse\\xa0; une autre chose vous attend.'
    >>> opening(votes=1, waiting=0, late=0, held=[], sitting=["Bureau"], replies=0)
    'Un vote attend votre voix. Le bureau est en séance.'
    >>> opening(votes=2, waiting=3, late=1, held=[], sitting=[], replies=0)
    'Deux votes attendent votre voix\\xa0; trois autres choses vous attendent, dont une en retard.'
    >>> opening(votes=0, waiting=0, late=0, held=[], sitting=[], replies=2)
    'Deux convocations attendent votre réponse.'
    >>> opening(votes=0, waiting=0, late=0, held=["Conseil d’ESS 35"], sitting=[], replies=0)
    'Vous tenez la séance\\xa0: le conseil d’ESS 35.'
    >>> opening(votes=0, waiting=0, late=0, held=[], sitting=[], replies=0)
    'Rien ne vous attend.'
    >>> opening(votes=0, waiting=0, late=0, held=[], sitting=[], replies=0, elsewhere=True)
    'Rien ne vous attend ici.'
    """
    asked = [f"{few(votes)} {plural(votes, 'vote attend', 'votes attendent')} votre voix"] if votes else []
    if replies:
        meetings = plural(replies, "convocation", "convocations")
        meetings += "" if votes else plural(replies, " attend", " attendent")
        asked.append(f"{few(replies, feminine=True)} {meetings} votre réponse")
    answer = ", ".join(asked)
    if waiting > MANY and late:
        todo = [f"commencez par {where_to_begin(waiting, late)}"]
    elif waiting:
        things = plural(waiting, "chose vous attend", "choses vous attendent")
        other = plural(waiting, " autre", " autres") if votes else ""
        todo = [f"{number_of(waiting)}{other} {things}{which_are_late(waiting, late)}"]
    else:
        todo = []
    now = [f"vous tenez la séance\u00a0: {listed([the_body(name) for name in held])}"] if held else []
    if sitting:
        now.append(f"{listed([the_body(name) for name in sitting])} {plural(len(sitting), 'est', 'sont')} en séance")
    # A vote comes first, with the notices that ask for an answer too; without a vote, notices come last.
    parts = ([answer, *todo], now) if votes else (todo, [*now, answer] if replies else now)
    return " ".join(sentence("\u00a0; ".join(part)) for part in parts if part) or (
        NOTHING_HERE if elsewhere else NOTHING
    )


def sentence(told: str) -> str:
    return f"{told[:1].upper()}{told[1:]}."


def counted_in_words(number: int, one: str, several: str, *, feminine: bool) -> str:
    return f"{few(number, feminine=feminine)} {plural(number, one, several)}"


def number_of(things: int) -> str:
    """Things are feminine; a large number is in figures, that no line cuts.

    >>> [number_of(things) for things in (1, 2, 11, 41)]
    ['une', 'deux', 'onze', '41']
    """
    return few(things, feminine=True)


def where_to_begin(waiting: int, late: int) -> str:
    """
    >>> where_to_begin(12, 1), where_to_begin(12, 11)
        ('la chose en retard\\xa0; onze autres attendent', 'les onze choses en retard\\xa0; une autre attend')
    """
    first = "la chose en retard" if late == 1 else f"les {number_of(late)} choses en retard"
    rest = waiting - late
    return f"{first}\u00a0; {number_of(rest)} {plural(rest, 'autre attend', 'autres attendent')}" if rest else first


def which_are_late(waiting: int, late: int) -> str:
    """
    >>> which_are_late(5, 0), which_are_late(5, 1), which_are_late(1, 1), which_are_late(2, 2)
    ('', ', dont une en retard', ', en retard', ', toutes en retard')
    """
    if not late:
        return ""
    if late == waiting:
        return ", en retard" if late == 1 else ", toutes en retard"
    return f", dont {few(late, feminine=True)} en retard"
