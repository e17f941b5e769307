"""The references of a working draft: what each meant when it was written, and what that is called at its release."""

from uuid import UUID

from . import checking, numbering, references
from .models import Step
from .references import resolve

FOLLOWED = "followed"


class Text:
    """The paragraphs of a working draft, with the numbers that it shows, those that a release gives, and the base's."""

    def __init__(self, version):
        self.version = version
        self.paragraphs = list(version.paragraphs.in_order())
        self.base = list(version.base.paragraphs.in_order()) if version.base_id else []
        self.base_numbers = [paragraph.number for paragraph in self.base]
        over = numbering.over(self.paragraphs, self.base, self.base_numbers)
        self.released = over if version.numbers_kept else numbering.plain(self.paragraphs)
        for paragraph, number in zip(self.paragraphs, over, strict=True):
            paragraph.number = number

    def references(self):
        """Each reference with what it means, and what that is called once the text is released."""
        now = self.now()
        written, then = self._meant(now), _followed(self.version)

        def meant(reference):
            settled = reference.chain in then["references"].get(str(reference.within), ())
            return then["called"] if settled else written

        return list(resolve(self.paragraphs, meant, now, self._heirs(now)))

    def now(self):
        """What each paragraph will be called, by its key."""
        chains = numbering.cited(self.paragraphs, self.released)
        return {paragraph.key: chain for paragraph, chain in zip(self.paragraphs, chains, strict=True) if chain}

    def _meant(self, now):
        """The keys by what they were called: as the base has it, and for what is new as the working copy shows it."""
        found = references.called(self.paragraphs)
        for chain, key in references.called(self.base).items():
            if key in now or chain not in found:
                found[chain] = key
        return found

    def _heirs(self, now):
        """In which paragraph each lives on that was merged into it, by its key."""
        links = self.version.lineage.values_list("base_key", "key")
        return {base_key: key for base_key, key in links if base_key not in now}


def findings(version):
    """All the advice on a working draft, and its references."""
    text = Text(version)
    found = text.references() if version.language == "en" else []
    return checking.findings(text.paragraphs, found, version.language), found, text.paragraphs


def settled(paragraphs, now):
    """What is kept of the numbers that references read once they have followed, so that they mean the same later on."""
    places = zip(paragraphs, references.annexes(paragraphs), strict=True)
    found = {str(each.key): references.find(each.key, each.text, annex) for each, annex in places}
    return {
        "references": {key: [list(reference.chain) for reference in there] for key, there in found.items() if there},
        "called": [[list(chain), str(key)] for key, chain in now.items()],
    }


def _followed(version):
    """What references read when they last followed, and what the paragraphs were called then."""
    step = Step.objects.filter(version=version, deed=FOLLOWED, undone_at=None).first()
    then = step.after["settled"] if step else {"references": {}, "called": []}
    return {
        "references": {key: {tuple(chain) for chain in chains} for key, chains in then["references"].items()},
        "called": {tuple(chain): UUID(key) for chain, key in then["called"]},
    }
