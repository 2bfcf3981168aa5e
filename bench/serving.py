"""The servers that the benches measure and what is sent to them: nginx with a fixed answer, and the built product."""

import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.parse

from machine import CORES, HOME, free_port, get, post, until

TUMOUR = HOME / "examples" / "tumour"

# Releases the model without its features graph: what the caller sends is what the model takes.
MODEL_ONLY = """\
apiVersion: lastgood/v1
kind: Release
metadata: {service: %s}
spec:
  model: {path: %s}
  features: none
  preprocessing: none
  schema: infer
  runtime: {engine: onnxruntime}
  config: {%s}
"""
SERVICE = """\
apiVersion: lastgood/v1
kind: Service
metadata: {name: %s}
spec:
  task: classification
  rollout: {steps: [100%%], stepTime: 1s, bake: 1s, minRequests: 10}
  guards:
    - http.error_rate <= baseline + 0.5%%
"""
NGINX = """\
worker_processes %(workers)d;
daemon off;
pid %(folder)s/nginx.pid;
error_log %(folder)s/nginx.log;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path %(folder)s/body;
  %(http)s
}
"""
FIXED = """server {
    listen 127.0.0.1:%d reuseport;
    default_type application/json;
    location / { return 200 '%s'; }
  }"""


class Target:
    """One address that one body is posted to.

    `expected` are pieces of which every answer has to hold one."""

    def __init__(self, name, pid, url, body, answer, expected=()):
        self.name, self.pid, self.url, self.body, self.answer, self.expected = name, pid, url, body, answer, expected

    def load(self, connections, seconds):
        parts = urllib.parse.urlsplit(self.url)
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s"]
        command += ["-s", str(HOME / "bench" / "post.lua"), f"{parts.scheme}://{parts.netloc}"]
        command += ["--", parts.path, str(self.body)]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        counts = json.loads(out.strip().splitlines()[-1])
        if counts["failed"] or not counts["requests"]:
            sys.exit(f"✖ {self.name}: {counts}: these figures would mean nothing")
        self.look()
        return counts

    def look(self):
        """wrk reads no more than the status; so after each of its runs an answer is looked at."""
        try:
            answer = post(self.url, self.body.read_bytes())
        except urllib.error.HTTPError as error:
            sys.exit(f"✖ {self.name}: {error}: {error.read()[:500]}")
        if self.expected and not any(piece in answer for piece in self.expected):
            sys.exit(f"✖ {self.name} answers {answer[:300]}, not what was expected of it")


class Nginx:
    def __init__(self, folder, processes, http, workers=CORES):
        folder.mkdir(exist_ok=True)
        self.config = folder / "nginx.conf"
        self.folder, self.workers = folder, workers
        self.config.write_text(self.text(http))
        self.process = processes.start(["nginx", "-c", self.config, "-p", folder], stderr=subprocess.DEVNULL)

    def text(self, http):
        return NGINX % {"folder": self.folder, "workers": self.workers, "http": http}


def return_200(folder, processes, body, answer):
    """What HTTP itself costs here: a fixed answer as long as ours."""
    port = free_port()
    nginx = Nginx(folder / "floor", processes, FIXED % (port, answer.decode().replace("'", "")))
    url = f"http://127.0.0.1:{port}/"
    answer = until("nginx answers", lambda: post(url, body.read_bytes()))
    return Target("nginx return 200", nginx.process.pid, url, body, answer, [answer])


class Server:
    """The built product, as a process of its own, managed with its own command line."""

    def __init__(self, folder, processes, *flags):
        if not (HOME / "server" / "target" / "dist" / "ready").exists():
            sys.exit("✖ the product is not built; ./dev bench builds it first")
        self.folder = folder
        folder.mkdir(exist_ok=True)
        with open(folder / "server.log", "wb") as log:
            self.process = processes.start(
                [HOME / "lastgood", "run", "--data", folder / "data", "--port", "0", "--gateway-port", "0", *flags],
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        lines = until("the server is ready", self._ready)
        words = [line.split() for line in lines]
        self.api = next(w[1] for w in words if w[:1] == ["API"]).removesuffix("/api/v1")
        self.predict = next(w[1] for w in words if w[:1] == ["Predict"])

    def release(self, service, component, release, beside=""):
        if component:
            self.lastgood("apply", "-f", component)
        self.apply(service, SERVICE % service + beside)
        self.lastgood("release", "create", "-f", release)
        self.lastgood("rollout", "start", service, "r1", "--yes")

    def apply(self, service, text):
        file = self.folder / f"{service}.yaml"
        file.write_text(text)
        self.lastgood("apply", "-f", file)

    def url(self, service):
        return self.predict.replace("{service}", service)

    def target(self, name, service, body, expected):
        url = self.url(service)
        answer = until(f"{service} answers", lambda: post(url, body.read_bytes()))
        check(service, answer, expected)
        return Target(name, self.process.pid, url, body, answer, [outputs(answer)])

    def await_good(self, *services, targets):
        for service, target in zip(services, targets):
            url = f"{self.api}/api/v1/services/{service}"
            until(f"{service} is good", lambda: target.load(1, 1) and get(url)["lastGood"] == "r1")

    def lastgood(self, *words):
        environment = dict(os.environ, LASTGOOD_URL=self.api)
        command = [str(HOME / "lastgood"), *map(str, words)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"✖ lastgood {' '.join(map(str, words))}\n{done.stdout}{done.stderr}")

    def _ready(self):
        text = (self.folder / "server.log").read_text()
        if self.process.poll() is not None:
            sys.exit(f"✖ the server ended:\n{text}")
        return text.splitlines() if "Ready in" in text else None


def row_of(name):
    return json.loads((TUMOUR / name).read_text().splitlines()[1])


def model_only(folder, service="tumour-model", model=TUMOUR / "model-v1.onnx", config=""):
    shutil.copy(model, folder)
    file = folder / f"{service}.release.yaml"
    file.write_text(MODEL_ONLY % (service, model.name, config))
    return file


def body(folder, tensor, row):
    data = next(iter(row["inputs"].values()))
    file = folder / f"{tensor}.json"
    inputs = [{"name": tensor, "shape": [1, len(data)], "datatype": "FP32", "data": data}]
    file.write_text(json.dumps({"inputs": inputs}, separators=(",", ":")))
    return file


def outputs(answer):
    """The part of an answer that is the same for the same row: all but the ids."""
    at = answer.find(b'"outputs"')
    return answer[at : answer.rfind(b"]") + 1] if at >= 0 else answer


def check(service, answer, expected):
    """What is measured must be the real thing: the numbers are those of the recorded row."""
    found = {o["name"]: o["data"] for o in json.loads(answer)["outputs"]}
    recorded = expected["probabilities"][0]
    if found["label"] != expected["label"] or any(
        abs(a - b) > 1e-5 for a, b in zip(found["probabilities"], recorded, strict=True)
    ):
        sys.exit(f"✖ {service} answers {found}, but {expected} is recorded")
