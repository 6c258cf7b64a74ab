"""One person in several spellings is one entity; alike names of two people are two."""

from __future__ import annotations

import pytest

from sayso.names.transliteration import bare_family, skeleton


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
        ("Lukashenka", "Lukashenko"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Kerry", "Jon Kerry"),
        ("Maria Lopez", "Mario Lopez"),
        ("Kim Jong-un", "Kim Jong-il"),
        ("Ann Lee", "Ann Lea"),
    ],
)
def test_two_people(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    ("name", "bare"),
    [("al-Burhan", "Burhan"), ("Al-Sisi", "Sisi"), ("Ali", "Ali"), ("al-Li", "al-Li"), ("Alba", "Alba")],
)
def test_the_article_of_a_family_name(name: str, bare: str) -> None:
    assert bare_family(name) == bare
