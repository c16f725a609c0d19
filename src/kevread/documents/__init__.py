"""Documents: what is kept as it was given or sent. Files and their versions, the setting of our papers, signatures.

A `Document` is a title in an organisation; a `Version` its bytes, frozen with their SHA-256; a `Signature` says who signed
which bytes, with what authority. Rooms above compose the data of a paper (`contracts`), have it set (`rendering`), and
keep it (`operations.keep_version`).

Invariants: a version and a signature are never changed nor deleted, even inside an act; whoever may not read a document
does not know that it exists; the text of a person is data of a template, never its source.
"""
