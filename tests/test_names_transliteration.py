"""One person in several spellings is one entity; alike names of two people are two."""

from __future__ import annotations

import pytest

from sayso.names.transliteration import same_person, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yevgeny Prigozhin", "Evgeniy Prigozhin"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Sergei Shoigu", "Sergey Shoygu"),
        ("Muammar Gaddafi", "Muammar Qaddafi"),
        ("Alexander Lukashenko", "Aleksandr Lukashenko"),
        ("Vyacheslav Volodin", "Viacheslav Volodin"),
        ("Alexei Navalny", "Aleksey Navalny"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
    assert same_person(one, other)
    assert same_person(one.rsplit(maxsplit=1)[-1], other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("John Kerry", "Jon Kerry"), ("Maria Lopez", "Mario Lopez"), ("Kim Jong-un", "Kim Jong-il"), ("Lee", "Ann Lea")],
)
def test_two_people(one: str, other: str) -> None:
    assert not same_person(one, other)
