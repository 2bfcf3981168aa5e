"""MLflow's own client of a scoring server, and the forms that its documentation lists."""

import json

import numpy as np
import pandas as pd
import requests
from mlflow.pyfunc.scoring_server.client import ScoringServerClient

from checks import address, fails, run

host, port = address().split(":")
client = ScoringServerClient(host, port)
FRAME = pd.DataFrame({"left": [1.0, 3.0], "right": [2.0, 4.5]})
ANSWER = [[2.0, 4.0], [6.0, 9.0]]


def it_is_there():
    client.wait_server_ready(timeout=10)
    assert client.get_version() == "test"
    assert requests.get(f"http://{host}:{port}/health").status_code == 200


def a_frame():
    assert client.invoke(FRAME)["predictions"] == ANSWER
    assert client.invoke(FRAME[["right", "left"]])["predictions"] == ANSWER


def a_frame_becomes_one_again():
    came = client.invoke(FRAME).get_predictions()
    assert isinstance(came, pd.DataFrame) and (came.to_numpy() == np.array(ANSWER)).all(), came


def an_array():
    assert client.invoke(FRAME.to_numpy())["predictions"] == ANSWER


def arrays_by_name():
    # The client stumbles over a dict of arrays, but passes a document on as it is.
    for inputs in ({"left": [1.0, 3.0], "right": [2.0, 4.5]}, {"X": FRAME.to_numpy().tolist()}):
        assert client.invoke(json.dumps({"inputs": inputs}))["predictions"] == ANSWER


def the_other_forms():
    url = f"http://{host}:{port}/invocations"
    for answer in (
        requests.post(url, json={"dataframe_records": FRAME.to_dict(orient="records")}),
        requests.post(url, json={"dataframe_split": FRAME.to_dict(orient="split")}),
        requests.post(url, json={"instances": FRAME.to_numpy().tolist()}),
        requests.post(url, json={"inputs": FRAME.to_numpy().tolist()}),
        requests.post(url, data=FRAME.to_csv(index=False), headers={"Content-Type": "text/csv"}),
    ):
        assert answer.status_code == 200, answer.text
        assert answer.json() == {"predictions": ANSWER}, answer.text
        assert answer.headers["Lastgood-Release"] == "r1"


def a_large_answer_comes_compressed_to_who_accepts_that():
    answer = requests.post(f"http://{host}:{port}/invocations", json={"instances": np.ones((2000, 2)).tolist()})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.json() == {"predictions": [[2.0, 2.0]] * 2000}


def a_mistake_is_named():
    fails(lambda: client.invoke(FRAME.rename(columns={"left": "lefft"})), Exception, "error code 400", "did you mean 'left'?")
    fails(lambda: client.invoke(FRAME, params={"a": 1}), Exception, "error code 400", "params are not taken")


run(
    [
        it_is_there,
        a_frame,
        a_frame_becomes_one_again,
        an_array,
        arrays_by_name,
        the_other_forms,
        a_large_answer_comes_compressed_to_who_accepts_that,
        a_mistake_is_named,
    ]
)
