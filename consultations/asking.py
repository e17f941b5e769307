"""What a question asks about, where another app knows it: shown beside the box in which one answers."""

ABOUT = {}


def register(name, find):
    """Let ``find(questions)`` give, by their keys, what they ask about: its text, language, address and title.

    It is given questions with a label alone: those of a paragraph.
    """
    ABOUT[name] = find


def about(questions):
    """What these questions ask about, by their keys; of most that is nothing."""
    labelled = [question for question in questions if question.label]
    if not labelled:
        return {}
    return {key: told for find in ABOUT.values() for key, told in find(labelled).items()}
