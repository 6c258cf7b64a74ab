"""Words that look like times and are none."""

from __future__ import annotations

import pytest

from dates_reports import analysed
from sayso.dates import find_dates

NO_TIMES = [
    "The crowd may march on.",
    "May I come in?",
    "Theresa May said no.",
    "A letter from April Hobbs and Jan Novak arrived.",
    "June Barlow and August Lind sang.",
    "The sun rose over the mar in a jan of light.",
    "The second man came third.",
    "The fall of the city was swift.",
    "The bank will fall in with the plan.",
    "She sprang from the spring of the clock.",
    "A Boeing 747 and an Airbus 320 landed.",
    "Flight 1999 was late.",
    "Call 911 or 555-2023 at once.",
    "The village has 2,000 people.",
    "Some 2000 soldiers fell.",
    "It costs $1999 or €2020.",
    "Version 2.0 is out.",
    "They won 3-2 and lost 10:35.",
    "Read John 3:16.",
    "Take Route 1950 to Room 2023.",
    "Resolution 1973 was passed.",
    "The boy is 6 years old; his 13-year-old sister is not.",
    "He reads The Sunday Times and The Daily Echo.",
    "She writes for USA Today.",
    "It pays $5 million a year.",
    "She was seen on 60 Minutes.",
    "It lost about a quarter of its staff.",
    "He fell ill in the last week of the campaign.",
    "They live on one dollar a day.",
    "Three quarters of the votes were counted.",
    "The meeting was on 31 February 2020 or 99/99/2020.",
    "As soon as he came, she went.",
    "I am here.",
    "He weighs 80 kilos and pays 12 cents.",
    "Interest is 5.25 percent.",
    "It is the end of the road.",
]


@pytest.mark.parametrize("text", NO_TIMES)
@pytest.mark.parametrize("published", ["2023-09-12", None])
def test_no_time(text: str, published: str | None) -> None:
    assert find_dates(analysed(text, published)) == ((), ())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They met in May.", ["May"]),
        ("The March vote was close.", ["March"]),
        ("They met in the fall of 2019.", ["the fall of 2019"]),
        ("In 1066 the king fell.", ["1066"]),
        ("Voters remember the 2016 elections.", ["2016"]),
        ("They closed at 10:35.", ["10:35"]),
        ("Its 2019 campaign cost $2019.", ["2019"]),
        ("He was sentenced in 1995 to 15 years in prison.", ["1995", "15 years"]),
        ("Last spring, 2,000 people came.", ["Last spring"]),
    ],
)
def test_a_time_after_all(text: str, found: list[str]) -> None:
    assert [d.span.text for d in find_dates(analysed(text))[0]] == found
