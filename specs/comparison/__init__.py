"""新旧対照表 of editions and pasted texts: on the screen, on paper, in Word.

editions     two editions → a comparison           sheet    what a table is printed from
pasted       an edition and a text from outside    kind     the document (D24), PDF and Word
attachments  what differs in 別表 and 様式         views    the screens
"""
