from dataclasses import dataclass

import pytest

from consultations.chain import chain_of


@dataclass(frozen=True)
class Letter:
    pk: int
    corrects_id: int | None = None

    year = 2019

    @property
    def serial(self):
        return self.pk


LETTERS = [Letter(6, 5), Letter(5), Letter(4, 2), Letter(3, 1), Letter(2, 1), Letter(1), Letter(7)]


@pytest.mark.parametrize(
    ("of", "chain"), [(1, [1, 2, 3, 4]), (4, [1, 2, 3, 4]), (3, [1, 2, 3, 4]), (6, [5, 6]), (5, [5, 6]), (7, [])]
)
def test_chain_holds_all_that_hang_together_in_the_order_of_the_register(of, chain):
    circular = next(letter for letter in LETTERS if letter.pk == of)

    assert [letter.pk for letter in chain_of(circular, LETTERS)] == chain
