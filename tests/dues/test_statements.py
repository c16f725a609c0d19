"""What a bank or HelloAsso says: read, shown, entered once, matched by a person, or asked of whoever paid."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml.html import fromstring

from kevread.common.actor import NOBODY
from kevread.common.errors import Invalid, Refused
from kevread.dues import links
from kevread.dues.models import Payment
from kevread.dues.operations import claim, match, pay, receive_statement, refund, undo_call, undo_payment, unmatch
from kevread.dues.queries.waiting import waiting
from kevread.journal.models import Act
from kevread.mail.models import Dispatch
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.guards.of_dues import REASON, due, line, member, tariff, told
from tests.publishing.test_front import text_of

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)
BANK = (
    "Relevé du compte;;;\r\n\r\nDate opération;Libellé;Débit euros;Crédit euros\r\n"
    "02/11/2026;VIR LE LAVOIR COT {year}-0001;;40,00\r\n02/11/2026;LOYER;-500,00;\r\n"
    "hier;VIR INCONNU;;12,00\r\n03/11/2026;VIR DUPONT;;1 250,50\r\n03/11/2026;VIR DUPONT;;1 250,50\r\n"
)


ALL = [str(number) for number in range(9)]


def deposit(client, scene, text: str | bytes, encoding: str = "cp1252", name: str = "releve.csv"):
    where = reverse("dues:receive", args=[scene.first.slug])
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode(encoding))
    return where, client.post(where, {"file": file})


def test_a_statement_is_shown_then_entered_and_the_same_line_is_one_payment(scene, treasurer):
    due(scene.first)
    where, page = deposit(treasurer, scene, BANK.format(year=TODAY.year))
    words = text_of(page)
    label = fromstring(page.text).xpath('//input[@name="garder"]/@aria-label')[0]
    assert label == f"Inscrire le paiement de 40\u00a0€, 2\u00a0novembre 2026, VIR LE LAVOIR COT {TODAY.year}-0001"
    assert "3 paiements lus" in words and "Ligne 6" in words and "1 ligne laissée de côté" in words
    assert not Payment.objects.exists()
    packed = page.context["packed"]
    assert "Paiements inscrits : 3" in text_of(
        treasurer.post(where, {"lu": packed, "garder": ALL}, follow=True)
    ).replace("\xa0", " ")
    treasurer.post(where, {"lu": packed, "garder": ALL})  # again: nothing more
    assert sorted(Payment.objects.values_list("cents", flat=True)) == [4000, 125050, 125050]
    lost = treasurer.post(where, {"lu": packed + "x", "garder": ALL})
    assert lost.status_code == 409 and 'type="file"' in lost.text
    again = text_of(deposit(treasurer, scene, BANK.format(year=TODAY.year), "utf-8")[1])
    assert "déjà connus" in again and again.count("déjà connu") == 4  # of all, then each
    elsewhere = signing.dumps([line().packed()], salt=f"dues.statement.{scene.second.pk}", compress=True)
    assert treasurer.post(where, {"lu": elsewhere, "garder": ALL}).status_code == 409


def test_only_what_is_kept_of_a_statement_is_entered(scene, treasurer):
    where, page = deposit(treasurer, scene, BANK.format(year=TODAY.year))
    packed = page.context["packed"]
    assert page.content.decode().count('name="garder"') == 3
    refused = treasurer.post(where, {"lu": packed})
    assert refused.status_code == 409 and "Gardez au moins une ligne" in text_of(refused)
    shown = refused.content.decode()
    assert shown.count('name="garder"') == 3 and " checked>" not in shown  # the lines again, as they were left
    packed = refused.context["packed"]
    assert not Payment.objects.exists()
    treasurer.post(where, {"lu": packed, "garder": ["1", "9", "x"]})
    assert [one.cents for one in Payment.objects.all()] == [125050]
    again = deposit(treasurer, scene, BANK.format(year=TODAY.year))[1].content.decode()
    assert again.count(" checked>") == 2  # its like in the same file is another payment


def test_a_payment_of_that_day_and_amount_is_not_ticked_twice(scene, treasurer, president):
    found = due(scene.first)
    pay(actor=president, due=found, cents=4000, paid_on=date(2026, 11, 2), means="transfer", now=NOW)
    _, page = deposit(treasurer, scene, BANK.format(year=TODAY.year))
    words, shown = text_of(page), page.content.decode()
    assert words.count("est déjà inscrit : à cocher si c’en est un autre") == 1
    assert shown.count('name="garder"') == 3 and shown.count(" checked>") == 2
    undo_payment(actor=president, payment=Payment.objects.get(), reason=REASON, now=NOW)
    assert "est déjà inscrit" not in text_of(deposit(treasurer, scene, BANK.format(year=TODAY.year))[1])


OFX = (
    "OFXHEADER:100\r\nDATA:OFXSGML\r\nCHARSET:1252\r\n\r\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>{}<BANKTRANLIST>"
    "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261102120000[+1:CET]<TRNAMT>+40,00<FITID>1<NAME>VIR ÉTÉ & FILS<MEMO>COT</STMTTRN>"
    "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261102<TRNAMT>40.00<FITID>2<NAME>VIR ÉTÉ &amp; FILS COT<MEMO>COT</STMTTRN>"
    "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261103<TRNAMT>-500.00<FITID>3<NAME>LOYER</STMTTRN>"
    "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261350<TRNAMT>12.00<FITID>4<NAME>VIR</STMTTRN>"
    "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_a_statement_as_ofx_says_the_same(scene, treasurer, encoding):
    where, page = deposit(treasurer, scene, OFX.format("EUR"), encoding, "releve.ofx")
    words = text_of(page)
    assert "2 paiements lus" in words and "Opération 4" in words and "1 ligne laissée de côté" in words
    assert [one.label for one in page.context["statement"].lines] == ["VIR ÉTÉ & FILS COT"] * 2  # each is a payment
    treasurer.post(where, {"lu": page.context["packed"], "garder": ALL})
    assert list(Payment.objects.values_list("cents", "paid_on")) == [(4000, date(2026, 11, 2))] * 2
    again = text_of(deposit(treasurer, scene, OFX.format("EUR"), encoding, "autre.ofx")[1])
    assert again.count("déjà connu") == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OFX.format("USD"), "en USD : on attend des euros"),
        (OFX.format("EUR").removesuffix("</OFX>"), "coupé"),
        ("<OFX></OFX>", "0 paiement"),
        ("<OFX>" + "<A>" * 5000 + "</OFX>", "0 paiement"),
    ],
)
def test_an_ofx_that_does_not_read_is_said(scene, treasurer, text, said):
    _, page = deposit(treasurer, scene, text, name="releve.ofx")
    assert page.status_code in (200, 422) and said in text_of(page)
    assert not Payment.objects.exists()


def test_a_workbook_is_read_by_its_first_sheet_that_is_a_statement(scene, treasurer):
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet("Notes").write_row(0, 0, ["Compte courant"])
        sheet = book.add_worksheet("Opérations")
        sheet.write_row(0, 0, ["Date", "Libellé", "Montant"])
        sheet.write_datetime(1, 0, datetime(2026, 11, 2), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_row(1, 1, ["VIR LAVOIR", 1250.5])
        sheet.write_row(2, 0, ["03/11/2026", "LOYER", -500])
    where, page = deposit(treasurer, scene, made.getvalue(), name="releve.xlsx")
    assert "1 paiement lu" in text_of(page) and "1 ligne laissée de côté" in text_of(page)
    treasurer.post(where, {"lu": page.context["packed"], "garder": ALL})
    assert list(Payment.objects.values_list("cents", "paid_on", "note")) == [(125050, date(2026, 11, 2), "VIR LAVOIR")]


def test_what_is_no_dues_is_put_aside_with_a_reason(scene, treasurer, president):
    payment = told(scene.first, label="Subvention")
    where = reverse("dues:change_payment", args=[scene.first.slug, payment.pk, "annuler"])
    assert where in treasurer.get(reverse("dues:waiting", args=[scene.first.slug])).content.decode()
    assert treasurer.post(where, {"reason": ""}).status_code == 422
    assert treasurer.post(where, {"reason": "C’est une subvention."}).status_code == 302
    assert waiting(scene.first, president, TODAY).payments == []
    back = reverse("dues:change_payment", args=[scene.first.slug, payment.pk, "rembourser"])
    assert treasurer.get(back).status_code == 404


def test_a_payment_that_nothing_may_be_matched_with_says_why(scene, treasurer):
    where = reverse("dues:waiting", args=[scene.first.slug])
    assert "Aucun paiement n’attend" in text_of(treasurer.get(where)) and "se rapproche" not in text_of(
        treasurer.get(where)
    )
    bare = treasurer.get(reverse("dues:dues", args=[scene.first.slug])).text
    assert ">Barème</a>" not in bare and ">Voir le barème</a>" in bare  # one way there, not two
    told(scene.first, label="VIR")
    page = treasurer.get(where)
    assert "aucune ne l’est : le barème n’est pas encore décidé" in text_of(page).replace("\xa0", " ")
    assert reverse("dues:tariffs", args=[scene.first.slug]) in page.text[page.text.index("se rapproche") :]
    tariff(scene.first)
    page = treasurer.get(where)
    assert "aucune ne l’est. Appeler" in text_of(page)
    assert reverse("dues:call", args=[scene.first.slug]) in page.text[page.text.index("se rapproche") :]


def test_a_payment_that_something_may_be_matched_with_says_nothing_more(scene, treasurer):
    due(scene.first)
    told(scene.first, label="VIR")
    assert "se rapproche d’une" not in text_of(treasurer.get(reverse("dues:waiting", args=[scene.first.slug])))


def test_what_waits_beyond_those_shown_is_counted(scene, president, monkeypatch):
    lines = [line(label=f"VIR {number}") for number in range(3)]
    receive_statement(actor=president, organisation=scene.first, lines=lines, now=NOW)
    for shown, more in ((1, 2), (2, 1), (3, 0)):
        monkeypatch.setattr("kevread.dues.queries.waiting.SHOWN", shown)
        found = waiting(scene.first, president, TODAY)
        assert (len(found.payments), found.more) == (shown, more)


def test_what_is_paid_already_is_asked_about_before_it_is_paid_again(scene, treasurer):
    found = due(scene.first)
    for label in ("VIR 1", "VIR 2"):
        second = told(scene.first, label=label)
        where = reverse("dues:match", args=[scene.first.slug, second.pk])
        page = treasurer.post(where, {"cotisation": found.pk})
    assert Payment.objects.get(pk=second.pk).due is None
    assert "bien un autre paiement" in text_of(page)
    treasurer.post(where, {"cotisation": found.pk, "encore": "1"})
    assert Payment.objects.get(pk=second.pk).due == found


def test_what_waits_is_not_given_back(scene, president):
    asked = {"cents": 1, "paid_on": TODAY, "means": "cash", "reason": "Un centime de trop.", "now": NOW}
    with pytest.raises(Refused, match="pour quelle cotisation"):
        refund(actor=president, payment=told(scene.first), **asked)


@pytest.mark.parametrize("text", ["Nom;Prénom\r\nLagarde;Zoé\r\n", "", "<html><table></table></html>"])
def test_what_is_no_statement_is_said_on_the_field(scene, treasurer, text):
    _, page = deposit(treasurer, scene, text)
    assert page.status_code == 422 and not Payment.objects.exists()


def test_a_suggestion_is_confirmed_and_taken_back(scene, treasurer, president):
    found = due(scene.first)
    payment = told(scene.first, label=f"VIR COT {found.reference}")
    (one,) = waiting(scene.first, president, TODAY).payments
    assert one.line.due == found and one.suggestion.why == "référence et montant"
    page = reverse("dues:waiting", args=[scene.first.slug])
    assert "Référence et montant" in text_of(treasurer.get(page))
    where = reverse("dues:match", args=[scene.first.slug, payment.pk])
    assert treasurer.post(where, {"cotisation": "x"}).status_code == 409
    treasurer.post(where, {"cotisation": found.pk})
    assert Payment.objects.get(pk=payment.pk).due == found
    assert waiting(scene.first, president, TODAY).payments == []
    treasurer.post(where, {"geste": "detacher"})
    assert Payment.objects.get(pk=payment.pk).due is None


def test_what_may_not_be_matched(scene, president):
    found = due(scene.first)
    payment = told(scene.first)
    other = due(scene.second)
    with pytest.raises(Invalid) as refused:
        match(actor=president, payment=payment, due=other, now=NOW)
    assert refused.value.field == "due"
    match(actor=president, payment=payment, due=found, now=NOW)
    refund(
        actor=president, payment=payment, cents=1, paid_on=TODAY, means="cash", reason="Un centime de trop.", now=NOW
    )
    with pytest.raises(Refused, match="remboursé"):
        unmatch(actor=president, payment=payment, now=NOW)
    by_hand = pay(actor=president, due=found, cents=1, paid_on=TODAY, means="cash", now=NOW)
    with pytest.raises(Refused, match="à la main"):
        unmatch(actor=president, payment=by_hand, now=NOW)


def test_nothing_is_matched_with_a_call_that_was_undone(scene, president):
    found = due(scene.first)
    undo_call(actor=president, call=found.call, reason=REASON, now=NOW)
    with pytest.raises(Refused, match="annulé"):
        match(actor=president, payment=told(scene.first), due=found, now=NOW)


def test_who_paid_is_asked_once_and_says_for_whom_by_a_press(scene, treasurer, president, settings):
    found = due(scene.first)
    payment = told(scene.first, label="Adhésion", email="zoe@exemple.fr")
    where = reverse("dues:match", args=[scene.first.slug, payment.pk])
    treasurer.post(where, {"geste": "demander"})
    assert Dispatch.objects.filter(address="zoe@exemple.fr").count() == 1
    assert treasurer.post(where, {"geste": "demander"}).status_code == 409
    public = entered_as(None, settings)
    page = reverse("dues:claim", args=[links.write(payment.pk)])
    assert "40 €" in text_of(public.get(page)) and Payment.objects.get(pk=payment.pk).claimed_for == ""
    name = found.affiliation.member.name
    assert name in text_of(public.post(page, {"name": name}, follow=True))
    (one,) = waiting(scene.first, president, TODAY).payments
    assert one.line.due == found and one.payment.due is None  # said, and confirmed by nobody yet
    assert one.suggestion.why.endswith("selon qui a payé")
    acts = Act.objects.count()
    assert public.post(page, {"name": name}).status_code == 422 and Act.objects.count() == acts  # said once
    match(actor=president, payment=payment, due=found, now=NOW)
    assert "plus rien à dire" in text_of(public.get(page))
    with pytest.raises(Refused):
        claim(actor=NOBODY, key=payment.pk, name="Une autre", now=NOW)
    for token in ("x", links.write(payment.pk, links.MINE)):
        assert public.get(reverse("dues:claim", args=[token])).status_code == 404


def test_two_lines_that_differ_are_two_payments(scene, president):
    tariff(scene.first)
    member(scene.first)
    lines = [line(), line(cents=4001), line(YESTERDAY - timedelta(days=1)), line(label="VIR 2"), line(label="vir")]
    done = receive_statement(actor=president, organisation=scene.first, lines=lines, now=NOW)
    assert done == (4, 1)  # capitals do not make another
    with pytest.raises(Invalid):
        receive_statement(actor=president, organisation=scene.first, lines=[], now=NOW)
