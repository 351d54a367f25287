"""改め文: the words by which an amending contract turns the old text into the new one.

plain       a printed document by its numbers      plan    a comparison → operations
operations  what an amendment does, and doing it   phrase  「A」を「B」に inside one provision
words       operations → sentences                 running keep the numbers of a running contract
"""

from specs.text.amend.plan import amendment
from specs.text.amend.running import keeping_numbers
from specs.text.amend.words import Sentence, sentences

__all__ = ["Sentence", "amendment", "keeping_numbers", "sentences"]
