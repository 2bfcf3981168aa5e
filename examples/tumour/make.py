"""Makes the models, feature graphs and data of the tumour example.

    pip install -r requirements.txt
    python make.py

Everything comes from the breast-cancer data that scikit-learn carries, so no network is needed.
The figures are measured on the ONNX graphs that are shipped, not on the models they come from.
The service, component and release files beside this script are written by hand.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

HERE = Path(__file__).parent
OPSET = {"": 17, "ai.onnx.ml": 3}
IR_VERSION = 8
SEED = 7
MALIGNANT = 0

DATA = load_breast_cancer()
NAMES = [str(name) for name in DATA.feature_names]
LENGTH = np.array([("radius" in name or "perimeter" in name) for name in NAMES])


def main():
    train, heldout, train_labels, labels = train_test_split(
        DATA.data, DATA.target, test_size=0.5, stratify=DATA.target, random_state=SEED
    )
    features = {"v1": save("features-v1", features_in_mm()), "v2": save("features-v2", features_in_cm())}
    models = {
        "v1": save("model-v1", to_graph(logistic_regression().fit(train, train_labels))),
        "v2": save("model-v2", to_graph(logistic_regression().fit(in_cm(train), train_labels))),
        "good": save("model-good", to_graph(gradient_boosting().fit(train, train_labels))),
    }

    make_triage(train, train_labels, heldout, labels, features)

    write_lines("heldout.ndjson", [as_row(row, label=int(label)) for row, label in zip(heldout, labels)])
    golden = eight_rows(heldout, labels)
    write_lines("golden-v1.ndjson", golden_rows(features["v1"], models["v1"], golden))
    write_lines("golden-v3.ndjson", golden_rows(features["v2"], models["v2"], golden))
    write_lines("ranges-v1.yaml", ranges(features["v1"], train))
    write_lines("ranges-v2.yaml", ranges(features["v2"], train))
    write_lines("schema.yaml", schema(with_units=True))
    write_lines("schema-no-units.yaml", schema(with_units=False))

    pairs = [("v1", "v1"), ("v2", "v2"), ("v2", "v1"), ("v1", "v2"), ("good", "v1")]
    served = [measure(model, models[model], feature, features[feature], heldout, labels) for model, feature in pairs]
    metrics = {"dataset": "breast-cancer/holdout-7", "rows": len(labels), "served": served}
    (HERE / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    for line in served:
        print(
            f"model {line['model']:4} on features {line['features']}: "
            f"{line['accuracy']:6.1%} right, says malignant {line['saysMalignant']:6.1%} of the time"
        )


# --- models and feature graphs ---------------------------------------------------------------


def logistic_regression():
    return make_pipeline(StandardScaler(), LogisticRegression())


def gradient_boosting():
    return GradientBoostingClassifier(n_estimators=60, max_depth=2, learning_rate=0.2, random_state=SEED)


def in_cm(rows):
    """The rows as model v2 learns them: every radius and perimeter in cm instead of mm."""
    return np.where(LENGTH, rows / 10, rows)


def to_graph(model):
    return to_onnx(
        model,
        initial_types=[("X", FloatTensorType([None, len(NAMES)]))],
        options={"zipmap": False},
        target_opset=OPSET,
        name="tumour-model",
    )


def features_in_mm():
    return feature_graph(helper.make_node("Identity", ["measurements"], ["X"]))


def features_in_cm():
    factors = np.where(LENGTH, 0.1, 1.0).astype(np.float32)
    return feature_graph(
        helper.make_node("Mul", ["measurements", "factors"], ["X"]), numpy_helper.from_array(factors, "factors")
    )


def feature_graph(node, *constants):
    shape = [None, len(NAMES)]
    graph = helper.make_graph(
        [node],
        "tumour-features",
        [helper.make_tensor_value_info("measurements", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, shape)],
        initializer=constants,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET[""])])


def save(name, graph):
    """Writes the graph and opens what was written, so that the file itself is what gets measured."""
    graph.ir_version = IR_VERSION
    graph.opset_import.sort(key=lambda opset: opset.domain)  # skl2onnx lists them in any order
    onnx.checker.check_model(graph)
    content = graph.SerializeToString(deterministic=True)
    (HERE / f"{name}.onnx").write_bytes(content)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


# --- the second service ----------------------------------------------------------------------

RATIOS = [(NAMES.index("worst radius"), NAMES.index("mean radius")), (NAMES.index("worst perimeter"), NAMES.index("mean perimeter"))]


def make_triage(train, train_labels, heldout, labels, features):
    """Urgency from two ratios of lengths: in mm or in cm, they are the same."""
    model = LogisticRegression().fit(ratios(train), train_labels == MALIGNANT)
    triage = save("triage", triage_graph(model))
    urgency = {v: triage.run(["urgency"], {"X": after(features[v], heldout)})[0][:, 0] for v in ("v1", "v2")}
    for version, said in urgency.items():
        right = np.mean((said >= 0.5) == (labels == MALIGNANT))
        print(f"triage        on features {version}: {right:6.1%} right")
    print(f"triage: the two differ by at most {np.abs(urgency['v1'] - urgency['v2']).max():.1e}")
    rows = eight_rows(heldout, labels)
    write_lines("golden-triage.ndjson", triage_golden(features["v1"], triage, rows))


def ratios(rows):
    return np.stack([rows[:, a] / rows[:, b] for a, b in RATIOS], axis=1)


def triage_graph(model):
    def column(name, index):
        return numpy_helper.from_array(np.array([index], dtype=np.int64), name)

    nodes, constants, names = [], [], []
    for i, (worst, mean) in enumerate(RATIOS):
        constants += [column(f"worst{i}", worst), column(f"mean{i}", mean)]
        nodes += [
            helper.make_node("Gather", ["X", f"worst{i}"], [f"w{i}"], axis=1),
            helper.make_node("Gather", ["X", f"mean{i}"], [f"m{i}"], axis=1),
            helper.make_node("Div", [f"w{i}", f"m{i}"], [f"ratio{i}"]),
        ]
        names.append(f"ratio{i}")
    constants += [
        numpy_helper.from_array(model.coef_.astype(np.float32).T, "weights"),
        numpy_helper.from_array(model.intercept_.astype(np.float32), "offset"),
    ]
    nodes += [
        helper.make_node("Concat", names, ["ratios"], axis=1),
        helper.make_node("MatMul", ["ratios", "weights"], ["weighed"]),
        helper.make_node("Add", ["weighed", "offset"], ["sum"]),
        helper.make_node("Sigmoid", ["sum"], ["urgency"]),
    ]
    graph = helper.make_graph(
        nodes,
        "triage",
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, len(NAMES)])],
        [helper.make_tensor_value_info("urgency", TensorProto.FLOAT, [None, 1])],
        initializer=constants,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET[""])])


def triage_golden(features, model, rows):
    for row in rows:
        urgency = model.run(["urgency"], {"X": after(features, row[np.newaxis])})[0]
        yield as_row(row, outputs={"urgency": [short(urgency[0])]})


# --- answers ---------------------------------------------------------------------------------


def after(features, rows):
    return features.run(["X"], {"measurements": rows.astype(np.float32)})[0]


def answer(features, model, rows):
    return model.run(["label", "probabilities"], {"X": after(features, rows)})


def measure(model_name, model, feature_name, features, rows, labels):
    said, _ = answer(features, model, rows)
    return {
        "model": model_name,
        "features": feature_name,
        "right": int(np.sum(said == labels)),
        "accuracy": round(float(np.mean(said == labels)), 4),
        "saysMalignant": round(float(np.mean(said == MALIGNANT)), 4),
    }


# --- data files ------------------------------------------------------------------------------


def short(values):
    """The shortest decimal text of each float32: reading it back gives the same float32."""
    texts = [float(str(value)) for value in np.asarray(values, dtype=np.float32)]
    assert np.array_equal(np.array(texts, dtype=np.float32), np.asarray(values, dtype=np.float32))
    return texts


def as_row(row, **more):
    return json.dumps({"inputs": {"measurements": short(row)}, **more}, separators=(",", ":"))


def eight_rows(rows, labels):
    """The first four malignant and the first four benign rows."""
    return np.concatenate([rows[labels == label][:4] for label in (0, 1)])


def golden_rows(features, model, rows):
    for row in rows:
        label, probabilities = answer(features, model, row[np.newaxis])
        yield as_row(row, outputs={"label": [int(label[0])], "probabilities": [short(probabilities[0])]})


def ranges(features, rows):
    """Least and greatest value of each model input in the training data, after the features."""
    seen = after(features, rows)
    yield "X:"
    for name, least, greatest in zip(NAMES, short(seen.min(axis=0)), short(seen.max(axis=0))):
        yield f"  - {{name: {name}, min: {least}, max: {greatest}}}"


def schema(with_units):
    """What callers send and get. The greatest value allowed is twice the greatest of all 569 rows."""
    yield "inputs:"
    yield "  - name: measurements"
    yield "    datatype: FP32"
    yield f"    shape: [-1, {len(NAMES)}]"
    yield "    columns:"
    for name, greatest in zip(NAMES, DATA.data.max(axis=0)):
        unit = unit_of(name) if with_units else ""
        yield f"      - {{name: {name}, {unit}min: 0, max: {2 * greatest:.4g}, nullable: false}}"
    yield "outputs:"
    yield "  - {name: label, datatype: INT64, shape: [-1]}"
    yield "  - {name: probabilities, datatype: FP32, shape: [-1, 2]}"


def unit_of(name):
    if "radius" in name or "perimeter" in name:
        return "unit: mm, "
    return "unit: mm2, " if "area" in name else ""


def write_lines(name, lines):
    (HERE / name).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
