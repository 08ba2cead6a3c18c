"""What the service is started with."""

from __future__ import annotations

import argparse
import ipaddress
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SHORTEST_TOKEN = 32
TOKEN_VARIABLE = "EDIT_FACTORY_VOICES_TOKEN"


@dataclass(frozen=True)
class Limits:
    """How much the service takes, and for how long."""

    body_bytes: int = 1_000_000
    sample_bytes: int = 40_000_000
    text_characters: int = 20_000
    waiting: int = 32
    speech_seconds: float = 900.0
    list_seconds: float = 30.0


@dataclass(frozen=True)
class Settings:
    """The settings, checked."""

    host: str
    port: int
    token: str
    data_dir: Path
    engines: tuple[str, ...]
    coqui_model: str | None
    agree_cpml: bool
    # Whether the end of the standard input ends the service.
    ends_with_input: bool
    limits: Limits = Limits()


def parser() -> argparse.ArgumentParser:
    """Describes the arguments."""
    parser = argparse.ArgumentParser(prog="edit-factory-voices", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
    parser.add_argument("--port", type=int, default=8020, help="port; 0 takes a free one, told on standard output")
    parser.add_argument("--data-dir", type=Path, default=Path("voices-data"), help="where learned voices are kept")
    parser.add_argument("--engine", action="append", default=[], metavar="NAME", help="edge or coqui; can be repeated")
    parser.add_argument("--coqui-model", help="folder of a Coqui model, or the name of one for the package to fetch")
    parser.add_argument(
        "--agree-cpml",
        action="store_true",
        help="you have read the Coqui Public Model License (non-commercial use alone) and agree to it, or hold another",
    )
    token = parser.add_mutually_exclusive_group()
    token.add_argument("--token-file", type=Path, help=f"file with the token; else the variable {TOKEN_VARIABLE}")
    token.add_argument(
        "--token-stdin",
        action="store_true",
        help="the first line of the standard input is the token, and its end ends the service",
    )
    return parser


def parsed(arguments: Sequence[str] | None = None) -> Settings:
    """Reads the arguments and the token; ends the program with what is wrong."""
    cli = parser()
    told = cli.parse_args(arguments)
    if not told.engine:
        cli.error("no engine is turned on; add --engine edge or --engine coqui")
    token = _token(told).strip()
    if len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable():
        where = "127.0.0.1 too" if _is_loopback(told.host) else told.host
        cli.error(
            f"a token of at least {SHORTEST_TOKEN} characters is needed, for {where}: "
            f"--token-file, --token-stdin or {TOKEN_VARIABLE}"
        )
    return Settings(
        host=told.host,
        port=told.port,
        token=token,
        data_dir=told.data_dir.resolve(),
        engines=tuple(dict.fromkeys(told.engine)),
        coqui_model=told.coqui_model,
        agree_cpml=told.agree_cpml,
        ends_with_input=told.token_stdin,
    )


def _token(told: argparse.Namespace) -> str:
    if told.token_stdin:
        return sys.stdin.readline()
    if told.token_file:
        return told.token_file.read_text(encoding="utf-8")
    # Taken out, so that no child inherits it.
    return os.environ.pop(TOKEN_VARIABLE, "")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
