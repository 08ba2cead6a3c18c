"""The service as a process: how it is started, and how it ends."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from conftest import TOKEN

STUB = Path(__file__).parent / "stub_service.py"
PATIENCE = 30


def started(tmp_path: Path, *more: str) -> tuple[subprocess.Popen[str], str]:
    arguments = ["--token-stdin", "--port", "0", "--data-dir", str(tmp_path), "--engine", "coqui", *more]
    child = subprocess.Popen(
        [sys.executable, STUB, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    child.stdin.write(TOKEN + "\n")
    child.stdin.flush()
    line = child.stdout.readline()
    assert line, child.communicate(timeout=PATIENCE)
    return child, f"http://127.0.0.1:{json.loads(line)['port']}"


def opened(request: urllib.request.Request) -> tuple[int, bytes]:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_it_tells_its_port_and_answers_who_has_the_token(tmp_path: Path) -> None:
    child, url = started(tmp_path)
    try:
        health = urllib.request.Request(f"{url}/health", headers={"Authorization": f"Bearer {TOKEN}"})
        status, body = opened(health)
        assert status == 200 and json.loads(body)["engines"][0]["name"] == "coqui"
        assert opened(urllib.request.Request(f"{url}/health", headers={"Authorization": "Bearer x"}))[0] == 401
    finally:
        child.terminate()
        child.communicate(timeout=PATIENCE)


def test_sigterm_ends_it(tmp_path: Path) -> None:
    child, url = started(tmp_path)
    assert opened(urllib.request.Request(f"{url}/health"))[0] == 200
    child.send_signal(signal.SIGTERM)
    assert child.wait(timeout=PATIENCE) == -signal.SIGTERM
    child.communicate()


def test_it_ends_when_whoever_started_it_is_gone(tmp_path: Path) -> None:
    child, url = started(tmp_path)
    assert opened(urllib.request.Request(f"{url}/health"))[0] == 200
    # The input of a child ends with its parent, however that died.
    child.stdin.close()
    assert child.wait(timeout=PATIENCE) == 0
    child.stdout.close()
    child.stderr.close()


@pytest.mark.parametrize(
    ("arguments", "token", "reason"),
    [
        (["--engine", "coqui"], "", "a token of at least 32 characters is needed"),
        (["--engine", "coqui", "--host", "0.0.0.0"], "short", "is needed, for 0.0.0.0"),
        ([], TOKEN, "no engine is turned on"),
        (["--engine", "kokoro"], TOKEN, "there is no engine 'kokoro'"),
        (["--engine", "coqui", "--host", "192.0.2.1", "--port", "0"], TOKEN, "cannot listen on 192.0.2.1"),
    ],
)
def test_it_refuses_to_start_as_it_must_not(arguments: list[str], token: str, reason: str) -> None:
    said = subprocess.run(
        [sys.executable, STUB, "--token-stdin", *arguments],
        input=token,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert said.returncode != 0 and reason in said.stderr, said.stderr
    assert TOKEN not in said.stderr + said.stdout
