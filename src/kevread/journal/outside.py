"""What of the journal is noted out of the database, beside the key of the installation: the head of its chain, and the acts
that no seal holds yet.

Whoever owns the tables cuts off the end of the chain with care, or takes out an act of a minute ago: nothing that is left in
the database says so. `<database>.json` is the last head that followed from the one noted before, recomputed from its
acts, stamped; `<database>.acts`, the key of each act committed since, one a line. Only what is committed is noted, so that
whoever reads this first, and the database then, finds all of it there. See decision 139.
"""

import json
import logging
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from kevread.base import beside, clock
from kevread.base.stamped import secrets

from . import replaced, touched
from .checks import kept
from .files import alone, file_of
from .models import Act, Chain, Change, Seal
from .seals import as_text
from .stamping import not_ours
from .strict import picture_of_the_journal, strictly, veiled
from .verification import batches, faults_of, one, ranges

SALT = "kevread.journal.outside"
log = logging.getLogger(__name__)
OWED: defaultdict[Path, set[UUID]] = defaultdict(set)  # what this process could not write yet
HEAD = "SELECT head FROM public.journal_seal WHERE number = %s"
FIRST = "SELECT id FROM public.journal_act WHERE seal > %s OR seal IS NULL ORDER BY seal, id LIMIT 1"
KEYLESS = (
    "les actes d’avant portent le cachet d’une clé que l’installation n’a plus : nul formulaire n’est reçu tant que vous n’en "
    "répondez pas"
)
SEALED = "SELECT id, seal FROM public.journal_act WHERE id = ANY (%s)"
STAMPED = """
SELECT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass('public.journal_check') AND attname = 'stamp')
"""
ALTERED = "le fichier {} n’est plus tel que Kevread l’a écrit, ou ne se lit pas"
LOST = "le fichier {} manque, alors qu’une vérification l’avait lu : rien ne dirait que la fin du journal a été coupée"
CUT = (
    "le scellé n° {}, noté hors de la base, n’est plus au journal : sa fin fut coupée, ou une sauvegarde d’avant remise"
)
OTHER = (
    "le scellé n° {} n’a plus la tête notée hors de la base : le journal fut réécrit, ou une autre base mise à sa place"
)
TAKEN_OUT = "{} acte{} noté{} hors de la base, que rien ne scellait encore, n’{} plus au journal"
DISGUISED = (
    "les tables du journal ne sont plus telles que Kevread les a faites : ce qui s’y lit peut n’être pas ce qui y est"
)
UNLIKE = "le scellé n° {} ne suit pas la tête notée hors de la base, ou ne dit pas les actes qu’il contient"


@dataclass(frozen=True, slots=True)
class Noted:
    """The last head that was seen to follow: after which seal (0: before the first), and when. `since`: from which seal on, and
    from when, each followed from the one before, and why it began there; `before`: what had been noted until then."""

    seal: int
    head: str
    at: str
    since: int
    since_at: str
    why: str = ""
    before: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Outside:
    """All that is noted; `said`: why the file of the head cannot be believed, or is not there though it should be."""

    noted: Noted | None
    acts: frozenset[UUID]
    said: str = ""

    @property
    def may_begin(self) -> bool:
        """Nothing is noted, and no file says otherwise: one that was altered is taken up again by whoever accepts it."""
        return self.noted is None and self.said in ("", LOST.format(file_of("json")))


@dataclass(frozen=True, slots=True)
class Fault:
    """In the words of `verification.verify`, and in French."""

    seal: int | None
    kind: str
    said: str


# The files -----------------------------------------------------------------------------------------------------------


def add(act: UUID) -> None:
    """An act that was just committed, with those that a full disk refused before: whoever fills it hides none. A line that a
    machine which stopped left unfinished spoils no other."""
    file = file_of("acts")
    owed = OWED[file]
    owed.add(act)
    with alone():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            told = frozenset(owed)
            stream.write("".join(f"\n{one}" for one in sorted(told)))
        owed -= told


