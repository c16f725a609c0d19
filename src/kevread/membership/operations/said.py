"""What an organisation says of itself when it asks to join, checked once for every door."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kevread.common.errors import Invalid
from kevread.common.words import one_line, seen
from kevread.directory.models import LegalForm, Reach
from kevread.directory.operations.checks import identified
from kevread.membership.models import Admission
from kevread.membership.queries.applying import known_by
from kevread.territory.models import Kind, Zone

NAME_AT_MOST, MESSAGE_AT_MOST = 160, 4000


@dataclass(frozen=True, slots=True)
class Said:
    """Every value is right by itself; `commune` is the key of one."""

    name: str
    legal_form: str
    siren: str
    rna: str
    commune: str
    activity: str
    reach: str
    given_name: str
    family_name: str
    email: str
    message: str

    def columns(self) -> dict[str, Any]:
        """Those of an `Admission`."""
        told = asdict(self)
        return told | {"said_reach": told.pop("reach"), "commune_id": told.pop("commune") or None}


def checked(asked: Mapping[str, Any], *, needs_email: bool) -> Said:
    """Raises Invalid on the field that is wrong."""
    name = one_line(asked["name"])
    if not 0 < len(seen(name)) <= len(name) <= NAME_AT_MOST:
        raise Invalid("name", f"Écrivez le nom de l’organisation, en {NAME_AT_MOST} caractères au plus.")
    if asked["legal_form"] not in LegalForm.values:
        raise Invalid("legal_form", "Choisissez une des formes juridiques proposées.")
    if asked["reach"] not in Reach.values:
        raise Invalid("reach", "Choisissez jusqu’où l’organisation agit.")
    numbers = identified(asked.get("siren", ""), "", asked.get("rna", ""))
    commune: Zone | None = asked.get("commune")
    if commune is not None and commune.kind != Kind.COMMUNE:
        raise Invalid("commune", "Choisissez une commune.")
    given, family = one_line(asked["given_name"])[:80], one_line(asked["family_name"])[:80]
    if not given or not family:
        field = "given_name" if not given else "family_name"
        raise Invalid(field, "Dites qui répond pour l’organisation.")
    message = str(asked.get("message", "")).strip()
    if len(message) > MESSAGE_AT_MOST:
        raise Invalid("message", f"Écrivez {MESSAGE_AT_MOST} caractères au plus.")
    return Said(
        name=name,
        legal_form=asked["legal_form"],
        siren=numbers["siren"],
        rna=numbers["rna"],
        commune=str(commune.pk) if commune else "",
        activity=one_line(asked.get("activity", ""))[:200],
        reach=asked["reach"],
        given_name=given,
        family_name=family,
        email=address_of(asked.get("email", ""), needs_email),
        message=message,
    )


def address_of(typed: str, is_needed: bool) -> str:
    if not typed and not is_needed:
        return ""
    try:
        validate_email(typed)
    except ValidationError:
        raise Invalid(
            "email", "Écrivez une adresse complète, comme nom@exemple.fr : la réponse y sera envoyée."
        ) from None
    return typed.strip()


def written(said: Said, **more: Any) -> Admission:
    """Write an application that was received. Called in an act."""
    return Admission.objects.create(member=known_by(said.siren, said.rna), **said.columns(), **more)
