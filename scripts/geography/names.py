"""Whole names of EPCI in French typography, from the abbreviated official list.

>>> whole_name("CC du Pays Fouesnantais", "CC")
'Communauté de communes du Pays Fouesnantais'
>>> whole_name("CC Communauté Lesneven Côte des Légendes", "CC")
'Communauté Lesneven Côte des Légendes'
>>> short_name("CA du Pays de Landerneau-Daoulas"), short_name("CC de l'Oust à Brocéliande")
('Pays de Landerneau-Daoulas', 'Oust à Brocéliande')
"""

from __future__ import annotations

import re

TITLES = {
    "CC": "Communauté de communes",
    "CA": "Communauté d’agglomération",
    "CU": "Communauté urbaine",
    "METRO": "Métropole",
}

# Accents, hyphens and acronyms of the abbreviated list, put right.
CORRECTIONS = {
    "Belle Ile en Mer": "Belle-Île-en-Mer",
    "Côte d’Emeraude": "Côte d’Émeraude",
    "Saint Malo": "Saint-Malo",
    "Kreiz-Breizh (CCKB)": "Kreiz-Breizh",
}


def typographic(name: str) -> str:
    """
    >>> typographic("Côtes-d'Armor"), typographic("Golfe du Morbihan - Vannes")
    ('Côtes-d’Armor', 'Golfe du Morbihan – Vannes')
    """
    return name.replace("'", "’").replace(" - ", " – ")


def whole_name(abbreviated: str, nature: str) -> str:
    name = _corrected(abbreviated)
    if nature == "METRO" or name.startswith("Communauté"):
        return name
    return f"{TITLES[nature]} {name}"


def short_name(abbreviated: str) -> str:
    """For a label on the map; whole names everywhere else."""
    name = _corrected(abbreviated)
    if usual := re.search(r"\((.+)\)$", name):
        return usual[1]
    name = re.sub(r"^(de l’|de la |du |de )", "", name)
    return name[0].upper() + name[1:]


def _corrected(abbreviated: str) -> str:
    name = typographic(re.sub(r"^(CC|CA|CU) ", "", abbreviated))
    for wrong, right in CORRECTIONS.items():
        name = name.replace(wrong, right)
    return name
