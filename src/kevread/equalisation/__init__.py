"""The equalisation fund: what the network shares out between its groupings each year, by what rule, decided by whom."""
