"""Shares are notified: each beneficiary is written to, with its share on one page, in the act that notifies them."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.common.words import of as of_name
from kevread.directory.models import Organisation
from kevread.documents.contracts import as_data
from kevread.documents.rendering import render as set_paper
from kevread.equalisation.models import Campaign, Told
from kevread.equalisation.permissions import may_prepare
from kevread.equalisation.queries.due import pending
from kevread.equalisation.queries.path import gone
from kevread.equalisation.queries.settings import contested_until
from kevread.equalisation.queries.share import sheet_of
from kevread.equalisation.queries.telling import Letter, to_tell
from kevread.equalisation.rules.terms import euros
from kevread.journal.operations import act
from kevread.mail.message import link_to
from kevread.mail.models import Attachment
from kevread.mail.operations import Enclosed, kept, queue_letter

from .deciding import in_state

CHANGED = "Ce qui partirait a changé depuis que vous l’avez lu : relisez l’aperçu. Rien n’est parti."


def notify(*, actor: Actor, campaign: Campaign, seen: str, now: datetime) -> Campaign:
    """Each may read what it receives, and why, and is written so, once. From then on nothing of the round is rewritten. `seen`
    is the mark of what was read before. Raises Denied; Refused when it is no longer what was read, naming a beneficiary that
    closed meanwhile (of a correction, its share stays with the fund, and nobody is written to), or a payment of the round that
    this one corrects which is neither sent nor voided."""
    may_prepare(actor, campaign.carrier).or_raise()
    today = timezone.localtime(now).date()
    with act("equalisation.notify", actor=actor, about=campaign.carrier, now=now, arguments={"campaign": campaign.pk}):
        row = in_state(campaign, Campaign.State.DECIDED)
        if row.corrects_id:  # nobody prepares a payment of it from here on
            Campaign.objects.lock(row.corrects_id)
        if not row.corrects_id and (names := gone(row, today)):
            raise Refused(
                f"{names[0]} a fermé pendant la campagne : sa part ne se notifie pas. Abandonnez la campagne, et reprenez-la."
            )
        if waiting := pending(row):
            raise Refused(
                f"Le versement de {euros(waiting[0].amount)} à {waiting[0].beneficiary.name}, de la campagne corrigée, est "
                "préparé sans être fait : faites-le, ou annulez-le d’abord."
            )
        found = to_tell(row, today)
        if found.mark != seen:
            raise Refused(CHANGED)
        row.state, row.notified_on = Campaign.State.NOTIFIED, today
        row.save(update_fields=["state", "notified_on"])
        for key, letters in by_beneficiary(found.ready).items():
            send(row, key, letters, now)
    return row


def by_beneficiary(letters: tuple[Letter, ...]) -> dict[Organisation, list[Letter]]:
    found: dict[Organisation, list[Letter]] = {}
    for one in letters:
        found.setdefault(one.beneficiary, []).append(one)
    return found


def send(campaign: Campaign, beneficiary: Organisation, letters: list[Letter], now: datetime) -> None:
    """The same page for all who read for a beneficiary. Inside an act."""
    today = timezone.localtime(now).date()
    paper = page_of(campaign, beneficiary, now)
    page = link_to("equalisation:share", scale=beneficiary.slug, key=campaign.pk)
    for one in letters:
        Told.objects.create(campaign=campaign, beneficiary=beneficiary, person=one.person, told_on=today)
        told = {
            "campaign": campaign, "letter": one, "due": euros(abs(one.due)), "carrier": campaign.carrier,
            "until": contested_until(campaign.carrier, campaign.notified_on),
        }  # fmt: skip
        queue_letter(
            about=campaign.carrier,
            to=one.person,
            subject=f"{campaign} : la part {of_name(beneficiary.name)}",
            text=render_to_string("equalisation/letters/share.txt", told).strip(),
            buttons=[("Lire notre part, et pourquoi", page)],
            attachments=[paper],
            notice=True,
            now=now,
        )


def page_of(campaign: Campaign, beneficiary: Organisation, now: datetime) -> Attachment:
    sheet = sheet_of(campaign, beneficiary, timezone.localtime(now).date())
    if sheet is None:
        raise AssertionError("whoever is written to has a share")
    content = set_paper(sheet.template, as_data(sheet), made_at=now)
    return kept(Enclosed(f"{beneficiary.slug}-perequation-{campaign.year}.pdf", content))
