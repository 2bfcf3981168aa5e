"""Logs the wine models into the MLflow at argv[1], registers them under the names that follow, and prints what they say.

Version 1 is a regression with named columns, version 2 a network with a plain tensor, version 3 has no onnx flavor, and
version 4 is the network with its tensors in a file beside it, as MLflow keeps those of other libraries.
"""
import json
import sys
import warnings

import mlflow
import numpy as np
import onnx
from mlflow.models import infer_signature
from skl2onnx import to_onnx
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.simplefilter("ignore")
uri, names = sys.argv[1], sys.argv[2:]
mlflow.set_tracking_uri(uri)
mlflow.set_experiment("wine")
client = mlflow.MlflowClient()
table, grower = load_wine(return_X_y=True, as_frame=True)
table = table.astype(np.float32)
rows = table.to_numpy()


def log(model, example):
    with mlflow.start_run():
        mlflow.log_metric("accuracy", float(model.score(rows, grower)))
        graph = to_onnx(model, rows[:1], options={"zipmap": False}, target_opset=17)
        says = {
            "label": model.predict(rows[:3]).astype(np.int64),
            "probabilities": model.predict_proba(rows[:3]).astype(np.float32),
        }
        return mlflow.onnx.log_model(
            graph, name="model", signature=infer_signature(example, says), input_example=example
        )


regression = make_pipeline(StandardScaler(), LogisticRegression()).fit(rows, grower)
network = make_pipeline(StandardScaler(), MLPClassifier((16,), max_iter=400, random_state=1)).fit(rows, grower)
logged = [log(regression, table.head(3)), log(network, rows[:3])]
with mlflow.start_run():
    logged.append(mlflow.sklearn.log_model(regression, name="model", input_example=table.head(2)))
with mlflow.start_run():
    graph = to_onnx(network, rows[:1], options={"zipmap": False}, target_opset=17)
    for tensor in graph.graph.initializer:
        tensor.CopyFrom(onnx.numpy_helper.from_array(np.tile(onnx.numpy_helper.to_array(tensor), 1), tensor.name))
    padding = onnx.numpy_helper.from_array(np.zeros((512, 2), np.float32), "unused")
    graph.graph.initializer.append(padding)
    logged.append(mlflow.onnx.log_model(graph, name="model"))
for name in names:
    for model in logged:
        mlflow.register_model(f"models:/{model.model_id}", name)
    client.set_registered_model_alias(name, "challenger", "2")

print(
    json.dumps(
        {
            "rows": rows[::9].tolist(),
            "labels": [m.predict(rows[::9]).tolist() for m in (regression, network)],
            "probabilities": [m.predict_proba(rows[::9]).tolist() for m in (regression, network)],
            "columns": list(table.columns),
            "accuracy": float(regression.score(rows, grower)),
            "models": [m.model_id for m in logged],
            "runs": [client.get_model_version(names[0], v).run_id for v in ("1", "2", "3")],
        }
    )
)
