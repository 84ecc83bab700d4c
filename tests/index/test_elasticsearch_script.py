"""`scripts/elasticsearch` says in one line what is wrong; starting itself is shown by the tests that use the server."""

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "elasticsearch"


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in ("ES_URL", "ES_PORT")}
    return subprocess.run(
        [SCRIPT, *words], env={**inherited, **environment}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("words", [(), ("restart",)])
def test_an_unknown_word_gets_the_usage(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert "start|stop|status|url" in done.stderr


@pytest.mark.parametrize("word", ["start", "status"])
def test_a_given_server_that_is_away_is_named_without_its_password(word: str) -> None:
    done = run(word, ES_URL="http://staff:secret@127.0.0.1:1")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "127.0.0.1:1 does not answer" in done.stderr
    assert "secret" not in done.stderr


def test_a_given_server_is_never_stopped() -> None:
    done = run("stop", ES_URL="http://127.0.0.1:1")
    assert (done.returncode, "not ours" in done.stderr) == (0, True)


def test_the_address_follows_the_settings() -> None:
    assert run("url").stdout == "http://127.0.0.1:9209\n"
    assert run("url", ES_PORT="9333").stdout == "http://127.0.0.1:9333\n"
    assert run("url", ES_URL="https://es.example").stdout == "https://es.example\n"


@pytest.mark.elasticsearch
def test_a_given_server_that_answers_is_used(elastic_prefix: tuple[str, str]) -> None:
    assert run("start", ES_URL=elastic_prefix[0]).returncode == 0
