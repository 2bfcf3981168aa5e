"""Makes the model of this example: how likely a customer pays back, from three columns of a feature table.

    pip install onnx
    python make.py

A logistic regression with weights that are written down here, so that every answer can be checked by hand.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).parent
FLOAT = TensorProto.FLOAT
WEIGHTS = np.array([[0.02], [0.0001], [-1.5]], np.float32)  # age, income, defaults
BIAS = np.array([-2.0], np.float32)


def main():
    nodes = [
        helper.make_node("MatMul", ["features", "weights"], ["sum"]),
        helper.make_node("Add", ["sum", "bias"], ["logit"]),
        helper.make_node("Sigmoid", ["logit"], ["probability"]),
    ]
    graph = helper.make_graph(
        nodes,
        "credit",
        [helper.make_tensor_value_info("features", FLOAT, [None, 3])],
        [helper.make_tensor_value_info("probability", FLOAT, [None, 1])],
        [numpy_helper.from_array(WEIGHTS, "weights"), numpy_helper.from_array(BIAS, "bias")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, HERE / "credit.onnx")


if __name__ == "__main__":
    main()
