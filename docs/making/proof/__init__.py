"""Where every number of the book comes from, and what tells when one goes wrong.

`source` takes a page apart, `equations` proves arithmetic, `origins` finds a number in the code
around it, `marks` binds what is left, `bilingual` compares the languages, `twins` tells which one
has moved on, and `attack` changes the book and counts what is noticed. All of it works on text.
"""
