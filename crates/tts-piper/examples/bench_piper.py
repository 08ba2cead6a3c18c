"""The peer of bench_piper: PyPI's piper-tts, as its documentation uses it, speaking what it is told line by line.

usage: bench_piper.py MODEL.onnx      (reads texts as JSON strings, answers each with its seconds of work and of sound)
"""

import json
import sys
import time

from piper.voice import PiperVoice

voice = PiperVoice.load(sys.argv[1])
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    text = json.loads(line)
    began = time.perf_counter()
    chunks = list(voice.synthesize(text))
    took = time.perf_counter() - began
    samples = sum(len(chunk.audio_float_array) for chunk in chunks)
    phonemes = sum(len(chunk.phonemes) for chunk in chunks)
    sound = samples / voice.config.sample_rate
    print(json.dumps({"wall_s": took, "sound_s": sound, "phonemes": phonemes}), flush=True)
