"""A criterion that the framework does not name, for one round, while its data move: the document leaves the list open."""

from datetime import datetime

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import one_line, seen
from kevread.equalisation.models import EXPLAINED, LONGEST_CRITERION, MOST_ADDED, AddedCriterion, Campaign
from kevread.equalisation.permissions import may_prepare
from kevread.equalisation.queries.collecting import criteria
from kevread.equalisation.rules.terms import KNOWN, naming
from kevread.journal.operations import act

from .preparing import opened


def add_criterion(*, actor: Actor, campaign: Campaign, name: str, source: str, now: datetime) -> AddedCriterion:
    """Add what is to be counted of each, with what says why. Raises Denied; Invalid on the field; Refused once data are frozen,
    or when there are enough."""
    may_prepare(actor, campaign.carrier).or_raise()
    name, source = one_line(name), one_line(source)
    name = name if name[1:2].isupper() else f"{name[:1].lower()}{name[1:]}"
    if not 3 <= len(seen(name)) <= len(name) <= LONGEST_CRITERION:
        raise Invalid("name", f"Dites ce qui se compte, au pluriel, en {LONGEST_CRITERION} caractères au plus.")
    if not EXPLAINED <= len(seen(source)) <= len(source) <= 300:
        raise Invalid("source", "Dites qui le demande et pourquoi, en 300 caractères au plus.")
    named = {word.casefold(): code for code in (*criteria(), *KNOWN) for word in (code, naming(code).name)}
    name = named.get(name.casefold(), name)  # one that Kevread knows bears the word by which it is read
    if name in criteria():
        raise Invalid("name", "Le cadre commun compte déjà ce critère.")
    if actor.person is None:
        raise Refused("Un critère s’ajoute par une personne.")
    arguments = {"campaign": campaign.pk, "name": name}
    with act("equalisation.add_criterion", actor=actor, about=campaign.carrier, now=now, arguments=arguments):
        row = opened(campaign)
        names = {one.casefold() for one in row.added.values_list("name", flat=True)}
        if name.casefold() in names:
            raise Invalid("name", "Ce critère est déjà ajouté.")
        if len(names) >= MOST_ADDED:
            raise Refused(f"{MOST_ADDED} critères sont ajoutés : retirez-en un d’abord.")
        today = timezone.localtime(now).date()
        return AddedCriterion.objects.create(
            campaign=row, name=name, source=source, added_on=today, added_by_id=actor.person
        )


def remove_criterion(*, actor: Actor, criterion: AddedCriterion, now: datetime) -> Campaign:
    """It serves no more: what was measured of it goes with it. Raises Denied; Refused once data are frozen."""
    campaign = criterion.campaign
    may_prepare(actor, campaign.carrier).or_raise()
    arguments = {"campaign": campaign.pk, "name": criterion.name}
    with act("equalisation.remove_criterion", actor=actor, about=campaign.carrier, now=now, arguments=arguments):
        row = opened(campaign)
        for told in row.measures.filter(criterion=criterion.name):
            told.delete()
        for found in row.added.filter(pk=criterion.pk):
            found.delete()
    return row
