"""Of whatever leads to a person or an organisation, in whichever room, somebody decided what a merge does: a column that nobody
thought of fails here, and prevents merges meanwhile."""

import pytest
from django.apps import apps
from django.db import models

from kevread.base.models import Record
from kevread.charter.models import Setting
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.directory.models import Organisation, Person
from kevread.imports.moving import Becomes, moves
from kevread.imports.operations import merge
from kevread.imports.operations.merging import VERB
from kevread.imports.tracing import loose_columns, movable, pointing_to
from tests.arrange import NOW, TODAY, arranging
from tests.factories import OrganisationFactory, PersonFactory, since

# Rows that are final as a whole, and prevent the merge of those whom they name: with the reason.
KEPT_FOR_GOOD = {
    "agreements.Party.organisation": "who is bound by an agreement is the record to keep",
    "decisions.Decision.organisation": "a register is kept by the network, whose records are always kept",
    "documents.Document.organisation": "a shelf is of the network, whose records are always kept",
    "dues.Receipt.organisation": "receipts are given by an organisation of the network, whose records are always kept",
    "equalisation.Measure.beneficiary": "shares go to the network, whose records are always kept",
}
# What the journal does not follow, and no undo would give back: it stays, and is found again, or ends by itself.
APART = {
    "documents.SigningCode.person": "ten minutes",
    "membership.Unconfirmed.of": "an organisation of the network",
    "votes.RollMark.voter": "the roll of the meeting holds them until it is over",
}
# Columns that could keep a key or an address, and keep those of no person nor of any organisation outside the network.
NEITHER = {
    "agreements.Clause.blanks": "figures and days",
    "careers.HandedOver.row": "what somebody carries, a row of its own",
    "charter.Derogation.decided_in": "a decision",
    "charter.Setting.decided_in": "a decision",
    "charter.Setting.value": "a value of the common framework",
    "delegations.Grant.acts": "words of the federation",
    "delegations.Grant.ceilings": "amounts, by act",
    "delegations.Grant.decided_in": "a decision",
    "documents.PaperSignature.chain": "grants",
    "documents.Signature.chain": "grants",
    "documents.Signature.mandate": "a mandate",
    "documents.Version.data": "what a paper says, in words",
    "equalisation.Campaign.frozen_with": "the network",
    "equalisation.Campaign.shares": "the network",
    "equalisation.Campaign.terms": "the network",
    "equalisation.Scenario.terms": "the network",
    "filings.Declaration.covers": "mandates, memberships, and other things that happened",
    "journal.Erased.act": "an act",
    "ledgers.Book.remarks": "counts",
    "ledgers.Key.parts": "codes, each with its part",
    "ledgers.Passage.codes": "codes",
    "ledgers.PostTime.parts": "codes, each with its part",
    "ledgers.Passage.parts": "codes, each with its part",
    "ledgers.Split.cents": "amounts",
    "ledgers.Split.weights": "how much each part weighs",
    "mail.Dispatch.act": "an act",
    "privacy.Erasure.gone": "counts",
    "privacy.Erasure.kept": "counts",
    "privacy.Purge.asked": "counts",
    "privacy.Purge.gone": "counts",
    "privacy.Purge.kept": "words",
    "privacy.Purge.kinds": "words of the federation",
    "privacy.Validation.said": "what a register says, in words",
    "seats.Delegation.powers": "words",
    "seats.Mandate.decided_in": "a decision",
    "seats.Seat.conditions": "words of the federation",
    "staff.Sheet.missions": "words of the federation",
    "statutes.Statutes.values": "values of the model",
    "statutes.StatutesArticle.blanks": "figures and days",
    "votes.HandCount.votes": "counts",
    "votes.Poll.terms": "what is put to the vote, in words",
    "votes.Scrutineer.opening": "numbers",
}


def column(model: type[models.Model], name: str) -> str:
    return f"{model._meta.label}.{name}"


def links() -> list[tuple[str, type[models.Model]]]:
    rooms = [pair for named in (Person, Organisation) for pair in pointing_to(named)]
    return [(name, model) for name, model in rooms if model.__module__.startswith("kevread.")]


def test_of_every_key_somebody_decided_what_a_merge_does():
    undecided = set()
    for name, model in links():
        if not issubclass(model, Record):
            undecided.add(column(model, name))
            continue
        whole = any(not final.columns for final in model.FINAL)
        follows = not whole or f"{name}_id" in movable().get(model._meta.db_table, ())
        is_known = model.OVER or model.in_use.__func__ is not Record.in_use.__func__
        if not follows and not is_known:
            undecided.add(column(model, name))
    assert undecided <= KEPT_FOR_GOOD.keys() | APART.keys()


def test_of_every_column_that_could_keep_one_somebody_said_whether_it_does():
    found = {column(model, name) for name, model in loose_columns()}
    named = {column(model, name) for model in apps.get_models() if issubclass(model, Record) for name in model.NAMES}
    assert found <= NEITHER.keys() | named and not NEITHER.keys() & named


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["key", "address"])
def test_what_keeps_one_without_a_link_is_found_and_prevents_the_merge(small, said):
    """Nobody said why it would stay: it is refused, and what keeps it is named."""
    with arranging():
        kept, gone = OrganisationFactory(scale=""), OrganisationFactory(scale="", slug="asso-lavoir")
        word = str(gone.pk) if said == "key" else gone.slug
        Setting.objects.create(name="R2.4.limite", value=[{"qui": word}], period=since(TODAY), adopted_by="CA")
    found = [move for move in moves(kept, gone, VERB, SYSTEM) if isinstance(move.row, Setting)]
    assert [move.becomes for move in found] == [Becomes.STOPS]
    with pytest.raises(Refused, match=r"R2\.4.*gardez plutôt cette fiche"):
        merge(kept=kept, gone=gone, within=small.head, actor=SYSTEM, now=NOW)
    assert moves(gone, kept, VERB, SYSTEM) == []


@pytest.mark.django_db
def test_a_word_that_holds_an_address_is_not_that_address(small):
    with arranging():
        kept, gone = OrganisationFactory(scale=""), OrganisationFactory(scale="", slug="lavoir")
        Setting.objects.create(
            name="R2.4.limite", value=["asso-lavoir", "lavoir-2"], period=since(TODAY), adopted_by="CA"
        )
    assert moves(kept, gone, VERB, SYSTEM) == []


def test_a_person_has_no_address(small):
    with arranging():
        kept, gone = PersonFactory(), PersonFactory()
    assert moves(kept, gone, VERB, SYSTEM) == []
