"""The Python package kokoro-onnx as the other side of bench_kokoro: answers a line for each line that it reads.

usage: peer.py MODEL VOICES      (phonemes on the first line, then `speak`, `first` or `memory`)
"""

import asyncio
import resource
import sys
import time

from kokoro_onnx import Kokoro

VOICE = "af_heart"


async def first_sound(kokoro: Kokoro, phonemes: str) -> None:
    async for _ in kokoro.create_stream(phonemes, voice=VOICE, is_phonemes=True):
        return


def main() -> None:
    kokoro = Kokoro(sys.argv[1], sys.argv[2])
    phonemes = sys.stdin.readline().rstrip("\n")
    for line in sys.stdin:
        began, cpu, samples = time.perf_counter(), time.process_time(), 0
        if line.strip() == "speak":
            audio, _ = kokoro.create(phonemes, voice=VOICE, is_phonemes=True)
            samples = len(audio)
        elif line.strip() == "first":
            asyncio.run(first_sound(kokoro, phonemes))
        peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(time.perf_counter() - began, time.process_time() - cpu, samples, peak_kb, flush=True)


main()
