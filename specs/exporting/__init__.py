"""An edition in other programs' formats: text, law XML, Word. (JSON and OSCAL, which hold the check
items too, are in checklists.exporting.)"""
