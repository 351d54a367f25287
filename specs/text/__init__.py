"""The clause text engine: plain text ↔ tree → numbers, references, print. No Django here.

tree      what a clause is made of            parse      plain text → tree, with problems
inline    the tokens inside a sentence        format     tree → the stored plain text
codec     tree ↔ JSON without numbers         link       relative and literal references → keys
numbering which number everything has         references what a reference prints, and findings
skin      the municipality's drafting style   render     plain text and HTML for people
"""
