"""Serves a model that MLflow logged over the Open Inference Protocol, version 2. It needs mlflow, the model's own
requirements, and nothing else.

It travels with the release, and so does the model's folder: what is served is what was logged.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TYPES = {
    "BOOL": "bool", "INT8": "int8", "INT16": "int16", "INT32": "int32", "INT64": "int64",
    "UINT8": "uint8", "UINT16": "uint16", "UINT32": "uint32", "UINT64": "uint64",
    "FP32": "float32", "FP64": "float64", "BYTES": "object",
}  # fmt: skip

arguments = argparse.ArgumentParser()
arguments.add_argument("--port", type=int, required=True)
arguments.add_argument("--name", required=True, help="of the model, in addresses")
arguments.add_argument("--model", required=True, help="the model's file")
arguments.add_argument("--place", required=True, help="where it lies in the folder that MLflow logged")
arguments.add_argument("--folder", required=True, help="the rest of that folder")
arguments.add_argument("--any-environment", action="store_true", help="do not compare what is installed")
said = arguments.parse_args()


def differences():
    """What is installed, where it is not what the model was logged with."""
    requirements = os.path.join(said.folder, "requirements.txt")
    if os.path.exists(requirements):
        with open(requirements) as file:
            pins = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([A-Za-z0-9.!+_-]+)\s*$", file.read(), re.M)
        for name, version in pins:
            try:
                installed = importlib.metadata.version(name)
            except importlib.metadata.PackageNotFoundError:
                installed = "none"
            if installed != version:
                yield f"{name} {version} is needed, {installed} is installed"
    environment = os.path.join(said.folder, "python_env.yaml")
    if os.path.exists(environment):
        with open(environment) as file:
            python = re.search(r"^python:\s*['\"]?([0-9]+\.[0-9]+)", file.read(), re.M)
        if python and python.group(1) != ".".join(platform.python_version_tuple()[:2]):
            yield f"python {python.group(1)} is needed, this is {platform.python_version()}"


different = [] if said.any_environment else list(differences())
if different:
    sys.exit("this is not the environment that the model was logged in: " + "; ".join(different))

import mlflow.pyfunc  # noqa: E402  after the environment was looked at: what is missing is named above
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

with open(os.path.join(said.folder, "schema.yaml")) as file:
    SCHEMA = json.load(file)

place = os.path.join(said.folder, said.place)
if not os.path.exists(place):
    os.makedirs(os.path.dirname(place), exist_ok=True)
    os.symlink(os.path.abspath(said.model), place)
MODEL = mlflow.pyfunc.load_model(said.folder)
TENSORS = MODEL.metadata.get_input_schema().is_tensor_spec()
ONE_AT_A_TIME = threading.Lock()  # not every model can be asked by several threads at once


def array(tensor):
    dtype = TYPES[tensor["datatype"]]
    return np.array(tensor["data"], dtype=dtype).reshape(tensor["shape"])


def given(tensors):
    """What the model takes: tensors as they are, or a table of which each tensor is a column or has several."""
    arrays = {tensor["name"]: array(tensor) for tensor in tensors}
    missing = [spec["name"] for spec in SCHEMA["inputs"] if spec["name"] not in arrays]
    if missing:
        raise ValueError("inputs are missing: " + ", ".join(missing))
    if TENSORS:
        named = MODEL.metadata.get_input_schema().has_input_names()
        return arrays if named else next(iter(arrays.values()))
    columns = {}
    for spec in SCHEMA["inputs"]:
        values = arrays[spec["name"]]
        names = [column["name"] for column in spec.get("columns", [])]
        if not names and values.ndim == 2 and len(SCHEMA["inputs"]) == 1:
            return pd.DataFrame(values)  # columns that nobody named
        if names:
            columns.update({name: values[:, at] for at, name in enumerate(names)})
        else:
            columns[spec["name"]] = values.reshape(-1)
    return pd.DataFrame(columns)


def outputs(answer):
    specs = SCHEMA["outputs"]
    for at, spec in enumerate(specs):
        if isinstance(answer, (dict, pd.DataFrame)) and spec["name"] in answer:
            values = answer[spec["name"]]
        elif len(specs) == 1:
            values = answer
        elif isinstance(answer, (dict, pd.DataFrame)):
            raise ValueError(f"the model answers {list(answer)}, and no '{spec['name']}'")
        else:
            values = np.asarray(answer)[:, at]
        values = np.asarray(values)
        if values.ndim == len(spec["shape"]) + 1 and values.shape[-1] == 1:
            values = values.reshape(values.shape[:-1])
        texts = spec["datatype"] == "BYTES"
        data = [str(value) for value in values.reshape(-1)] if texts else values.astype(TYPES[spec["datatype"]])
        yield {
            "name": spec["name"],
            "datatype": spec["datatype"],
            "shape": list(values.shape),
            "data": data if texts else data.reshape(-1).tolist(),
        }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def answer(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        ready = self.path in ("/v2/health/live", "/v2/health/ready", f"/v2/models/{said.name}/ready")
        self.answer(200 if ready else 404, {})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path != f"/v2/models/{said.name}/infer":
            return self.answer(404, {"error": "there is no such address"})
        try:
            asked = given(json.loads(body)["inputs"])
        except (KeyError, ValueError, TypeError) as problem:
            return self.answer(400, {"error": f"not understood: {problem}"})
        try:
            with ONE_AT_A_TIME:
                answer = MODEL.predict(asked)
            document = {"model_name": said.name, "outputs": list(outputs(answer))}
        except Exception as problem:  # whatever a model may raise
            return self.answer(500, {"error": f"{type(problem).__name__}: {problem}"})
        self.answer(200, document)


ThreadingHTTPServer.request_queue_size = 128  # callers that may come at once
ThreadingHTTPServer(("127.0.0.1", said.port), Handler).serve_forever()
