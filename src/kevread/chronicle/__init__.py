"""The journal told in words: who did what, as whom, on which rows, and each row before and after.

It knows no other room. A verb has its sentence in the room that declares it; a table and its columns have the words of
their model (`verbose_name`, choices), and a row is named as its model says (`base.models.Record`). Every column is told,
but those that the model names in `UNTOLD`, with the reason.
"""
