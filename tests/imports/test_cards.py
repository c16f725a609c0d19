"""Contacts of a telephone or of a mailbox are a grid of people."""

import pytest

from kevread.imports.reading.book import Unreadable, read

PHONE = """BEGIN:VCARD\r
VERSION:3.0\r
N:Le Gall;Anne-Gaëlle;;;\r
FN:Anne-Gaëlle Le Gall\r
item1.EMAIL;type=INTERNET:anne@exem
 ple.fr\r
EMAIL:anne@ailleurs.fr\r
TEL;TYPE=cell:06 12 34 56 78\r
ORG:Ti Liv\\; l’atelier;Bureau\r
TITLE:Présidente\r
ADR;TYPE=work:;;1 rue du Port;Ploërmel;;56800;France\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:4.0\r
FN:Zoë Cohen\r
EMAIL:mailto:zoe@exemple.fr\r
END:VCARD\r
"""
OLD = "BEGIN:VCARD\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Gu=C3=A9g=\nuen;Fran=C3=A7ois\nTEL;HOME:02\nEND:VCARD\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac-roman"])
def test_cards_are_people(encoding):
    grid = read(PHONE.replace("exem\n ple", "exem\r\n ple").encode(encoding), "contacts.vcf").grids[0]
    assert grid.rows == (
        ("Prénom", "Nom", "E-mail", "Autre e-mail", "Téléphone", "Organisation", "Fonction", "Adresse", "Code postal",
         "Commune"),
        ("Anne-Gaëlle", "Le Gall", "anne@exemple.fr", "anne@ailleurs.fr", "06 12 34 56 78", "Ti Liv; l’atelier", "Présidente",
         "1 rue du Port", "56800", "Ploërmel"),
        ("Zoë", "Cohen", "zoe@exemple.fr"),
    )  # fmt: skip


def test_cards_of_an_old_telephone_are_people():
    assert read(OLD.encode(), "c.vcf").grids[0].rows == (("Prénom", "Nom", "Téléphone"), ("François", "Guéguen", "02"))


def test_a_card_that_is_cut_is_told():
    with pytest.raises(Unreadable, match="aucune fiche entière"):
        read(b"BEGIN:VCARD\nFN:Anne\n", "c.vcf")
