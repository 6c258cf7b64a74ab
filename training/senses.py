"""Teaches a sentence encoder what is one claim in other words: ``python training/senses.py --corpora DIR``.

1. A teacher, all-mpnet-base-v2, learns from ``claims/``: stories of our own, in which claims of one proposition stand
   among near misses. A claim's vector is the mean of its pieces' states; each is to be nearer to those of its group than
   to all others of its step (supervised contrastive loss, Khosla et al. 2020), more than half of them in paragraphs, as
   they stand in reports.
2. It reads the clauses of agency reports and of PolNeAR train in their paragraphs.
3. The student, MiniLM-L6, learns the teacher's vectors (the 384 directions in which they spread most, which keep their
   cosines) and how near they lie to one another, and the claims themselves.
4. It goes on with ``stories/``: whole reports, in which each claim of a point is to be nearer to the point's others than
   to any other clause of the story, while clauses of other reports stay where they were.

Embeddings stay as they are. Every tenth story is kept out and measured: average precision over all pairs of claims of one
story, each alone and in paragraphs. Seeded. A step is not taken again where its file is there.
"""

from __future__ import annotations

import argparse
import copy
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import model
import numpy as np
import torch
from export import Attention, quantized
from propositions import Paragraph, Reported, Story, clauses, packed, paragraph, reported, reports, stories
from recipe import HERE, minilm, mpnet
from torch import Tensor
from train import vocabulary_of

from sayso.language.features import COUNT
from sayso.language.pieces import Vocabulary

TEMPERATURE = 0.06
KEPT_OUT = 10
SHARE = 0.6
"""Of the claims that are put into paragraphs with others."""
TOGETHER = 16
REPORTS, PARAGRAPHS = 6, 6
"""Reports of a step, and paragraphs of each at most."""
OTHERS, FEW = 3, 4
"""The same of a step with whole stories."""
MOST_PARAGRAPHS = 40
"""Paragraphs of a step's story in whole reports."""
EPOCHS, CLAIMS, STORIES = 3, 4, 2
"""Times that the teacher learns all stories; stories of a step of its, and of the student's."""


class Senses(torch.nn.Module):
    """Word pieces to their states: what ships."""

    def __init__(self, shape: model.Shape, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.encoder = model.Encoder(shape, COUNT)
        self.vocabulary = vocabulary

    def forward(self, ids: Tensor) -> Tensor:
        """(1, n) ids to (n, width) states."""
        return self.encoder(ids, torch.zeros(*ids.shape, COUNT))[0]

    def vectors(self, some: Sequence[Paragraph]) -> Tensor:
        """(clauses, width), of length one, in order."""
        v = self.vocabulary
        ids = torch.full((len(some), max(len(p.pieces) for p in some) + 2), v.padding, dtype=torch.long)
        for row, p in enumerate(some):
            ids[row, : len(p.pieces) + 2] = torch.tensor([v.start, *p.pieces, v.end])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=model.BFLOAT16):
            states = self.encoder(ids, torch.zeros(*ids.shape, COUNT)).float()
        means = [states[row, a + 1 : b + 1].mean(0) for row, p in enumerate(some) for a, b in p.clauses]
        return torch.nn.functional.normalize(torch.stack(means), dim=-1)

    def of_claims(self, claims: Sequence[str], share: float, chance: random.Random) -> Tensor:
        """(claims, width), a ``share`` of them in paragraphs together."""
        order: list[int] = []
        made = []
        for some, text, spans in packed(claims, share, chance):
            one = paragraph(text, spans, self.vocabulary)
            order += some[: len(one.clauses)]
            made.append(one)
        found = self.vectors(made)
        return found[torch.tensor(np.argsort(order))]


def opened(shape: model.Shape, folder: Path) -> Senses:
    """The official weights, learning but for the embeddings and what is frozen."""
    network = Senses(shape, vocabulary_of("minilm" if shape is model.MINILM else "mpnet", folder))
    network.encoder.load_official(folder / "model.safetensors")
    network.encoder.freeze()
    for part in (network.encoder.words, network.encoder.positions, network.encoder.features):
        part.requires_grad_(False)
    network.encoder.kind.requires_grad_(False)
    return network


