#!/usr/bin/env python3
"""Make the small model with which noise is tested: what it draws has the form of its input. Needs: pip install onnx numpy

usage: make_noise.py [OUT_DIR]      (writes beside itself when no folder is given)
"""

import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def main() -> None:
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent
    ramp = numpy_helper.from_array(np.arange(1000, dtype=np.float32), "ramp")
    nodes = [
        helper.make_node("RandomNormalLike", ["x"], ["bell"], mean=2.0, scale=3.0, dtype=TensorProto.FLOAT),
        helper.make_node("RandomUniformLike", ["x"], ["flat"], low=-1.0, high=4.0),
        helper.make_node("Gather", ["ramp", "places"], ["weights"]),
    ]
    form = [1, "length", 9]
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        "noise",
        [value("x", TensorProto.FLOAT, form), value("places", TensorProto.INT64, ["count"])],
        [
            value("bell", TensorProto.FLOAT, form),
            value("flat", TensorProto.FLOAT, form),
            value("weights", TensorProto.FLOAT, ["count"]),
        ],
        [ramp],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, out / "noise.onnx")


if __name__ == "__main__":
    main()
