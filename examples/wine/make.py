"""Makes the models and rows of the wine example.

    pip install -r ../tumour/requirements.txt
    python make.py

Everything comes from the wine data that scikit-learn carries, so no network is needed.
"""

import json
from pathlib import Path

import numpy as np
import onnxruntime
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, Int64TensorType
from sklearn.datasets import load_wine
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

HERE = Path(__file__).parent
OPSET = {"": 17, "ai.onnx.ml": 3}
SEED = 7
TENSORS = {
    "options": {"zipmap": False},
    "final_types": [
        ("output_label", Int64TensorType([None])),
        ("output_probability", FloatTensorType([None, 3])),
    ],
}


def main():
    data = load_wine()
    train, heldout, train_labels, labels = train_test_split(
        data.data, data.target, test_size=0.5, stratify=data.target, random_state=SEED
    )
    good = make_pipeline(StandardScaler(), LogisticRegression()).fit(train, train_labels)
    better = ExtraTreesClassifier(n_estimators=20, max_depth=6, random_state=SEED).fit(train, train_labels)
    bad = good[-1]  # the same regression, exported without its scaler

    write_rows(heldout, labels)
    # The first is exported as skl2onnx does it unasked: its probabilities are a list of maps, not a tensor.
    # The others answer with tensors under the same names, so that a caller sees no difference in the label.
    measure("model", export(good, "model"), heldout, labels)
    measure("better", export(better, "better", **TENSORS), heldout, labels)
    measure("bad", export(bad, "bad", **TENSORS), heldout, labels)


def write_rows(rows, labels):
    with (HERE / "rows.ndjson").open("w") as file:
        for row, label in zip(rows, labels):
            file.write(json.dumps({"inputs": {"X": row.tolist()}, "label": int(label)}, separators=(",", ":")) + "\n")


def export(model, name, **how):
    one_row = np.zeros((1, 13), dtype=np.float32)
    graph = to_onnx(model, one_row, target_opset=OPSET, name="wine-" + name, **how)
    graph.opset_import.sort(key=lambda opset: opset.domain)  # skl2onnx lists them in any order
    content = graph.SerializeToString(deterministic=True)
    (HERE / f"{name}.onnx").write_bytes(content)
    return onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])


def measure(name, session, rows, labels):
    said = session.run(["output_label"], {"X": rows.astype(np.float32)})[0]
    right = int(np.sum(said == labels))
    times = np.bincount(said, minlength=3)
    print(f"{name:6} {right} of {len(labels)} right ({right / len(labels):.1%}), says 0, 1, 2: {times} times")


if __name__ == "__main__":
    main()
