"""What each event is called on the screen. Feature apps add the words of their verbs."""

WORDS: dict[str, str] = {}


def register_words(words: dict[str, str]) -> None:
    """Name verbs in Japanese: {"workflow.moved": "段階を移した"}."""
    WORDS.update(words)


def words_for(verb: str) -> str:
    """The Japanese for a verb; the verb itself when nobody named it."""
    return WORDS.get(verb, verb)
