#!/usr/bin/env python3
"""Make the small models that stand in for Piper's voices in tests.

They have the real models' inputs and outputs, their node `Ceil` and their two nodes of noise, but each phoneme is a
tone: its pitch comes from the id and the speaker, its length from the id, the scales and a little noise. Pads, marks
and spaces are silent. Needs: pip install onnx numpy

usage: make_piper_tones.py [OUT_DIR]      (writes beside itself when no folder is given)
"""

import json
import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

RATE = 22_050
HOP = 256
# As in the real voices: pad, begin, end, space and marks come first.
SYMBOLS = "_^$ !'(),-.:;?abcdefhijklmnopqrstuvwxyzæçðøħŋœɐɑɒɔɕəɚɛɜɟɡɣɨɪɫɬɲɹɾʁʃʊʌʎʒʔʲˈˌːβθχᵻ0123456789\u0327\u0303\u032a\u032f\u0329ʰg"
LAST_SILENT_ID = 13


class Graph:
    """Nodes and constants, named as they come."""

    def __init__(self) -> None:
        self.nodes = []
        self.constants = []

    def constant(self, values, dtype) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array(values, dtype), name))
        return name

    def node(self, operator: str, *inputs: str, output: str | None = None, **attributes) -> str:
        output = output or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def scale(self, index: int) -> str:
        bounds = [self.constant([bound], np.int64) for bound in (index, index + 1)]
        return self.node("Slice", "scales", *bounds)


def frames(graph: Graph, ids: str, timed: bool) -> str:
    """Frames of each id, [1, 1, N]: 2 to 4, times the length scale, and a tenth more or less by the noise."""
    third = graph.node("Cast", graph.node("Mod", ids, graph.constant(3, np.int64)), to=TensorProto.FLOAT)
    wished = graph.node("Add", third, graph.constant(1.5, np.float32))
    wished = graph.node("Reshape", wished, graph.constant([1, 1, -1], np.int64))
    noise = graph.node("RandomNormalLike", wished, dtype=TensorProto.FLOAT)
    noise = graph.node("Mul", graph.node("Mul", noise, graph.scale(2)), graph.constant(0.1, np.float32))
    factor = graph.node("Max", graph.node("Add", noise, graph.constant(1, np.float32)), graph.constant(0.5, np.float32))
    wished = graph.node("Mul", graph.node("Mul", wished, factor), graph.scale(1))
    if timed:
        return graph.node("Ceil", wished, output="/Ceil_output_0")
    return graph.node("Add", graph.node("Floor", wished), graph.constant(1, np.float32))


def tones(graph: Graph, ids: str, lengths: str, speaker: str | None) -> None:
    """A tone for each id, as long as its frames, with a little noise."""
    lengths = graph.node("Reshape", lengths, graph.constant([-1], np.int64))
    lengths = graph.node("Cast", lengths, to=TensorProto.INT64)
    ends = graph.node("CumSum", lengths, graph.constant(0, np.int64))
    total = graph.node("ReduceSum", lengths, keepdims=0)
    frame = graph.node("Range", graph.constant(0, np.int64), total, graph.constant(1, np.int64))
    frame = graph.node("Unsqueeze", frame, graph.constant([1], np.int64))
    before = graph.node("Cast", graph.node("Not", graph.node("Less", frame, ends)), to=TensorProto.INT64)
    token = graph.node("ReduceSum", before, graph.constant([1], np.int64), keepdims=0)
    spoken = graph.node("Gather", ids, token)
    pitch = graph.node("Mul", graph.node("Cast", spoken, to=TensorProto.FLOAT), graph.constant(5, np.float32))
    pitch = graph.node("Add", pitch, graph.constant(100, np.float32))
    if speaker:
        higher = graph.node("Mul", graph.node("Cast", speaker, to=TensorProto.FLOAT), graph.constant(40, np.float32))
        pitch = graph.node("Add", pitch, higher)
    loud = graph.node("Greater", spoken, graph.constant(LAST_SILENT_ID, np.int64))
    loud = graph.node("Mul", graph.node("Cast", loud, to=TensorProto.FLOAT), graph.constant(0.3, np.float32))
    one = graph.constant([1], np.int64)
    offset = graph.node("Range", graph.constant(0, np.int64), graph.constant(HOP, np.int64), graph.constant(1, np.int64))
    sample = graph.node("Add", graph.node("Mul", frame, graph.constant(HOP, np.int64)), offset)
    seconds = graph.node("Div", graph.node("Cast", sample, to=TensorProto.FLOAT), graph.constant(RATE, np.float32))
    turn = graph.node("Mul", seconds, graph.node("Unsqueeze", pitch, one))
    wave = graph.node("Sin", graph.node("Mul", turn, graph.constant(2 * np.pi, np.float32)))
    noise = graph.node("RandomNormalLike", wave, dtype=TensorProto.FLOAT)
    noise = graph.node("Mul", graph.node("Mul", noise, graph.scale(0)), graph.constant(0.01, np.float32))
    wave = graph.node("Mul", graph.node("Add", wave, noise), graph.node("Unsqueeze", loud, one))
    graph.node("Reshape", wave, graph.constant([1, 1, 1, -1], np.int64), output="output")


def model(timed: bool = True, speakers: bool = False) -> onnx.ModelProto:
    graph = Graph()
    ids = graph.node("Reshape", "input", graph.constant([-1], np.int64))
    lengths = frames(graph, ids, timed)
    tones(graph, ids, lengths, "sid" if speakers else None)
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, ["batch_size", "phonemes"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, ["batch_size"]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, ["batch_size"]))
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch_size", 1, "one", "time"])
    made = helper.make_model(
        helper.make_graph(graph.nodes, "tones", inputs, [output], graph.constants),
        opset_imports=[helper.make_opsetid("", 15)],
        ir_version=8,
        producer_name="make_piper_tones",
    )
    onnx.checker.check_model(made, full_check=True)
    return made


def config(speakers: dict[str, int]) -> dict:
    return {
        "audio": {"sample_rate": RATE, "quality": "medium"},
        "espeak": {"voice": "en-us"},
        "language": {"code": "en_US", "family": "en", "region": "US", "name_english": "English"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_map": {},
        "phoneme_id_map": {symbol: [number] for number, symbol in enumerate(SYMBOLS)},
        "num_symbols": 256,
        "num_speakers": max(1, len(speakers)),
        "speaker_id_map": speakers,
        "dataset": "tones",
        "piper_version": "1.0.0",
    }


def main() -> None:
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent
    for name, made, speakers in (
        ("piper-tones", model(), {}),
        ("piper-tones-speakers", model(speakers=True), {"p225": 0, "p226": 1, "p227": 2}),
        ("piper-tones-untimed", model(timed=False), {}),
    ):
        onnx.save(made, out / f"{name}.onnx")
        text = json.dumps(config(speakers), ensure_ascii=False)
        (out / f"{name}.onnx.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
