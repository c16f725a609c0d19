"""Which body decides what, and after whose advice. Pure: the matrix is data of the federation (`decisions.yaml`)."""
