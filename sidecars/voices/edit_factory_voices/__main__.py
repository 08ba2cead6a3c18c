"""Starts the service, and ends it when it is told to, or when whoever started it is gone."""

from __future__ import annotations

import json
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable, Mapping, Sequence

import uvicorn

from .engine import Engine
from .service import service
from .settings import Settings, parsed
from .shelf import Shelf

GRACE_SECONDS = 3
# Clients close what they do not use long before: a request never meets a connection that is being closed.
KEEP_ALIVE_SECONDS = 120


def _edge(_settings: Settings) -> Engine:
    from .edge import Edge

    return Edge()


def _coqui(settings: Settings) -> Engine:
    from .coqui import Coqui

    return Coqui(settings.coqui_model, settings.agree_cpml, Shelf(settings.data_dir / "coqui"))


ENGINES: Mapping[str, Callable[[Settings], Engine]] = {"edge": _edge, "coqui": _coqui}


def main(arguments: Sequence[str] | None = None, engines: Mapping[str, Callable[[Settings], Engine]] = ENGINES) -> None:
    """Runs until it is told to end; then the process is gone, whatever a model is still doing."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    # Learned voices are nobody else's.
    os.umask(0o077)
    settings = parsed(arguments)
    unknown = [name for name in settings.engines if name not in engines]
    if unknown:
        sys.exit(f"there is no engine {unknown[0]!r}; there are: {', '.join(engines)}")
    app = service({name: engines[name](settings) for name in settings.engines}, settings.token, settings.limits)
    with _listening(settings) as listener:
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        server = uvicorn.Server(config)
        if settings.ends_with_input:
            threading.Thread(target=_end_with_input, args=(server,), daemon=True).start()
        print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
        # What packages print from now on belongs to the log: nobody reads the output any more.
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        server.run(sockets=[listener])
    _end_now()


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        sys.exit(f"cannot listen on {settings.host}:{settings.port}: {error}")


def _end_with_input(server: uvicorn.Server) -> None:
    while sys.stdin.readline():
        pass
    server.should_exit = True
    threading.Timer(GRACE_SECONDS + 2, _end_now).start()


def _end_now() -> None:
    # A thread that computes would keep the process alive.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