One = TypeVar("One")
Key = tuple[int, int]
"""A story and one of its groups."""


def apart(vectors: Tensor, keys: Sequence[frozenset[Key]]) -> Tensor:
    """How far each claim's own groups are from being the nearest of all."""
    n = len(keys)
    same = torch.tensor([[i != j and bool(keys[i] & keys[j]) for j in range(n)] for i in range(n)])
    near = (vectors @ vectors.T / TEMPERATURE).masked_fill(torch.eye(n, dtype=torch.bool), -1e4)
    chances = torch.log_softmax(near, 1)
    grouped = same.any(1)
    return -(torch.where(same, chances, 0.0).sum(1)[grouped] / same.sum(1)[grouped]).mean()


def otherwise(ours: Tensor, theirs: Tensor) -> Tensor:
    """How far vectors are from the teacher's, and from lying as near to one another as those do."""
    self = torch.eye(len(ours), dtype=torch.bool)
    said, told = (torch.log_softmax((v @ v.T / TEMPERATURE).masked_fill(self, -1e4), 1) for v in (ours, theirs))
    relations = (told.exp() * (told - said)).masked_fill(self, 0.0).sum(1).mean()
    return (1 - (ours * theirs).sum(1)).mean() + relations


@dataclass(frozen=True)
class Kept:
    """What is kept out of training and measured."""

    claims: Sequence[Story] = ()
    reported: Sequence[Reported] = ()


@torch.no_grad()
def measured(network: Senses, kept: Kept) -> Iterator[float]:
    """Average precision over all pairs of claims of one story, alone and in paragraphs; and of clauses of reports."""
    network.eval()
    chance = random.Random(5)
    for share in (0.0, 1.0):
        yield precision([claims_of(network, [story], share, chance) for story in kept.claims])
    if kept.reported:
        yield precision([clauses_of(network, story, chance) for story in kept.reported])


def precision(stories_of: Sequence[tuple[Tensor, Sequence[frozenset[Key]]]]) -> float:
    """Average precision over all pairs of vectors of one story that have a group, or one of which has."""
    pairs: list[tuple[float, bool]] = []
    for vectors, keys in stories_of:
        near = vectors @ vectors.T
        for i, groups in enumerate(keys):
            pairs += [(near[i, j].item(), bool(groups & keys[j])) for j in range(i) if groups or keys[j]]
    pairs.sort(key=lambda pair: -pair[0])
    right, total = 0, 0.0
    for rank, (_, same) in enumerate(pairs, 1):
        if same:
            right += 1
            total += right / rank
    return total / right


class Learning:
    """Steps of a network, with what it has lost since it last told."""

    def __init__(self, network: Senses, kept_out: Kept, steps: int, rate: float) -> None:
        self.network, self.kept_out, self.steps = network, kept_out, steps
        self._some = [p for p in network.parameters() if p.requires_grad]
        self._optimizer = torch.optim.AdamW(self._some, lr=rate, weight_decay=0.01)
        warm = max(1.0, 0.07 * steps)
        self._pace = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda n: min(1.0, (n + 1) / warm) * max(0.0, 1 - n / steps)
        )
        self._lost: list[float] = []
        self._taken = 0

    def step(self, loss: Tensor) -> None:
        self._optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._some, 1.0)
        self._optimizer.step()
        self._pace.step()
        self._lost.append(loss.item())
        self._taken += 1
        if self._taken % 75 == 0 or self._taken == self.steps:
            told = ", ".join(f"{one:.3f}" for one in measured(self.network, self.kept_out))
            print(f"{self._taken}: loss {np.mean(self._lost):.3f}, kept out {told}", flush=True)
            self._lost = []


def claims_of(
    network: Senses, some: Sequence[Story], share: float, chance: random.Random
) -> tuple[Tensor, list[frozenset[Key]]]:
    """The vectors of some stories' claims, and the group of each."""
    keys = [frozenset({(n, g)} if g else ()) for n, story in enumerate(some) for g in story.groups]
    return torch.cat([network.of_claims(story.claims, share, chance) for story in some]), keys


