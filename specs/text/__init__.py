"""The clause text engine: plain text → tree → numbers, references, print. No Django here.

tree      what a clause is made of            numbering  which number everything has
inline    the tokens inside a sentence        wording    what a reference prints
markers   第○条, 2, (1), ア, (ア), a           references what is wrong with references, blanks
reading   lines → drafts, with problems       render     plain text and HTML for people
parse     drafts → tree                       skin       the municipality's drafting style
within    前項, 前各号 inside an article        codec      tree ↔ JSON without numbers
identity  which provision is which after an edit
format    tree → the stored plain text
literals  references in plain words           link       words and numbers → links to keys
lookup    numbers → keys                      importing  a municipality's own text or file → tree
"""
