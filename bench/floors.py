"""The floor under a prediction: HTTP that does nothing (nginx) and inference that does nothing else (C, and Java's binding)."""

import json
import statistics
import subprocess
import sys

from compiled import compiled
from machine import HOME, java_program
from serving import TUMOUR

NATIVE = HOME / "server" / "target" / "dist" / "ai" / "onnxruntime" / "native"
LABELS = "label,l,1:probabilities,f,2"
FEATURES = f"{TUMOUR / 'features-v1.onnx'}:measurements:X,f,30"
MODEL = f"{TUMOUR / 'model-v1.onnx'}:X:{LABELS}"

# What each path of `bench path` runs.
GRAPHS = {"model": [MODEL], "features + model": [FEATURES, MODEL]}
SECONDS = 1


def measured_once(row):
    """CPU microseconds of one inference, by path and by who asks for it; the answers are held against the recorded ones."""
    values = ",".join(map(str, next(iter(row["inputs"].values()))))
    return {path: {"C": c(values, graphs, row), "JNI": jni(values, graphs, row)} for path, graphs in GRAPHS.items()}


def c(values, graphs, row):
    library = next(NATIVE.glob("*/libonnxruntime.so"))
    return told([compiled("floor"), library, str(SECONDS), values, *graphs], row)


def jni(values, graphs, row):
    library = next(NATIVE.glob("*/libonnxruntime.so")).parent
    jar = next((HOME / "server" / "target" / "dist" / "lib").glob("onnxruntime-*.jar"))
    java = [java_program(), "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", f"-Donnxruntime.native.path={library}"]
    return told([*java, "-cp", str(jar), str(HOME / "bench" / "JniFloor.java"), str(SECONDS), values, *graphs], row)


def told(command, row):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"✖ {command[0]}: {done.stderr}")
    counts = json.loads(done.stdout)
    recorded = row["outputs"]
    apart = [abs(a - b) for a, b in zip(counts["probabilities"], recorded["probabilities"][0], strict=True)]
    if counts["label"] != recorded["label"] or max(apart) > 1e-5:
        sys.exit(f"✖ the floor answers {counts}, but {recorded} is recorded")
    return counts["cpu"]


def report(measured, floors, options):
    """@param floors one of `measured_once` for each round"""
    print("\nfloor = nginx return 200 + inference in C, of the same round; CPU µs/request\n")
    print("| path | connections | nginx | C inference | (JNI, pinned) | floor | lastgood | lastgood beside the floor |")
    print("|---|---|---|---|---|---|---|---|")
    for connections in map(int, options.connections.split(",")):
        for path in GRAPHS:
            print(row_of(path, connections, measured, floors))


def row_of(path, connections, measured, floors):
    def of(name):
        return {m["round"]: m["cpu"] for m in measured if m["target"] == name and m["connections"] == connections}

    nginx, ours = of("nginx return 200"), of(path)
    in_c, by_jni = ({n: f[path][who] for n, f in enumerate(floors, 1)} for who in ("C", "JNI"))
    ratios = [ours[n] / (nginx[n] + in_c[n]) for n in ours]
    m = {k: statistics.median(v.values()) for k, v in (("nginx", nginx), ("c", in_c), ("jni", by_jni), ("ours", ours))}
    floor = statistics.median(nginx[n] + in_c[n] for n in ours)
    return (
        f"| {path} | {connections} | {m['nginx']:.1f} | {m['c']:.1f} | ({m['jni']:.1f}) | {floor:.1f}"
        f" | {m['ours']:.1f} | {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) |"
    )