def clauses_of(network: Senses, story: Reported, chance: random.Random) -> tuple[Tensor, list[frozenset[Key]]]:
    """The vectors of a story's clauses in their paragraphs, and the points of each.

    Of a long story, the paragraphs with claims of points and some of the others.
    """
    telling = [one for one in story.paragraphs if any(one[2])]
    others = [one for one in story.paragraphs if not any(one[2])]
    made, keys = [], []
    for text, spans, groups in telling + _some(others, max(0, MOST_PARAGRAPHS - len(telling)), chance):
        one = paragraph(text, spans, network.vocabulary)
        if len(one.clauses) == len(spans):  # else some are past what is read at a time
            made.append(one)
            keys += [frozenset((0, g) for g in some) for some in groups]
    return network.vectors(made), keys


def teach(network: Senses, taught: list[Story], kept_out: Kept, chance: random.Random) -> None:
    """The teacher learns the claims, alone and in paragraphs."""
    learning = Learning(network, kept_out, EPOCHS * -(-len(taught) // CLAIMS), 3e-5)
    for _ in range(EPOCHS):
        chance.shuffle(taught)
        for at in range(0, len(taught), CLAIMS):
            network.train()
            learning.step(apart(*claims_of(network, taught[at : at + CLAIMS], SHARE, chance)))


@torch.no_grad()
def told(network: Senses, some: Sequence[Paragraph]) -> np.ndarray:
    """(clauses, width), in order; paragraphs of like length are read together."""
    network.eval()
    order = sorted(range(len(some)), key=lambda i: len(some[i].pieces))
    found: list[np.ndarray] = [np.empty(0)] * len(some)
    for at in range(0, len(order), TOGETHER):
        chosen = order[at : at + TOGETHER]
        vectors = network.vectors([some[i] for i in chosen]).numpy().astype(np.float16)
        ends = np.cumsum([len(some[i].clauses) for i in chosen])
        for i, part in zip(chosen, np.split(vectors, ends[:-1]), strict=True):
            found[i] = part
    return np.concatenate(found)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--corpora", type=Path, required=True)
    ask.add_argument("--work", type=Path, default=HERE / "work")
    ask.add_argument("--to", type=Path, default=HERE.parent / "src/sayso/ledger/sense")
    ask.add_argument("--steps", type=int, default=900, help="of the student")
    ask.add_argument("--stories", default="*.toml", help="which files of stories it goes on with (default: all)")
    ask.add_argument("--further", type=int, default=420, help="of the student, with whole reports")
    ask.add_argument("--seed", type=int, default=1)
    a = ask.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(a.seed)
    chance = random.Random(a.seed)
    every, read = stories(HERE / "claims"), reported(HERE / "stories", a.stories)
    kept_out = Kept(every[KEPT_OUT - 1 :: KEPT_OUT], read[KEPT_OUT - 1 :: KEPT_OUT])
    taught = [story for n, story in enumerate(every, 1) if n % KEPT_OUT]
    whole = [story for n, story in enumerate(read, 1) if n % KEPT_OUT]
    print(f"{len(taught)} stories of claims, {len(whole)} in reports; kept out {len(every) - len(taught)}, "
          f"{len(read) - len(whole)}", flush=True)  # fmt: skip

    if not (cut := a.work / "senses-clauses.jsonl").exists():
        clauses(a.corpora, cut)
    student = opened(model.MINILM, minilm())
    if (first := a.work / "senses-claims.pt").exists():
        student.load_state_dict(torch.load(first))
    else:
        teacher = opened(model.MPNET, mpnet(a.work))
        if (known := a.work / "senses-teacher.pt").exists():
            teacher.load_state_dict(torch.load(known))
        else:
            teach(teacher, taught, kept_out, chance)
            torch.save(teacher.state_dict(), known)
        learn(teacher, student, taught, kept_out, cut, a, chance)
        torch.save(student.state_dict(), first)
    if not (last := a.work / f"senses-{len(whole)}.pt").exists():
        learn_reports(student, whole, taught, kept_out, reports(cut, student.vocabulary), a.further, chance)
        torch.save(student.state_dict(), last)
    export(last, a)


def learn(
    teacher: Senses, student: Senses, taught: list[Story], kept_out: Kept, cut: Path, a: argparse.Namespace,
    chance: random.Random,
) -> None:  # fmt: skip
    """The student learns from the teacher and from the claims."""
    if not (answers := a.work / "senses-taught.npy").exists():
        np.save(answers, told(teacher, [one for report in reports(cut, teacher.vocabulary) for one in report]))
    vectors = np.load(answers).astype(np.float32)
    _, _, directions = np.linalg.svd(vectors[:: 1 + len(vectors) // 20_000], full_matrices=False)
    basis = torch.tensor(directions[: model.MINILM.width].T)
    goals = torch.nn.functional.normalize(torch.tensor(vectors) @ basis, dim=-1)
    of_claims = []
    teacher.eval()
    with torch.no_grad():
        for story in taught:
            alone = teacher.of_claims(story.claims, 0.0, chance)
            of_claims.append(torch.nn.functional.normalize(alone @ basis, dim=-1))
    read = reports(cut, student.vocabulary)
    at = 0
    numbered = []
    for report in read:
        numbered.append([(one, at := at + len(one.clauses)) for one in report])
    if at != len(goals):
        raise SystemExit("the two vocabularies cut paragraphs at other clauses")
    learning = Learning(student, kept_out, a.steps, 1e-4)
    for _ in range(a.steps):
        student.train()
        chosen = [one for report in chance.sample(numbered, REPORTS) for one in _some(report, PARAGRAPHS, chance)]
        goal = torch.cat([goals[end - len(one.clauses) : end] for one, end in chosen])
        loss = otherwise(student.vectors([one for one, _ in chosen]), goal)
        picked = chance.sample(range(len(taught)), STORIES)
        claims, keys = claims_of(student, [taught[i] for i in picked], SHARE, chance)
        loss = loss + 0.5 * apart(claims, keys) + otherwise(claims, torch.cat([of_claims[i] for i in picked]))
        learning.step(loss)


def learn_reports(
    student: Senses, whole: list[Reported], taught: list[Story], kept_out: Kept, others: list[list[Paragraph]],
    steps: int, chance: random.Random,
) -> None:  # fmt: skip
    """The student goes on with stories in whole reports, some claims, and where other reports' clauses were before."""
    before = copy.deepcopy(student).eval()
    learning = Learning(student, kept_out, steps, 5e-5)
    order: list[int] = []
    for _ in range(steps):
        student.train()
        order = order or chance.sample(range(len(whole)), len(whole))
        vectors, keys = clauses_of(student, whole[order.pop()], chance)
        claims, known = claims_of(student, chance.sample(taught, 1), SHARE, chance)
        some = [one for report in chance.sample(others, OTHERS) for one in _some(report, FEW, chance)]
        with torch.no_grad():
            goal = before.vectors(some)
        learning.step(apart(vectors, keys) + 0.5 * apart(claims, known) + otherwise(student.vectors(some), goal))


def _some(of: list[One], most: int, chance: random.Random) -> list[One]:
    return of if len(of) <= most else chance.sample(of, most)


def export(student: Path, a: argparse.Namespace) -> None:
    network = Senses(model.MINILM, vocabulary_of("minilm", minilm()))
    network.load_state_dict(torch.load(student))
    network.eval()
    model.attention = lambda q, k, v, mask: Attention.apply(q, k, v)
    torch.onnx.export(
        network, (torch.ones(1, 9, dtype=torch.long),), str(a.work / "senses.onnx"), input_names=["ids"],
        output_names=["states"], dynamic_axes={"ids": {1: "p"}, "states": {0: "p"}}, opset_version=17,
        custom_opsets={"com.microsoft": 1}, dynamo=False,
    )  # fmt: skip
    a.to.mkdir(parents=True, exist_ok=True)
    quantized(a.work / "senses.onnx", a.to / "model.onnx")


if __name__ == "__main__":
    main()
