"""What the benches share: servers that are started and ended, a load, and CPU time as the kernel counts it."""

import http.client
import json
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
TUMOUR = HOME / "examples" / "tumour"
TICKS = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count()

# Releases the model without its features graph: what the caller sends is what the model takes.
MODEL_ONLY = """\
apiVersion: lastgood/v1
kind: Release
metadata: {service: tumour-model}
spec:
  model: {path: model-v1.onnx}
  features: none
  preprocessing: none
  schema: infer
  runtime: {engine: onnxruntime}
  config: {}
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
worker_processes 2;
daemon off;
pid %(folder)s/nginx.pid;
error_log %(folder)s/nginx.log;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path %(folder)s/body;
  server {
    listen 127.0.0.1:%(port)d reuseport;
    default_type application/json;
    location / { return 200 '%(answer)s'; }
  }
}
"""


def need(*tools):
    missing = [t for t in tools if not shutil.which(t)]
    if not missing:
        return
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        sys.exit(f"✖ {' and '.join(missing)} must be installed; as root: apt-get install {' '.join(missing)}")
    print(f"Installing {' and '.join(missing)} from the system's packages (apt-get install) ...", file=sys.stderr)
    # RUNLEVEL keeps the package from starting an nginx of its own.
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive", RUNLEVEL="1")
    for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        done = subprocess.run([apt, "-qq", *command], env=environment, stdout=subprocess.DEVNULL)
        if done.returncode:
            sys.exit(f"✖ apt-get {command[0]} failed; install {' and '.join(missing)} by hand")


class Target:
    """One address that wrk posts one body to."""

    def __init__(self, name, pid, url, body, answer):
        self.name, self.pid, self.url, self.body, self.answer = name, pid, url, body, answer

    def load(self, connections, seconds):
        parts = urllib.parse.urlsplit(self.url)
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s"]
        command += ["-s", str(HOME / "bench" / "post.lua"), f"{parts.scheme}://{parts.netloc}"]
        command += ["--", parts.path, str(self.body)]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        counts = json.loads(out.strip().splitlines()[-1])
        if counts["failed"] or not counts["requests"]:
            sys.exit(f"✖ {self.name}: {counts}: these figures would mean nothing")
        return counts


class Nginx:
    def __init__(self, folder, answer):
        self.port = free_port()
        text = NGINX % {"folder": folder, "port": self.port, "answer": answer.decode().replace("'", "")}
        config = folder / "nginx.conf"
        config.write_text(text)
        self.process = subprocess.Popen(["nginx", "-c", str(config), "-p", str(folder)], start_new_session=True)

    def target(self, body):
        url = f"http://127.0.0.1:{self.port}/"
        answer = until("nginx answers", lambda: post(url, body.read_bytes()))
        return Target("nginx return 200", self.process.pid, url, body, answer)


