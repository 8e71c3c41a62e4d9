"""What the API says of itself is what it does: requests made out of its description, held against it."""

from __future__ import annotations

import httpx
import pytest

from scripts.fuzzing import PHASES, Outcome, fuzz


@pytest.mark.parametrize("phase", PHASES)
def test_every_answer_is_as_described(client: httpx.Client, phase: str):
    outcome = Outcome()
    fuzz(str(client.base_url).rstrip("/"), outcome, each=8, seed=1, phases=(phase,))
    assert outcome.cases > 0
    assert (outcome.errors, outcome.failures) == ([], {})
