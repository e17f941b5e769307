"""The comments on a text as a reader is shown them: under the paragraphs in order, from one version to the next."""

from collections import Counter, defaultdict

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from accounts.models import DelegationKind
from submissions.models.submission import SPEAKING
from submissions.models.version import INSIDE

from . import places, wording
from .models import Comment, CommentAudience, Paragraph, ParagraphKind, VersionState

READ = "drafts.read_comments"


def audiences_of(actor):
    """For whom the actor can comment: stakeholders never for the participants, those who write the text internally."""
    if actor.capacity in INSIDE:
        return [CommentAudience.INTERNAL]
    if actor.capacity not in SPEAKING:
        return []
    if actor.delegation.kind == DelegationKind.STAKEHOLDER:
        return [CommentAudience.COFACILITATORS]
    return [CommentAudience.PARTICIPANTS, CommentAudience.COFACILITATORS]


def why_not_for(actor, audience):
    """What stands in the way of a comment for these readers, as a sentence; "" if nothing."""
    if audience in audiences_of(actor):
        return ""
    return _("This comment cannot be for these readers. Choose one of those that the page offers.")


def counted(version, actor, keys):
    """By the key of the paragraph, how many comments its page shows the actor. One query where there are none."""
    if not actor.may(READ, version):
        return Counter()
    found = Comment.objects.visible_to(actor).standing().filter(version__consultation=version.consultation_id)
    made = list(found.order_by().values_list("version", "key"))
    now = places.followed(version, keys) if made else {}
    return Counter(now[pk][key] for pk, key in made if key in now.get(pk, {}))


def gather(version, actor, blocks):
    """The blocks of the version, each with its ``comments``; and those on paragraphs that are no longer in it.

    Of each comment is said on what it was made and, where the words under it are others now, how they have changed.
    """
    texts = {places.key_of(block): block["text"] for block in blocks}
    now = places.followed(version, list(texts))
    found = list(Comment.objects.visible_to(actor).filter(version__in=now).for_list())
    own = _own(version, actor, found)
    earlier = _earlier(version, found)
    under = defaultdict(list)
    for comment in found:
        heir = now[comment.version_id].get(comment.key)
        comment.order = own.get(comment.pk)
        comment.said_by = _said_by(comment)
        comment.shows_text = not comment.withdrawn_at or comment.order is not None
        comment.then = earlier.get((comment.version_id, comment.key))
        comment.runs = _changed(comment.then, texts.get(heir))
        under[heir].append(comment)
    rows = [block | {"comments": under[places.key_of(block)], "called": places.called(block)} for block in blocks]
    return rows, under[None]


def own_in_order(version, actor):
    """The actor's own comments on this very version, as their addresses count them: nothing tells of the others."""
    return Comment.objects.own_of(actor).filter(version=version).order_by("at", "pk")


def _own(version, actor, found):
    """The places of the actor's own comments on this version among them, from 1, by their keys."""
    mine = [comment for comment in found if comment.version_id == version.pk and is_own(actor, comment)]
    return {comment.pk: place for place, comment in enumerate(mine, start=1)}


def is_own(actor, comment):
    """As ``own_of`` has it, for a comment that the actor may read."""
    return actor.may("drafts.withdraw_comment", comment)


def _earlier(version, found):
    """The paragraphs of earlier versions under the comments, each with what it was called there. One query."""
    others = [comment for comment in found if comment.version_id != version.pk]
    keys, versions = {comment.key for comment in others}, {comment.version_id for comment in others}
    rows = Paragraph.objects.filter(version__in=versions, key__in=keys)
    return {(paragraph.version_id, paragraph.key): paragraph for paragraph in rows}


def name_then(paragraph):
    return paragraph.number or ParagraphKind(paragraph.kind).label


def _changed(then, text):
    """The runs from the words under a comment to those that stand now; none where they are the same, or gone."""
    if then is None or text is None or then.text == text:
        return []
    return wording.compare(then.text, text)


def _said_by(comment):
    """In whose name it is: a delegation's, or the person's where it is internal."""
    if comment.delegation is None:
        return comment.by.name
    return comment.delegation.name_on(comment.at.date())


def summary(consultation, actor):
    """How many comments of delegations stand on the current text, its last, and the text; ``None`` if there is none."""
    comments = Comment.objects.visible_to(actor).standing().exclude(delegation=None)
    here = comments.filter(version__consultation=consultation, version__state=VersionState.RELEASED)
    by_text = here.order_by("version__number").values("version__number", "version__label")
    return by_text.annotate(count=Count("pk"), last=Max("at")).first()