class Server:
    """The built product, as a process of its own, managed with its own command line."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.log = open(folder / "server.log", "wb")
        self.process = subprocess.Popen(
            [str(HOME / "lastgood"), "run", "--data", str(folder / "data"), "--port", "0", "--gateway-port", "0"],
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        lines = until("the server is ready", self._ready)
        words = [line.split() for line in lines]
        self.api = next(w[1] for w in words if w[:1] == ["API"]).removesuffix("/api/v1")
        self.predict = next(w[1] for w in words if w[:1] == ["Predict"])

    def release(self, service, component, release, beside=""):
        if component:
            self.lastgood("apply", "-f", component)
        file = self.folder / f"{service}.yaml"
        file.write_text(SERVICE % service + beside)
        self.lastgood("apply", "-f", file)
        self.lastgood("release", "create", "-f", release)
        self.lastgood("rollout", "start", service, "r1", "--yes")

    def target(self, name, service, body, expected):
        url = self.predict.replace("{service}", service)
        answer = until(f"{service} answers", lambda: post(url, body.read_bytes()))
        check(service, answer, expected)
        return Target(name, self.process.pid, url, body, answer)

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


def model_only(folder):
    shutil.copy(TUMOUR / "model-v1.onnx", folder)
    file = folder / "model-only.release.yaml"
    file.write_text(MODEL_ONLY)
    return file


def body(folder, tensor, row):
    data = next(iter(row["inputs"].values()))
    file = folder / f"{tensor}.json"
    inputs = [{"name": tensor, "shape": [1, len(data)], "datatype": "FP32", "data": data}]
    file.write_text(json.dumps({"inputs": inputs}, separators=(",", ":")))
    return file


def check(service, answer, expected):
    """What is measured must be the real thing: the numbers are those of the recorded row."""
    outputs = {o["name"]: o["data"] for o in json.loads(answer)["outputs"]}
    recorded = expected["probabilities"][0]
    if outputs["label"] != expected["label"] or any(
        abs(a - b) > 1e-5 for a, b in zip(outputs["probabilities"], recorded, strict=True)
    ):
        sys.exit(f"✖ {service} answers {outputs}, but {expected} is recorded")


def warm(targets, requests):
    for target in targets:
        done = 0
        while done < requests:
            done += target.load(16, 2)["requests"]
        print(f"warmed up: {target.name}, {done:,} requests", file=sys.stderr)


def measure(targets, options):
    measured = []
    for number in range(1, options.rounds + 1):
        for connections in map(int, options.connections.split(",")):
            for target in targets:
                measured.append(one(target, number, connections, options.seconds))
                print(line(measured[-1]), flush=True)
    return measured


def one(target, number, connections, seconds):
    machine, server, own = busy(), cpu(tree(target.pid)), children_cpu()
    start = time.monotonic()
    counts = target.load(connections, seconds)
    took = time.monotonic() - start
    server, own = cpu(tree(target.pid)) - server, children_cpu() - own
    others = busy() - machine - server - own
    return {
        "target": target.name,
        "round": number,
        "connections": connections,
        "cpu": server / counts["requests"] * 1e6,
        "rate": counts["requests"] / counts["micros"] * 1e6,
        "p50": counts["p50"] / 1e3,
        "p99": counts["p99"] / 1e3,
        "requests": counts["requests"],
        "others": max(0.0, others) / took / CORES,
    }


def line(m):
    return (
        f"round {m['round']}  c={m['connections']:<3} {m['target']:<17} {m['cpu']:6.1f} µs CPU/request"
        f"  {m['rate']:8,.0f} requests/s  p50 {m['p50']:.2f}  p99 {m['p99']:.2f} ms  other processes {m['others']:.0%}"
    )


def report(targets, measured, options):
    print(
        f"\n{CORES} cores ({processor()}), {platform.system()} {platform.release()}, {java()}, {version('nginx')},"
        f" {version('wrk')}"
    )
    print(
        f"median of {options.rounds} rounds of {options.seconds} s each, after {options.warm:,} requests of warm-up;"
        f" {sum(m['requests'] for m in measured):,} requests measured, none failed"
    )
    print(f"load average at the end {os.getloadavg()[0]:.2f}\n")
    print("| path | connections | CPU µs/request (least to most) | beside nginx | requests/s | p50 ms | p99 ms |")
    print("|---|---|---|---|---|---|---|")
    for connections in map(int, options.connections.split(",")):
        for target in targets:
            print(row_of(target, connections, measured, targets[0]))
    sizes = ", ".join(f"{name} {memory(pid)} MB" for name, pid in sorted({(named(t), t.pid) for t in targets}))
    print(f"\nmemory (PSS of the process tree): {sizes}")


def row_of(target, connections, measured, base):
    def of(wanted):
        return [m for m in measured if m["target"] == wanted.name and m["connections"] == connections]

    mine, theirs = of(target), {m["round"]: m["cpu"] for m in of(base)}
    cpus = [m["cpu"] for m in mine]
    ratio = statistics.median(m["cpu"] / theirs[m["round"]] for m in mine)
    middle = {k: statistics.median(m[k] for m in mine) for k in ("rate", "p50", "p99")}
    return (
        f"| {target.name} | {connections} | {statistics.median(cpus):.1f} ({min(cpus):.1f} to {max(cpus):.1f})"
        f" | {ratio:.2f} | {middle['rate']:,.0f} | {middle['p50']:.2f} | {middle['p99']:.2f} |"
    )


def named(target):
    return {"model": "lastgood", "features + model": "lastgood"}.get(target.name, target.name.removesuffix(" return 200"))


def tree(pid):
    """A process and all that descend from it."""
    found = [pid]
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in thread.read_text().split():
                found += tree(int(child))
        except OSError:
            pass
    return found


def cpu(pids):
    """Seconds in user and kernel mode; from the process's own name on, as names may hold spaces."""
    ticks = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return ticks / TICKS


def busy():
    """Seconds in which the whole machine did something."""
    user, nice, system, _, _, irq, softirq = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:8])
    return (user + nice + system + irq + softirq) / TICKS


def children_cpu():
    times = os.times()
    return times.children_user + times.children_system


def memory(pid):
    total = 0
    for one_pid in tree(pid):
        try:
            lines = Path(f"/proc/{one_pid}/smaps_rollup").read_text().splitlines()
            total += sum(int(entry.split()[1]) for entry in lines if entry.startswith("Pss:"))
        except OSError:
            pass
    return total // 1024


def post(url, data):
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read()


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def until(what, attempt, seconds=60):
    """The first truthy value of `attempt`, which may be refused meanwhile."""
    end_at = time.monotonic() + seconds
    last = "nothing"
    while time.monotonic() < end_at:
        try:
            value = attempt()
            if value:
                return value
            last = value
        except (OSError, http.client.HTTPException) as error:
            last = error
        time.sleep(0.05)
    sys.exit(f"✖ not within {seconds} s: {what} ({last})")


def free_port():
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return some.getsockname()[1]


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(entry.split(":")[1].strip() for entry in lines if entry.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def java():
    command = [os.path.join(os.environ.get("JAVA_HOME", "/usr"), "bin", "java"), "-version"]
    return "JDK " + subprocess.run(command, capture_output=True, text=True).stderr.split('"')[1]


def version(tool):
    done = subprocess.run([tool, "-v"], capture_output=True, text=True)
    return " ".join((done.stdout + done.stderr).split()[: 3 if tool == "nginx" else 2]).replace("nginx version: ", "")


def end(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
