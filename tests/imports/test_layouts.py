"""Files that others make: recognised by their headers; what must not be kept is gone before anything sees it."""

import pytest

from kevread.imports.reading.book import read
from kevread.imports.reading.recognise import recognise

from .test_recognise import SHEETS

UNITS = """siren,statutDiffusionUniteLegale,prenom1UniteLegale,denominationUniteLegale,categorieJuridiqueUniteLegale,\
activitePrincipaleUniteLegale,nicSiegeUniteLegale,economieSocialeSolidaireUniteLegale,identifiantAssociationUniteLegale,\
etatAdministratifUniteLegale
732829320,O,,TI LIV,9220,94.99Z,00074,O,W351000001,A
356000000,P,ANNE,SECRET,1000,94.99Z,00048,,,A
5520135,O,,LE LAVOIR,5458,94.99Z,00038,O,[ND],A
552100554,O,,FERMEE,9220,94.99Z,00038,O,,C
"""
PLACES = """siren,nic,siret,statutDiffusionEtablissement,etablissementSiege,codeCommuneEtablissement,\
libelleCommuneEtablissement,enseigne1Etablissement,denominationUsuelleEtablissement,etatAdministratifEtablissement
732829320,00074,73282932000074,O,true,35238,RENNES,TI LIV BRAS,,A
732829320,00082,73282932000082,O,false,35238,RENNES,ANNEXE,,A
356000000,00048,35600000000048,P,true,35238,CACHEE,SECRETE,SECRETE,A
"""
RNA = """id;id_ex;siret;date_creat;titre;objet;position;adrs_codeinsee;adrs_codepostal;adrs_libcommune;adrg_nom;dir_civilite
W351000001;;;2001-05-04;TI LIV;danser;A;35238;35000;Rennes;Anne;MME
W351000002;;;0001-01-01;DISSOUTE;;D;35238;35000;Rennes;;
W351000003;;;0001-01-01;LE LAVOIR;laver;A;35238;35000;Rennes;;
"""
HELLO = """Référence commande;Date de la commande;Statut de la commande;Nom adhérent;Prénom adhérent;Carte d'adhérent;\
Nom payeur;Prénom payeur;Email payeur;Raison sociale;Moyen de paiement;Tarif;Montant tarif;Commune
1;24/11/2026 18:30;Validé;Le Gall;Anne;;LE GALL;Anne;Anne@Exemple.fr;;Carte;Plein;5,00;Rennes
2;24/11/2026 18:31;Validé;Cohen;Zoë;;Le Gall;Anne;Anne@Exemple.fr;;Carte;Plein;5,00;Bégard
3;24/11/2026 18:31;Remboursé;Perdu;Paul;;Perdu;Paul;paul@exemple.fr;;Carte;Plein;5,00;Bégard
"""
ESS = """SIREN;Nom ou raison sociale de l'entreprise;Famille juridique de l'entreprise;Code postal
5520135;LE LAVOIR;Associations;35000
"""


def found(text: str, encoding="utf-8"):
    book = read(text.encode(encoding), "export.csv")
    return book, recognise(book, SHEETS).grids[0]


def fed(one):
    return {column.name: column.into for column in one.columns if column.into}


def test_units_of_sirene_keep_nothing_of_who_asked_for_it():
    book, one = found(UNITS)
    assert one.into == "Organisations" and fed(one) == {
        "siren": "SIREN",
        "denominationUniteLegale": "nom",
        "categorieJuridiqueUniteLegale": "forme juridique",
        "identifiantAssociationUniteLegale": "RNA",
    }
    rows = book.grids[0].rows
    assert rows[2] == () == rows[4] and rows[3][0] == "005520135" and rows[3][4] == "Coopérative" and rows[3][8] is None
    assert "SECRET" not in str(book) and "ANNE" not in str(book) and "356000000" not in str(book)
    assert "1 ligne en diffusion partielle : rien n’en est gardé." in book.notes and not one.values


def test_places_of_sirene_are_the_seat_and_its_sign_where_it_has_no_name():
    book, one = found(PLACES)
    rows = book.grids[0].rows
    assert (
        rows[2] == () == rows[3]
        and rows[1][8] == "TI LIV BRAS"
        and "SECRETE" not in str(book)
        and "CACHEE" not in str(book)
    )
    assert fed(one)["siret"] == "SIRET du siège" and fed(one)["libelleCommuneEtablissement"] == "lieu"


def test_the_national_register_reads_its_nothing_as_nothing():
    book, one = found(RNA, "latin-1")
    rows = book.grids[0].rows
    assert rows[2] == () and rows[3][3] is None
    assert fed(one) == {
        "id": "RNA",
        "siret": "SIRET du siège",
        "titre": "nom",
        "date_creat": "depuis",
        "adrs_libcommune": "lieu",
    }


def test_who_pays_is_not_who_joins():
    book, one = found("\ufeff" + HELLO.replace("\n", "\r\n"))
    rows = book.grids[0].rows
    assert one.into == "Personnes"
    assert fed(one) == {"Nom adhérent": "nom", "Prénom adhérent": "prénom", "Email payeur": "adresse électronique"}
    assert rows[1][8] == "anne@exemple.fr" and rows[2][8] is None and rows[3] == ()
    assert any("payée par quelqu’un d’autre" in note for note in book.notes)


def test_an_address_that_the_member_gave_is_preferred():
    added = HELLO.replace("Montant tarif;Commune", "Montant tarif;Adresse e-mail")
    assert fed(found(added)[1])["Adresse e-mail"] == "adresse électronique"
    assert "Email payeur" not in fed(found(added)[1])


def test_the_list_of_ess_france_gets_its_zeros():
    book, one = found(ESS)
    assert book.grids[0].rows[1][0] == "005520135" and fed(one)["SIREN"] == "SIREN"
    assert [(value.value, value.meant) for value in one.values] == [("Associations", "Association")]


EVERY = {"units": UNITS, "places": PLACES, "register": RNA, "members": HELLO, "ess": ESS}
GONE = {
    "units": "SECRET ANNE 356000000 FERMEE",
    "places": "SECRETE CACHEE ANNEXE",
    "register": "DISSOUTE",
    "members": "Perdu paul@",
    "ess": "",
}


@pytest.mark.parametrize("above", [1, 3, 29])
@pytest.mark.parametrize("which", EVERY)
def test_a_title_above_the_headers_keeps_no_more_of_it(which, above):
    """A file that somebody opened, titled and kept again: it is the same file, some lines lower."""
    plain, one = found(EVERY[which])
    titled, other = found("Fichier reçu le 3 mai\n" + "\n" * (above - 1) + EVERY[which])
    (rows,) = (grid.rows for grid in titled.grids)
    place = next(number for number, row in enumerate(rows) if row == plain.grids[0].rows[0])
    assert rows[place:] == plain.grids[0].rows and titled.notes == plain.notes
    assert not any(word in str(titled) for word in GONE[which].split())
    assert (fed(other), other.header, other.into) == (fed(one), place + 1, one.into)


def test_whose_address_it_is_is_read_under_a_title_too():
    rows = found("Adhésions\n" + HELLO)[0].grids[0].rows
    assert (rows[2][8], rows[3][8], rows[4]) == ("anne@exemple.fr", None, ())


def test_headers_that_no_line_of_the_first_thirty_has_are_those_of_nobody():
    book = read(("\n".join(f"ligne {n};x" for n in range(30)) + "\n" + ESS).encode(), "export.csv")
    assert book.grids[0].rows[-1][0] == "5520135"
