"""What accounts mean: codes of one’s own, what the accountant’s numbers are along the axes, how supports are shared."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.common.words import one_line
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.ledgers.loader import ACTION, CODE, STRUCTURE, framework
from kevread.ledgers.models import MOST_WEIGHT, Balance, Book, Code, Key, Passage
from kevread.ledgers.operations.splitting import keep_splits
from kevread.ledgers.permissions import may_keep_ledgers
from kevread.ledgers.queries.codes import codes_of
from kevread.ledgers.queries.meaning import beside, unsaid_of, years_of
from kevread.ledgers.rules.lines import Wrong, account_of
from kevread.ledgers.rules.sharing import CycleFound, in_order

MOST_PARTS = 12


def open_code(
    *, actor: Actor, organisation: Organisation, axis: str, code: str, label: str, since: date, now: datetime
) -> Code:
    """Add a code to an axis. Raises Denied; Invalid on `axis`, `code` or `label`; Refused where nobody gave a prefix."""
    may_keep_ledgers(actor, organisation).or_raise()
    known, code, label = framework(), code.strip().upper(), one_line(label)
    prefix = known.prefixes.get(organisation.slug)
    if prefix is None:
        raise Refused("Le cadre commun ne donne pas de préfixe à cette organisation : elle emploie les codes communs.")
    if axis not in known.axes or axis == STRUCTURE:
        raise Invalid("axis", "Choisissez un axe où l’on peut ajouter un code.")
    if not CODE.fullmatch(code) or not code.startswith(f"{prefix}-") or code == f"{prefix}-":
        raise Invalid(
            "code", f"Un code propre à cette organisation commence par {prefix}-, en capitales, chiffres et tirets."
        )
    if not label:
        raise Invalid("label", "Dites ce que ce code veut dire.")
    with act("ledgers.open_code", actor=actor, about=organisation, now=now, arguments={"axis": axis, "code": code}):
        Organisation.objects.lock(organisation.pk)
        rows = Code.objects.filter(organisation=organisation, axis=axis, code=code)
        if rows.touching(Period(since)).exists():
            raise Invalid("code", f"Le code {code} est déjà là.")
        return Code.objects.create(
            organisation=organisation, axis=axis, code=code, label=label[:120], period=as_range(Period(since))
        )


def close_code(*, actor: Actor, code: Code, last: date, now: datetime) -> Code:
    """Nothing more is put under it after that day. Raises Denied; Invalid on `last`; Refused once it is closed."""
    may_keep_ledgers(actor, code.organisation).or_raise()
    with act("ledgers.close_code", actor=actor, about=code.organisation, now=now, arguments={"code": code.code}):
        row: Code = Code.objects.select_related("organisation").lock(code.pk)
        if row.dates.end is not None:
            raise Refused(f"Le code {row.code} est déjà clos.")
        if row.dates.start is not None and last < row.dates.start:
            raise Invalid("last", "Un code finit après avoir commencé.")
        row.period = as_range(Period.through(row.dates.start, last))
        row.save(update_fields=["period"])
    return row


def set_passage(
    *, actor: Actor, organisation: Organisation, account: str, section: str, codes: Mapping[str, str],
    parts: Sequence[tuple[str, int]], since: date, now: datetime,
) -> Passage:  # fmt: skip
    """Say what accounts are, from a day on: what was said before holds until then. Raises Denied; Invalid on the field."""
    may_keep_ledgers(actor, organisation).or_raise()
    account, section = beginning_of(account), one_line(section)[:40]
    kept = valid_codes(organisation, codes, since)
    shares = valid_parts(organisation, parts, since)
    with act("ledgers.set_passage", actor=actor, about=organisation, now=now, arguments={"account": account}):
        Organisation.objects.lock(organisation.pk)
        made = put_passage(organisation, account, section, since, kept, shares)
        keep_splits(organisation)
        return made


def put_passage(
    organisation: Organisation,
    account: str,
    section: str,
    since: date,
    codes: dict[str, str],
    parts: list[list[object]],
    *,
    is_past: bool = False,
) -> Passage:
    """In an act that locks the organisation. `is_past`: it ends where what is said already begins. Raises Invalid on
    `since`."""
    rows = Passage.objects.filter(organisation=organisation, account=account, section=section)
    later = rows.filter(period__startswith__gt=since).order_by("period").first()
    if later and not is_past:
        raise Invalid("since", "Ce qui a été dit de ces comptes commence plus tard : choisissez un jour d’après.")
    before: Passage | None = rows.on(since).first()
    if before and before.dates.start == since:
        row: Passage = Passage.objects.lock(before.pk)
        row.codes, row.parts = codes, parts
        row.save(update_fields=["codes", "parts"])
        return row
    if before:
        before.period = as_range(Period(before.dates.start, since))
        before.save(update_fields=["period"])
    return Passage.objects.create(
        organisation=organisation,
        account=account,
        section=section,
        period=as_range(Period(since, later.dates.start if later else None)),
        codes=codes,
        parts=parts,
    )


def set_passages(*, actor: Actor, book: Book, said: Mapping[UUID, str], now: datetime) -> list[Passage]:
    """Say at once what several accounts of a file are, by their balance: each is for the action named, whole, from the first
    day of which nothing is said of it; what the federation usually puts beside that action goes with it, and another action is
    said alone. Raises Denied; Invalid on `said` when nothing is said, or on the balance by its identifier; Refused of an
    account of which something is said already, or that is not of this file: nothing is written then."""
    organisation = book.organisation
    may_keep_ledgers(actor, organisation).or_raise()
    if not said:
        raise Invalid("said", "Dites d’un compte au moins quelle action il sert.")
    with act("ledgers.set_passages", actor=actor, about=organisation, now=now, arguments={"accounts": len(said)}):
        Organisation.objects.lock(organisation.pk)
        open_ones = {row.pk: row for row in unsaid_of(book)}
        if any(key not in open_ones for key in said):
            raise Refused(
                "Quelque chose vient d’être dit de l’un de ces comptes : relisez la page, rien n’a été écrit."
            )
        made = []
        for key, action in said.items():
            row = open_ones[key]
            try:
                since = first_open(organisation, action, (first_unsaid(book, row), book.first, book.last))
                codes = valid_codes(organisation, beside(row.account, action), since)
                parts = valid_parts(organisation, [(action, 1)], since)
                made.append(put_passage(organisation, row.account, row.section, since, codes, parts, is_past=True))
            except Invalid as wrong:
                raise Invalid(str(key), wrong.sentence) from None
        keep_splits(organisation)
    return made


def first_open(organisation: Organisation, action: str, days: Sequence[date]) -> date:
    """The first of these days on which the action is open; the last, where it is on none."""
    return next((day for day in days if action in codes_of(organisation, ACTION, day)), days[-1])


def first_unsaid(book: Book, row: Balance) -> date:
    """The first day of the oldest file that counts, or that after what was said of the account ended: what was said stays."""
    said = Passage.objects.filter(organisation=book.organisation, account=row.account, section=row.section)
    ends = [one.dates.end for one in said if one.dates.end and one.dates.end <= book.last]
    oldest = min(one.first for one in [book, *years_of(book.organisation)])
    return max([oldest, *ends])


def end_passage(*, actor: Actor, passage: Passage, last: date, now: datetime) -> Passage:
    """It says no more what these accounts are, after that day. Raises Denied; Invalid on `last`; Refused once it is over."""
    may_keep_ledgers(actor, passage.organisation).or_raise()
    arguments = {"account": passage.account}
    with act("ledgers.end_passage", actor=actor, about=passage.organisation, now=now, arguments=arguments):
        Organisation.objects.lock(passage.organisation_id)
        row: Passage = Passage.objects.select_related("organisation").lock(passage.pk)
        if row.dates.end is not None:
            raise Refused("Ce passage est déjà clos.")
        if row.dates.start is not None and last < row.dates.start:
            raise Invalid("last", "Un passage finit après avoir commencé.")
        row.period = as_range(Period.through(row.dates.start, last))
        row.save(update_fields=["period"])
        keep_splits(row.organisation)
    return row


def set_key(
    *, actor: Actor, organisation: Organisation, year: int, source: str, basis: str, parts: Sequence[tuple[str, int]],
    now: datetime,
) -> Key:  # fmt: skip
    """Say how what a support costs is shared out in a year. Raises Denied; Invalid on `year`, `source`, `basis` or `parts`,
    also when keys would lead back to where they start; Refused once those of the year are frozen."""
    may_keep_ledgers(actor, organisation).or_raise()
    last = date(valid_year(year, now), 12, 31)
    if source not in codes_of(organisation, ACTION, last):
        raise Invalid("source", "Choisissez un code de l’axe des actions.")
    if basis not in Key.Basis.values:
        raise Invalid("basis", "Choisissez selon quoi.")
    shares = valid_parts(organisation, parts, last)
    if any(target == source for target, _ in shares):
        raise Invalid("parts", "Une clé ne répartit rien vers ce qu’elle répartit.")
    with act("ledgers.set_key", actor=actor, about=organisation, now=now, arguments={"source": source, "year": year}):
        Organisation.objects.lock(organisation.pk)
        rows = Key.objects.filter(organisation=organisation, year=year)
        keys = {one.source: [(code, weight) for code, weight in one.parts] for one in rows}
        try:
            in_order(keys | {source: [(code, weight) for code, weight in shares]})
        except CycleFound as found:
            way = " vers ".join(found.codes)
            raise Invalid("parts", f"Ces clés tourneraient en rond : {way}. Ôtez l’une de ces parts.") from None
        if rows.exclude(frozen_on=None).exists():
            raise Refused(f"Les clés de {year} sont figées : elles ne changent plus.")
        row = rows.filter(source=source).first() or Key(organisation=organisation, year=year, source=source)
        row.basis, row.parts = basis, shares
        row.save()
    return row


def freeze_keys(*, actor: Actor, organisation: Organisation, year: int, now: datetime) -> int:
    """The keys of a year change no more; how many were frozen. Raises Denied; Refused when none waits."""
    may_keep_ledgers(actor, organisation).or_raise()
    with act("ledgers.freeze_keys", actor=actor, about=organisation, now=now, arguments={"year": year}):
        Organisation.objects.lock(organisation.pk)  # a key that is being written is frozen with the others, or refused
        rows = Key.objects.filter(organisation=organisation, year=year, frozen_on=None).lock_all()
        if not rows:
            raise Refused(f"Aucune clé de {year} n’attend d’être figée.")
        for row in rows:
            row.frozen_on = timezone.localtime(now).date()
            row.save(update_fields=["frozen_on"])
    return len(rows)


def beginning_of(account: str) -> str:
    """Raises Invalid on `account`."""
    account = account.strip().upper()
    if len(account) in (1, 2) and account.isascii() and account.isdigit() and account[0] != "0":
        return account
    try:
        return account_of(account)
    except Wrong:
        raise Invalid("account", "Écrivez un compte, ou ce par quoi plusieurs commencent : 64, 6413.") from None


def valid_codes(organisation: Organisation, codes: Mapping[str, str], on: date) -> dict[str, str]:
    """Raises Invalid on `codes`."""
    kept = {}
    for axis, code in codes.items():
        if not code:
            continue
        if axis in (ACTION, STRUCTURE) or code not in codes_of(organisation, axis, on):
            raise Invalid("codes", f"« {code} » n’est pas un code de cet axe.")
        kept[axis] = code
    return kept


def valid_parts(organisation: Organisation, parts: Sequence[tuple[str, int]], on: date) -> list[list[object]]:
    """Raises Invalid on `parts`: at least one action, each once, with a part above zero."""
    known = codes_of(organisation, ACTION, on)
    kept = [[code, weight] for code, weight in parts if code]
    if not kept:
        raise Invalid("parts", "Dites au moins une action.")
    if len(kept) > MOST_PARTS or any(not 0 < int(weight) <= MOST_WEIGHT for _, weight in kept):  # type: ignore[call-overload]
        raise Invalid("parts", f"Chaque action a une part, un nombre entier de 1 à {MOST_WEIGHT}.")
    names = [code for code, _ in kept]
    if len(set(names)) != len(names):
        raise Invalid("parts", "Chaque action est dite une fois.")
    if unknown := next((code for code in names if code not in known), None):
        raise Invalid("parts", f"« {unknown} » n’est pas un code de l’axe des actions.")
    return kept


def valid_year(year: int, now: datetime) -> int:
    if not 2000 <= year <= now.year + 1:
        raise Invalid("year", "Cet exercice est trop loin d’aujourd’hui.")
    return year