def read() -> Outside:
    """To be called before the database is read: what is noted then is there."""
    try:
        acts = frozenset(acts_in(file_of("acts").read_text(encoding="ascii", errors="replace")))
    except FileNotFoundError:
        acts = frozenset[UUID]()
    except OSError:
        return Outside(None, frozenset(), ALTERED.format(file_of("acts")))
    try:
        said = json.loads(file_of("json").read_bytes())
        noted, stamp = Noted(**said["noted"]), str(said["stamp"])
    except FileNotFoundError:
        return Outside(None, acts, LOST.format(file_of("json")) if was_noted() else "")
    except (OSError, ValueError, KeyError, TypeError):
        return Outside(None, acts, ALTERED.format(file_of("json")))
    if not any(constant_time_compare(stamp, stamp_of(noted, secret)) for secret in secrets()):
        return Outside(None, acts, ALTERED.format(file_of("json")))
    return Outside(noted, acts)


def was_noted() -> bool:
    """Whether a check of ours read that file. A backup of before checks were stamped knows nothing of it."""
    return bool(one(STAMPED)) and any(found.noted for found in kept(clock.watch()))


def acts_in(text: str) -> Iterator[UUID]:
    """
    >>> key = UUID(int=7)
    >>> list(acts_in(f"\\n{key}\\n0000-01\\n{key}")) == [key, key]
    True
    """
    for line in text.split("\n"):
        try:
            yield UUID(line)
        except ValueError:
            continue


def stamp_of(noted: Noted, secret: str) -> str:
    said = json.dumps(asdict(noted), ensure_ascii=False, sort_keys=True)
    return salted_hmac(SALT, said, secret=secret, algorithm="sha256").hexdigest()


def write(noted: Noted, acts: frozenset[UUID]) -> None:
    """The head first: a machine that stops between the two leaves acts that this head holds as well. The other way round, those
    that are sealed since the old one would be watched by nothing."""
    said = {"noted": asdict(noted), "stamp": stamp_of(noted, settings.SECRET_KEY)}
    beside.put(file_of("json"), json.dumps(said, ensure_ascii=False, indent=1))
    beside.put(file_of("acts"), "".join(f"\n{act}" for act in sorted(acts)))


# What it is held against ---------------------------------------------------------------------------------------------


def faults(outside: Outside) -> list[Fault]:
    """What is noted and is not in the database."""
    found = [Fault(None, "anchor", outside.said)] if outside.said else []
    asked = {"rows": touched.excused, "tables": replaced.noted}
    found += [Fault(None, "anchor", ALTERED.format(file_of(kind))) for kind, ask in asked.items() if not ask()[1]]
    with strictly():
        noted = outside.noted
        if noted and noted.seal:
            head = one(HEAD, noted.seal)
            if head is None or as_text(bytes(head)) != noted.head:
                found.append(Fault(noted.seal, "anchor", (CUT if head is None else OTHER).format(noted.seal)))
        if gone := len(outside.acts - sealed(outside.acts).keys()):
            more = "s" if gone > 1 else ""
            found.append(Fault(None, "gap", TAKEN_OUT.format(gone, more, more, "sont" if more else "est")))
        if veiled([model._meta.db_table for model in (Act, Change, Seal, Chain)]):  # noqa: SLF001 — Django's own way
            found.append(Fault(None, "gap", DISGUISED))
    return found


def sealed(acts: frozenset[UUID]) -> dict[UUID, int | None]:
    """Those that are in the database, and by which seal each is held."""
    if not acts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(SEALED, [list(acts)])
        return dict(cursor.fetchall())


def hold(answer: dict[str, Any], outside: Outside) -> list[Fault]:
    """The answer of `verification.verify`, held to what is noted besides. A file that is not there is no fault of a journal."""
    found = faults(outside)
    known = {(fault["seal"], fault["kind"]) for fault in answer["faults"]}
    more = {(fault.seal, fault.kind): None for fault in found if not is_lost(fault)}
    answer["faults"] += [{"seal": seal, "kind": kind} for seal, kind in more if (seal, kind) not in known]
    answer["ok"] = answer["ok"] and not more
    if found:
        said = " ; ".join(fault.said for fault in found)
        answer["warning"] = " ".join(filter(None, [f"{said[0].upper()}{said[1:]}.", answer.get("warning")]))
    return found


def is_lost(fault: Fault) -> bool:
    return fault.said == LOST.format(file_of("json"))


