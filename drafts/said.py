"""What is said of the paragraphs of a version beside them: how many comments, and how many inputs they rest on."""

from submissions.models.version import INSIDE

from . import commenting, places, tracing


def on(version, actor, blocks):
    """The blocks, each with the number of its comments and of its inputs that the reader may know of."""
    comments = commenting.counted(version, actor, [places.key_of(block) for block in blocks])
    inputs = tracing.rests_on(version, actor)
    return [
        block | {"comments": comments[places.key_of(block)], "inputs": inputs.get(places.key_of(block), 0)}
        for block in blocks
    ]


def may_comment(version, actor):
    """Whether the actor may comment on it, and nothing stands in the way now."""
    return actor.may("drafts.comment", version) and not version.why_not_comment(internally=actor.capacity in INSIDE)
