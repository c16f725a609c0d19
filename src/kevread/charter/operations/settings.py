"""Settings: founding values, decisions, corrections."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from kevread.base.models import as_range
from kevread.charter import permissions
from kevread.charter.asks import TOGETHER
from kevread.charter.engine import framework
from kevread.charter.models import Setting
from kevread.charter.operations.upholding import Shifts, watching
from kevread.charter.specs import SettingSpec
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import HEAD
from kevread.common.percents import WHOLE, points_of
from kevread.common.periods import Period, day_in_words
from kevread.common.words import of, seen
from kevread.directory.models import Organisation
from kevread.directory.operations.checks import EXPLAINED, required
from kevread.journal.models import Act, Change
from kevread.journal.operations import act

from .derogations import register_kept, require_unregistered

LONGEST = 200  # characters of a value that is words


def load_founding_settings(*, actor: Actor, now: datetime) -> int:
    """Write the founding values of the document and of the law that are not there yet, with their source. Idempotent.

    Those of the document are in force since it is, or since the day that it says of their article; those of the law, whose
    first day nothing here says, since always. A day of decision is written only where the document is dated.
    Returns how many were written. What the document does not decide stays undecided.
    """
    book = framework()
    there = set(Setting.objects.filter(organisation=None).values_list("name", flat=True))
    missing = [
        (article, spec)
        for article in book.articles.values()
        for spec in article.settings
        if spec.founding is not None and spec.name not in there
    ]
    if not missing:
        return 0
    since = book.adopted or now.date()
    head = Organisation.objects.at_scale(HEAD).first()
    with act("charter.load_founding_settings", actor=actor, about=head, now=now, arguments={"count": len(missing)}):
        Setting.objects.bulk_create(
            Setting(
                name=spec.name,
                value=spec.founding,
                period=as_range(Period(max(since, article.since or since) if article.is_founding else None)),
                adopted_by=(book.document.adopted_by or book.name) if article.is_founding else article.source,
                adopted_on=since if article.is_founding and book.document.dated else None,
            )
            for article, spec in missing
        )
    return len(missing)


def set_setting(
    *,
    actor: Actor,
    name: str,
    value: Any,
    since: date,
    adopted_by: str,
    adopted_on: date,
    organisation: Organisation | None,
    now: datetime,
    decided_in: UUID | None = None,
) -> Setting:
    """Write the value that was decided for a setting, from a day on; the value before ends the day before.

    `organisation` is the one whose own setting it is; None for the common framework. Raises Denied, or Invalid on the
    field: unknown name, value out of bounds, decision missing, value already decided from a later day, or in force before its
    decision.
    """
    spec = framework().settings.get(name)
    if spec is None:
        raise Invalid("name", f"La modalité « {name} » n’existe pas dans le cadre commun.")
    head = Organisation.objects.at_scale(HEAD).get()
    if (spec.decided_by == "own") != (organisation is not None):
        raise Invalid(
            "organisation", "Cette modalité se décide une fois pour tout le réseau, ou par chacune pour elle-même."
        )
    where = organisation or head
    permissions.may_set(actor, spec, where, head).or_raise()
    require_alone(name, "value")
    value = checked_value(spec, value)
    if not seen(adopted_by):
        raise Invalid(
            "adopted_by", "Nommez la décision qui fixe cette valeur, par exemple « AG du 12 juin, résolution 4 »."
        )
    if adopted_on > now.date():
        raise Invalid("adopted_on", "La décision ne peut pas être datée d’un jour à venir.")
    require_decided_first(adopted_on, since, "since")
    arguments = {"name": name, "value": value, "since": since, "adopted_by": adopted_by, "adopted_on": adopted_on}
    with act("charter.set_setting", actor=actor, about=where, now=now, arguments=arguments):
        Organisation.objects.lock(where.pk)
        whence = {"adopted_by": adopted_by.strip(), "adopted_on": adopted_on, "decided_in": decided_in}
        return write_value(name, organisation, value, since, whence)


def require_decided_first(adopted_on: date, since: date | None, field: str) -> None:
    """Nothing binds before it is decided: what was found of days that are past would change, and nobody would see it before.
    Raises Invalid."""
    if since and since < adopted_on:
        raise Invalid(field, f"La décision est du {day_in_words(adopted_on)} : elle ne vaut pas avant.")


def write_value(
    name: str, organisation: Organisation | None, value: Any, since: date, whence: Mapping[str, Any]
) -> Setting:
    """A value that holds, from a day on, and whence it comes; the one before ends. For a verb that decides, in its act, with
    the organisation locked. Raises Invalid on `since`: value already decided from a later day."""
    current = Setting.objects.filter(name=name, organisation=organisation).order_by("period")
    if later := current.filter(period__startswith__gte=since).first():
        raise Invalid(
            "since",
            f"Une valeur est déjà décidée à partir du {day_in_words(later.period.lower)} : choisissez un jour après.",
        )
    for setting in current.on(since):
        setting.period = as_range(Period(setting.period.lower, since))
        setting.save(update_fields=["period"])
    return Setting.objects.create(
        name=name, organisation=organisation, value=value, period=as_range(Period(since)), **whence
    )


def decide_setting(
    *,
    on: date,
    name: str,
    organisation: Organisation | None,
    since: date,
    adopted_on: date,
    decided_in: UUID | None = None,
    **asked: Any,
) -> tuple[Setting, Shifts]:
    """`set_setting`, and what follows: the verdicts of a day that the new value changes, before and after, and the places
    that it opens.

    `decided_in`: the line of the register of decisions that fixes it, when the room that keeps it does. Without it the
    decision is named in words: it was taken, and what it fixes held, before that register was kept. Raises Invalid on
    `adopted_by`, or on `since`, otherwise.
    """
    if decided_in is None:
        where = organisation or Organisation.objects.at_scale(HEAD).get()
        require_unregistered(where, adopted_on, "la modalité se fixe")
        require_held_before(where, since)
        require_not_replaced(where, name, organisation, since, asked)
    asked |= {"organisation": organisation, "since": since, "adopted_on": adopted_on, "decided_in": decided_in}
    with watching(on, name) as shifts:
        setting = set_setting(name=name, **asked)
    return setting, shifts


def require_held_before(where: Organisation, since: date) -> None:
    """What words fix held before the register of decisions was kept: a decision of before is easily said once it is useful,
    and whoever says it alone would change what holds today. Raises Invalid."""
    if kept := register_kept(where, since):
        raise Invalid(
            "since",
            f"Le registre des décisions {of(where.name)} a été ouvert le {day_in_words(kept)} : ce qui vaut depuis ce jour se "
            "fixe par une de ses lignes. Inscrivez-y la décision, même si elle est plus ancienne.",
        )


def require_not_replaced(
    where: Organisation, name: str, organisation: Organisation | None, since: date, asked: Mapping[str, Any]
) -> None:
    """Once the register of decisions is kept, words that were annulled are written again as they were, or not at all: with
    another value, or from another day, whoever annuls and writes would decide alone what a line should. Raises Invalid."""
    if not register_kept(where, asked["now"].date()):
        return
    acts = Act.objects.filter(organisation=where.pk, verb="charter.annul_setting").values("pk")
    rows = Change.objects.filter(act__in=acts, table=Setting._meta.db_table, after__isnull=True, before__name=name)  # noqa: SLF001
    whose = str(organisation.pk) if organisation else None
    gone = (
        rows.filter(before__organisation_id=whose, before__decided_in=None).order_by("-pk").first() or Change()
    ).before
    spec = framework().settings.get(name)
    if gone is None or spec is None:
        return
    if gone["value"] != checked_value(spec, asked["value"]) or not gone["period"].startswith(f"[{since.isoformat()},"):
        raise Invalid(
            "value",
            f"Une autre valeur, {spec.words(gone['value'])} ({gone['adopted_by']}), était inscrite en toutes lettres et fut "
            "annulée. Depuis que le registre des décisions est tenu, celle-ci se fixe par une de ses lignes ; une faute de "
            "saisie se corrige, avec ce qu’elle remplace et pourquoi : réinscrivez l’ancienne, puis corrigez-la.",
        )


def correct_setting(
    *, actor: Actor, setting: Setting, value: Any, adopted_by: str, adopted_on: date, reason: str, now: datetime
) -> Setting:
    """Set right the last value of a setting, mistyped: the period stays, the journal keeps what was written before.

    What a line of the register fixes goes on being what that line fixes: the decision that is cited stays. Raises Denied;
    Refused for the value of the document, which a decision replaces; Invalid on the field: value out of bounds, no reason, a
    value that another already follows, another decision than that of the register, or one that it should hold.
    """
    spec = framework().settings[setting.name]
    head = Organisation.objects.at_scale(HEAD).get()
    where = setting.organisation or head
    permissions.may_set(actor, spec, where, head).or_raise()
    require_alone(setting.name, "value")
    value = checked_value(spec, value)
    wanted = "Dites en une phrase quelle erreur de saisie vous corrigez, et qui l’a constatée."
    reason = required("reason", reason, wanted, least=EXPLAINED)
    if not seen(adopted_by):
        raise Invalid("adopted_by", "Nommez la décision qui fixe cette valeur.")
    if adopted_on > now.date():
        raise Invalid("adopted_on", "La décision ne peut pas être datée d’un jour à venir.")
    hat = actor.hat_for("set_setting", where.pk)
    with act("charter.correct_setting", actor=actor, about=where, now=now, hat=hat, reason=reason):
        Organisation.objects.lock(where.pk)
        setting = Setting.objects.get(pk=setting.pk)
        if setting.period.upper is not None:
            raise Invalid("value", "Une autre valeur a suivi celle-ci : seule la dernière peut être corrigée.")
        require_decided(setting, spec, "la corrige")
        if setting.decided_in and (adopted_by.strip(), adopted_on) != (setting.adopted_by, setting.adopted_on):
            raise Invalid(
                "adopted_by",
                f"Le registre fixe cette valeur : {setting.adopted_by}. Si c’est une autre décision, annulez la valeur, puis "
                "inscrivez-la depuis celle-là.",
            )
        if adopted_on != setting.adopted_on:
            require_unregistered(where, adopted_on, "la modalité se fixe")
            require_decided_first(adopted_on, setting.period.lower, "adopted_on")
        setting.value, setting.adopted_by, setting.adopted_on = value, adopted_by.strip(), adopted_on
        setting.save(update_fields=["value", "adopted_by", "adopted_on"])
    return setting


def annul_setting(*, on: date, actor: Actor, setting: Setting, reason: str, now: datetime) -> Shifts:
    """A value that was written by mistake: it never was in force, and the value before is as it was. Its
    row and why are in the journal, and nowhere else. With the verdicts of a day that this changes.

    What was decided and no longer holds is followed by another decision; what was mistyped is corrected. Raises Denied;
    Invalid on the reason; Refused for a value that another follows, that one first, or for one of the document.
    """
    spec = framework().settings[setting.name]
    head = Organisation.objects.at_scale(HEAD).get()
    where = setting.organisation or head
    permissions.may_set(actor, spec, where, head).or_raise()
    require_alone(setting.name, "reason")
    wanted = "Dites en une phrase quelle erreur vous corrigez, et qui l’a constatée."
    reason = required("reason", reason, wanted, least=EXPLAINED)
    hat = actor.hat_for("set_setting", where.pk)
    asked = {"setting": setting.pk, "name": setting.name, "value": setting.value}
    with (
        watching(on, setting.name) as shifts,
        act("charter.annul_setting", actor=actor, about=where, now=now, hat=hat, arguments=asked, reason=reason),
    ):
        Organisation.objects.lock(where.pk)
        take_value_back(setting, spec)
    return shifts


def require_alone(name: str, field: str) -> None:
    """Raises Invalid where the setting is decided with others, and not by itself."""
    for together in TOGETHER:
        if said := together().get(name):
            raise Invalid(field, said)


def take_value_back(setting: Setting, spec: SettingSpec) -> None:
    """The last value never was in force, and the one before is as it was. For a verb that annuls, in its act, with the
    organisation locked. Raises Refused."""
    same = Setting.objects.filter(name=setting.name, organisation=setting.organisation)
    wrong = same.filter(pk=setting.pk).first()
    if wrong is None:
        raise Refused("Cette valeur est déjà annulée.")
    if wrong.period.upper is not None:
        raise Refused(f"Une autre valeur a suivi « {spec.label} » : annulez d’abord la dernière.")
    require_decided(wrong, spec, "l’annule")
    before = same.filter(period__endswith=wrong.period.lower).first()
    wrong.delete()
    if before is not None:
        before.period = as_range(Period(before.period.lower))
        before.save(update_fields=["period"])


def require_decided(setting: Setting, spec: SettingSpec, undoes: str) -> None:
    """Raises Refused for the value that the document gives, which nobody decided here."""
    common = Setting.objects.filter(name=setting.name, organisation=None)
    is_first = not setting.organisation_id and not common.filter(period__endswith=setting.period.lower).exists()
    if spec.founding is not None and is_first:
        raise Refused(f"C’est la valeur du document : une décision la remplace, rien ne {undoes}.")


def mend_setting(*, on: date, setting: Setting, **asked: Any) -> tuple[Setting, Shifts]:
    """`correct_setting`, and what follows."""
    with watching(on, setting.name) as shifts:
        mended = correct_setting(setting=setting, **asked)
    return mended, shifts


def checked_value(spec: SettingSpec, value: Any) -> Any:
    """The value of a setting, within its bounds. Raises Invalid."""
    if isinstance(value, str) and len(value) > LONGEST:
        raise Invalid("value", f"{LONGEST} caractères au plus.")
    if spec.unit == "text":
        if not str(value or "").strip():
            raise Invalid("value", "Écrivez ce qui a été décidé.")
        return str(value).strip()
    if spec.unit == "choice":
        if value not in dict(spec.one_of):
            raise Invalid("value", "Choisissez une des valeurs proposées.")
        return value
    if spec.unit == "fraction":
        return checked_fraction(value)
    if spec.unit == "weights":
        return checked_weights(value)
    if spec.unit == "basis_points":
        return checked_points(spec, value)
    try:
        number = int(str(value).strip())
    except ValueError:
        raise Invalid("value", "Un nombre entier est attendu.") from None
    if spec.between and not spec.between[0] <= number <= spec.between[1]:
        raise Invalid("value", f"Un nombre de {spec.between[0]} à {spec.between[1]} est attendu.")
    return number


def checked_points(spec: SettingSpec, value: Any) -> int:
    """Basis points: a number already, or a percentage as people type it, « 12,5 % ». Raises Invalid."""
    low, high = spec.between or (0, WHOLE)
    try:
        points = value if isinstance(value, int) else points_of(str(value))
    except ValueError:
        raise Invalid("value", spec.asked) from None
    if not low <= points <= high:
        raise Invalid("value", spec.asked)
    return points


def checked_weights(value: Any) -> str:
    """A weight for each name, in the order of the names: « adherents-directs : 1 ; poles : 2 ». Raises Invalid."""
    found: dict[str, Fraction] = {}
    for line in re.split(r"[;\n]", str(value)):
        name, _, weight = (part.strip() for part in line.partition(":"))
        if not (name or weight):
            continue
        is_name = bool(seen(name)) and name.isprintable() and name not in found
        if not is_name or not re.fullmatch(r"[0-9]{1,6}(/[1-9][0-9]{0,5})?", weight):
            raise Invalid(
                "value", "Un poids par collège est attendu, chacun une fois : « poles : 2 ; adherents-directs : 1/3 »."
            )
        found[name] = Fraction(weight)
    if not any(found.values()):
        raise Invalid("value", "Au moins un collège a un poids plus grand que zéro.")
    return " ; ".join(f"{name} : {weight}" for name, weight in sorted(found.items()))


def checked_fraction(value: Any) -> str:
    """A share from 0 to 1, « 1 sur 4 » or « 1/4 », in its lowest terms. Raises Invalid."""
    typed = str(value).replace("sur", "/").replace(" ", "")
    try:  # « 1e-99999999 » is a share too, of as many digits
        share = Fraction(typed) if re.fullmatch(r"[0-9.]{1,12}(/[0-9]{1,12})?", typed) else Fraction(-1)
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share <= 1:
        raise Invalid("value", "Une part de 0 à 1 est attendue, par exemple 1 sur 4 ; 0 veut dire : aucun quorum.")
    return str(share)
