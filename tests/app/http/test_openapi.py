"""What the API says of itself is what it does: requests made out of its description, held against it."""

from __future__ import annotations

import httpx

from scripts.fuzzing import Outcome, fuzz


def test_every_answer_is_as_described(client: httpx.Client):
    import time
    for phases in (("examples",), ("coverage",), ("fuzzing",)):
        outcome = Outcome()
        t=time.time()
        fuzz(str(client.base_url).rstrip("/"), outcome, each=12, seed=1, phases=phases)
        print(phases, outcome.cases, time.time()-t, outcome.errors, outcome.failures)
    assert 0
