"""Logs a wine model into the MLflow at argv[1], registers it as `wine`, and puts the alias `challenger` on it.

argv[2] says which: `regression` or `network`.
"""
import sys

import mlflow
import numpy as np
from mlflow.models import infer_signature
from skl2onnx import to_onnx
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

uri, kind = sys.argv[1:]
mlflow.set_tracking_uri(uri)
mlflow.set_experiment("wine")
table, grower = load_wine(return_X_y=True, as_frame=True)
table = table.astype(np.float32)
train, test, train_grower, test_grower = train_test_split(table, grower, test_size=0.5, random_state=0)
last = LogisticRegression() if kind == "regression" else MLPClassifier((16,), max_iter=500, random_state=1)
model = make_pipeline(StandardScaler(), last).fit(train.to_numpy(), train_grower)

with mlflow.start_run(run_name=kind):
    mlflow.log_metric("accuracy", model.score(test.to_numpy(), test_grower))
    logged = mlflow.onnx.log_model(
        to_onnx(model, train.to_numpy()[:1], options={"zipmap": False}, target_opset=17),
        name="model",
        signature=infer_signature(train, {"label": model.predict(train.to_numpy()).astype(np.int64)}),
        input_example=test.head(4),
    )
version = mlflow.register_model(f"models:/{logged.model_id}", "wine").version
mlflow.MlflowClient().set_registered_model_alias("wine", "challenger", version)
print(f"logged {kind} as models:/wine/{version}")