def told(outside: Outside) -> list[str]:
    """Where nothing is wrong: until which seal, and from which on, each followed from the one before."""
    noted = outside.noted
    if noted is None:
        return ["rien n’est encore noté du journal hors de la base : le prochain scellé le fera"]
    waits = len(outside.acts)
    said = f"scellé n° {noted.seal} noté hors de la base, et {waits} acte{'s' * (waits > 1)} depuis"
    why = f", pour ce motif : {noted.why}" if noted.why else ""
    return [said, f"suivi sans rupture depuis le scellé n° {noted.since}, le {noted.since_at[:10]}{why}"]


def answered() -> int:
    """Until which seal whoever keeps the machine took for good what the database says, with a reason (`begin_anew`); 0 where
    nobody had to. What is older may bear the stamp of a key that this installation has no more."""
    noted = read().noted
    return noted.since if noted and noted.why else 0


def is_keyless() -> bool:
    """Whether the first act that nobody answered for bears no stamp of a key that this installation has, or had and still
    reads: the key was lost, or taken out of the file of keys."""
    return any(what == "stamp" for _, what in not_ours(f"a.id = ({FIRST})", [answered()]))


# What moves it on ----------------------------------------------------------------------------------------------------


def note_act(act: UUID) -> None:
    """Once this transaction is committed; a disk that refuses stops no act."""
    transaction.on_commit(partial(add, act), robust=True)


def move_on() -> None:
    """Note the head of the chain, if every seal since the one that is noted follows and says its acts. Otherwise what is noted
    stays, and with it what is wrong, until somebody accepts what the database says. Acts are noted meanwhile: what two
    processes found at once, the first notes."""
    outside = read()
    with picture_of_the_journal(), strictly():
        there, wrong, last = sealed(outside.acts), faults(outside), last_seal()
        if outside.noted and not wrong:
            wrong = unlike(outside.noted, [seal for seal in there.values() if seal])
    if wrong:
        log.error("The journal is not what is noted out of the database: %s", " ; ".join(fault.said for fault in wrong))
        return
    now = clock.watch().isoformat()
    old = outside.noted or Noted(-1, "", now, last[0], now)
    held = {
        act for act, seal in there.items() if seal and seal <= last[0]
    }  # one may be noted after its seal, by whoever lags
    with alone():
        found = read()
        if found.noted == outside.noted and (held or last != (old.seal, old.head)):
            write(replace(old, seal=last[0], head=last[1], at=now), found.acts - held)


def unlike(noted: Noted, holding: list[int]) -> list[Fault]:
    """The first seal that does not follow from the one before, or does not say its acts: from the noted head on, and from the
    first that is said to hold an act which was noted since, so that none is lent to an older one. The noted head is there:
    `faults` saw it, in the same picture."""
    first = min([noted.seal + 1, *holding])
    previous = bytes(one(HEAD, first - 1) or bytes(32))
    expected = first
    for seals in ranges(first - 1):
        found = batches(seals[0].number, seals[-1].number)
        for seal in seals:
            kind = next(faults_of(seal, found.get(seal.number), previous, expected), None)
            if kind:
                return [Fault(seal.number, kind, UNLIKE.format(seal.number))]
            previous, expected = bytes(seal.head), seal.number + 1
    return []


def last_seal() -> tuple[int, str]:
    last = next(iter(Seal.objects.raw("SELECT * FROM public.journal_seal ORDER BY number DESC LIMIT 1")), None)
    return (last.number, as_text(bytes(last.head))) if last else (0, "")


def begin_anew(why: str) -> None:
    """Somebody who holds the machine takes what the database says for good: what was noted until then is told with it."""
    with alone():
        outside = read()
        old = outside.noted
        before = ({"seal": old.seal, "head": old.head, "at": old.at, "why": old.why}, *old.before) if old else ()
        if outside.said and file_of("json").exists():
            file_of("json").replace(file_of("json.altered"))
        with strictly():
            (seal, head), now = last_seal(), clock.watch().isoformat()
            waits = frozenset(act for act, held in sealed(outside.acts).items() if held is None)
        write(Noted(seal, head, now, seal, now, why, before), waits)
