#!/usr/bin/env python3
"""Make the small models that stand in for Kokoro-82M in tests.

They have the real models' inputs and outputs, but each token is a tone: its pitch comes from the token and the
style, its length from the token, the style and the speed. Marks and spaces are silent. Needs: pip install onnx numpy

usage: make_kokoro_tones.py [OUT_DIR]      (writes beside itself when no folder is given)
"""

import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

RATE = 24_000
FRAME = 600
# The ids of the vocabulary up to here are the pad, marks and the space.
LAST_SILENT_ID = 16


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


def durations(graph: Graph, ids: str, style: str, speed: str) -> str:
    """Frames of each token: 2 to 4, more by the style's first value, divided by the speed."""
    third = graph.node("Mod", ids, graph.constant(3, np.int64))
    frames = graph.node("Add", graph.node("Cast", third, to=TensorProto.FLOAT), graph.constant(2, np.float32))
    first = graph.node("Slice", style, graph.constant([0], np.int64), graph.constant([1], np.int64))
    longer = graph.node("Add", frames, graph.node("Max", first, graph.constant([0], np.float32)))
    return graph.node("Cast", graph.node("Ceil", graph.node("Div", longer, speed)), to=TensorProto.INT64)


def tones(graph: Graph, ids: str, style: str, frames: str, audio: str) -> None:
    """A tone for each token, as long as its frames."""
    ends = graph.node("CumSum", frames, graph.constant(0, np.int64))
    total = graph.node("ReduceSum", frames, keepdims=0)
    frame = graph.node("Range", graph.constant(0, np.int64), total, graph.constant(1, np.int64))
    frame = graph.node("Unsqueeze", frame, graph.constant([1], np.int64))
    before = graph.node("Not", graph.node("Less", frame, ends))
    token = graph.node(
        "ReduceSum", graph.node("Cast", before, to=TensorProto.INT64), graph.constant([1], np.int64), keepdims=0
    )
    spoken = graph.node("Gather", ids, token)
    pitch = graph.node("Mul", graph.node("Cast", spoken, to=TensorProto.FLOAT), graph.constant(5, np.float32))
    second = graph.node("Slice", style, graph.constant([1], np.int64), graph.constant([2], np.int64))
    pitch = graph.node("Add", pitch, graph.constant(100, np.float32))
    pitch = graph.node("Add", pitch, graph.node("Mul", second, graph.constant(20, np.float32)))
    loud = graph.node("Greater", spoken, graph.constant(LAST_SILENT_ID, np.int64))
    loud = graph.node("Mul", graph.node("Cast", loud, to=TensorProto.FLOAT), graph.constant(0.3, np.float32))
    offset = graph.node("Range", graph.constant(0, np.int64), graph.constant(FRAME, np.int64), graph.constant(1, np.int64))
    sample = graph.node("Add", graph.node("Mul", frame, graph.constant(FRAME, np.int64)), offset)
    seconds = graph.node("Div", graph.node("Cast", sample, to=TensorProto.FLOAT), graph.constant(RATE, np.float32))
    turn = graph.node("Mul", seconds, graph.node("Unsqueeze", pitch, graph.constant([1], np.int64)))
    wave = graph.node("Sin", graph.node("Mul", turn, graph.constant(2 * np.pi, np.float32)))
    wave = graph.node("Mul", wave, graph.node("Unsqueeze", loud, graph.constant([1], np.int64)))
    graph.node("Reshape", wave, graph.constant([-1], np.int64), output=audio)


def model(tokens: str, speed_type: int, audio: str, timed: bool) -> onnx.ModelProto:
    graph = Graph()
    flat = graph.constant([-1], np.int64)
    ids = graph.node("Reshape", tokens, flat)
    style = graph.node("Reshape", "style", flat)
    speed = graph.node("Cast", "speed", to=TensorProto.FLOAT)
    frames = durations(graph, ids, style, speed)
    tones(graph, ids, style, frames, audio)
    inputs = [
        helper.make_tensor_value_info(tokens, TensorProto.INT64, [1, "tokens"]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        helper.make_tensor_value_info("speed", speed_type, [1]),
    ]
    outputs = [helper.make_tensor_value_info(audio, TensorProto.FLOAT, ["samples"])]
    if timed:
        graph.node("Identity", frames, output="duration")
        outputs.append(helper.make_tensor_value_info("duration", TensorProto.INT64, ["tokens"]))
    made = helper.make_model(
        helper.make_graph(graph.nodes, "tones", inputs, outputs, graph.constants),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
        producer_name="make_kokoro_tones",
    )
    onnx.checker.check_model(made, full_check=True)
    return made


def voices(names: dict[str, tuple[float, float]]) -> dict[str, np.ndarray]:
    """Voices of which only the first two values of a row are not zero."""
    made = {}
    for name, (length, pitch) in names.items():
        style = np.zeros((510, 1, 256), np.float32)
        style[:, 0, 0] = length
        style[:, 0, 1] = pitch
        made[name] = style
    return made


def main() -> None:
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent
    onnx.save(model("tokens", TensorProto.FLOAT, "waveform", timed=True), out / "kokoro-tones.onnx")
    onnx.save(model("tokens", TensorProto.FLOAT, "audio", timed=False), out / "kokoro-tones-older.onnx")
    onnx.save(model("input_ids", TensorProto.INT32, "waveform", timed=True), out / "kokoro-tones-input-ids.onnx")
    named = {
        "af_heart": (0.0, 1.0),
        "af_bella": (0.0, 5.0),
        "am_adam": (1.0, -1.0),
        "bf_emma": (0.0, 3.0),
        "ff_siwis": (0.0, 2.0),
        "jf_alpha": (0.0, 4.0),
    }
    with open(out / "kokoro-tones-voices.bin", "wb") as file:
        np.savez_compressed(file, **voices(named))


if __name__ == "__main__":
    main()
