"""Sign-ins that failed lately, so that passwords cannot be tried one after the other."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

MOST_KEPT = 10_000
"""Names and addresses that are remembered; of more, the latest."""


@dataclass(slots=True)
class Attempts:
    """At most ``most`` failures for one key in ``seconds``."""

    most: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _failed: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def wait(self, key: str) -> int:
        """Seconds until the next attempt is allowed; 0: now."""
        with self._lock:
            times = self._failed.get(key)
            if times is None:
                return 0
            since = self.clock() - self.seconds
            while times and times[0] <= since:
                times.popleft()
            if len(times) < self.most:
                return 0
            return max(1, round(times[0] - since))

    def failed(self, key: str) -> None:
        """Remember a failure."""
        with self._lock:
            self._failed.setdefault(key, deque(maxlen=self.most)).append(self.clock())
            self._failed.move_to_end(key)
            while len(self._failed) > MOST_KEPT:
                self._failed.popitem(last=False)

    def passed(self, key: str) -> None:
        """Forget the failures of a key."""
        with self._lock:
            self._failed.pop(key, None)
