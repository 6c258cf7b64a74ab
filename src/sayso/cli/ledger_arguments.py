"""The ledger's commands and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

ASKED = {
    "stories": "the stories in a ledger: reports of one developing event",
    "points": "what is on record, on how many independent words, who repeats whom, who disagrees, what changed",
    "timeline": "what happened when, as it is said; and when it was said, changed or contradicted",
    "sources": "who is on record, how often, how often independently, and their grades",
    "silences": "what reports say has not been said",
    "notes": "doubts, and things that reports do not tell",
}
LEDGER = "a file, or postgresql://…"


def add_ledger_commands(
    commands: Commands,
    told: Callable[[argparse.ArgumentParser], None],
    fields: Callable[[argparse.ArgumentParser], None],
    colour: Callable[[argparse.ArgumentParser], None],
    output: Callable[[argparse.ArgumentParser], None],
    published: Callable[[str], str],
) -> None:
    """Add the ledger's commands to ``commands``; the callables add the options that all commands share."""
    add = _command(
        commands, "add", "put reports into a ledger",
        "Reads reports and keeps their records in a ledger, which is made if there is none. What is there already is "
        "not read again, so a run that was cut off is finished by running it again.",
    )  # fmt: skip
    add.add_argument("files", nargs="+", metavar="FILE", help="a file, a folder, - for standard input, or a URL")
    add.add_argument(
        "--meta", metavar="META.json",
        help="what files do not say: [{file, outlet, published, title, url}]; a folder's own is used unasked",
    )  # fmt: skip
    told(add)
    fields(add)
    for name, words in ASKED.items():
        asked = _command(commands, name, f"show {words}", f"Shows {words}.")
        filters = asked.add_argument_group("what to look for")
        filters.add_argument("--outlet", metavar="NAME", help="who published it")
        add_filters(filters, published)
        _format(asked)
        colour(asked)
        output(asked)
    check = _command(
        commands, "check", "hold a claim against a ledger",
        "Shows who supports a claim, who contradicts it, and who says that nothing is known. It does not say whether "
        "the claim is true.",
    )  # fmt: skip
    check.add_argument(
        "claim", metavar="CLAIM", help="a claim in words: 'Nine people died in the fire at Oslo harbour'"
    )
    check.add_argument("--published", type=published, metavar="DATE", help="the day that the claim's dates count from")
    _format(check, ("text", "json"))
    colour(check)
    output(check)
    diff = _command(
        commands, "diff", "show what is new in a ledger since a day",
        "Shows what reports published since then brought: new points, points that stand otherwise now, contradictions.",
    )  # fmt: skip
    diff.add_argument("--since", required=True, type=published, metavar="DATE", help="a day, or a day and time")
    _format(diff, ("text", "json"))
    colour(diff)
    output(diff)
    _review(commands, colour, output, published)
    history = _command(commands, "history", "show what people decided", "Shows every decision, oldest first.")
    _format(history)
    colour(history)
    output(history)


def _command(commands: Commands, name: str, help_: str, description: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(name, help=help_, description=description, allow_abbrev=False)
    made.add_argument("ledger", metavar="LEDGER", help=LEDGER)
    return made


def add_filters(group: argparse._ArgumentGroup, published: Callable[[str], str]) -> None:
    """Add what a ledger can be asked for to a group, but for ``--outlet``: other commands tell it of files."""
    group.add_argument("--story", metavar="ID", help="a story's id, or that of one of its reports")
    group.add_argument("--source", metavar="NAME", help="on whose word, or by way of whom")
    group.add_argument("--person", metavar="NAME", help="whom it names")
    group.add_argument("--place", metavar="NAME", help="where it happened: a name, or a country's ISO code")
    group.add_argument("--type", metavar="TYPE", help="PLOVER type: ASSAULT, CONSULT, COERCE/arrest, …")
    group.add_argument("--standing", metavar="WORD", help="certain, negative, denies, scheduled, echo, contradicts, …")
    group.add_argument("--since", type=published, metavar="DATE", help="published then or later")
    group.add_argument("--until", type=published, metavar="DATE", help="published then or earlier")
    group.add_argument("--text", metavar="WORDS", help="words that must stand in it")


def _format(command: argparse.ArgumentParser, choices: tuple[str, ...] = ("text", "json", "csv")) -> None:
    command.add_argument("--format", choices=choices, default="text", help="default: text")


def _review(
    commands: Commands, colour: Callable[[argparse.ArgumentParser], None],
    output: Callable[[argparse.ArgumentParser], None], published: Callable[[str], str],
) -> None:  # fmt: skip
    review = _command(
        commands, "review", "show what is doubtful, or decide on a point or a claim",
        "Without a decision: shows what was put together, or read, on little evidence. With one: keeps it, signed and "
        "dated. Nothing is deleted: undo takes a decision back, and history shows both.",
    )  # fmt: skip
    filters = review.add_argument_group("what to look for in what is doubtful")
    filters.add_argument("--outlet", metavar="NAME", help="who published it")
    add_filters(filters, published)
    _format(review, ("text", "json"))
    colour(review)
    output(review)
    what = review.add_subparsers(dest="decision", metavar="DECISION")
    for name, help_, arguments in (
        ("accept", "the claim is of this point", ("claim", "point")),
        ("reject", "the claim is not of this point", ("claim", "point")),
        ("merge", "two points are one", ("point", "other")),
        ("split", "the claims are a point of their own", ("point", "claims")),
        ("correct", "something of a claim is otherwise", ("claim", "field", "value")),
        ("undo", "take a decision back", ("number",)),
    ):
        one = what.add_parser(name, help=help_, description=help_[0].upper() + help_[1:] + ".", allow_abbrev=False)
        for argument in arguments:
            if argument == "claims":
                one.add_argument(argument, nargs="+", metavar="CLAIM")
            elif argument == "field":
                one.add_argument(argument, choices=("origin", "anonymous", "polarity", "independence"))
            elif argument == "number":
                one.add_argument(argument, type=int, metavar="NUMBER")
            else:
                one.add_argument(argument, metavar=argument.upper())
        _signed(one)
    grade = _command(
        commands, "grade", "grade a source's reliability, A to F",
        "Keeps an analyst's grade of a source on the Admiralty scale: A completely reliable, B usually, C fairly, "
        "D not usually reliable, E unreliable, F cannot be judged.",
    )  # fmt: skip
    grade.add_argument("source", metavar="SOURCE", help="the name of a source or an outlet")
    grade.add_argument("letter", metavar="GRADE", choices=tuple("ABCDEF"), help="A to F")
    _signed(grade)


def _signed(command: argparse.ArgumentParser) -> None:
    command.add_argument("--by", required=True, metavar="NAME", help="who decides")
    command.add_argument("--because", metavar="WORDS", help="why")
