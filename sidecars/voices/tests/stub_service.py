"""The real service with stand-ins behind it: tones for Coqui, and a local server for Microsoft's.

The tests of the Rust crates start it as the app starts the service; it takes the same arguments.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from fake_edge import FakeEdge, point_package_at  # noqa: E402
from tone import Tone  # noqa: E402

from edit_factory_voices.__main__ import ENGINES, main  # noqa: E402
from edit_factory_voices.shelf import Shelf  # noqa: E402


def serve_fake(ready: threading.Event) -> None:
    async def serve() -> None:
        async with FakeEdge().running() as address:
            point_package_at(address)
            ready.set()
            await asyncio.Event().wait()

    asyncio.run(serve())


if __name__ == "__main__":
    # A proxy of the machine must not be asked for what is on the machine.
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]
    ready = threading.Event()
    threading.Thread(target=serve_fake, args=(ready,), daemon=True).start()
    ready.wait()
    main(engines={**ENGINES, "coqui": lambda settings: Tone(Shelf(settings.data_dir / "coqui"))})
