"""Makes model.json out of the rows of the wine example; graph.onnx is the model of that example."""

import json
import pathlib
import statistics

here = pathlib.Path(__file__).parent
rows = [json.loads(line) for line in (here / "../wine/rows.ndjson").read_text().splitlines()]
columns = list(zip(*(row["inputs"]["X"] for row in rows)))
centroids = {
    str(label): [
        round(statistics.mean(values), 4)
        for values in zip(*(row["inputs"]["X"] for row in rows if row["label"] == label))
    ]
    for label in sorted({row["label"] for row in rows})
}
model = {"scale": [round(statistics.pstdev(c), 4) for c in columns], "centroids": centroids}
(here / "model.json").write_text(json.dumps(model, indent=1) + "\n")
