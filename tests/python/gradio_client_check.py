"""What Gradio's Python client does at the chat URL: python3 gradio_client_check.py CHAT_URL

The key is read from PARLEY_API_KEY; the chat has to ask for one. Ends with 0 when all is well, and when the package
gradio_client is not there, which it says.
"""

import os
import sys
import tempfile
import time
from concurrent.futures import CancelledError

try:
    import gradio_client
    from gradio_client import Client, handle_file
    from gradio_client.exceptions import AppError, AuthenticationError
except ModuleNotFoundError as missing:
    print(f"Skipped: {missing.name} is not installed (pip install gradio_client).")
    sys.exit(0)

URL = sys.argv[1]
KEY = os.environ["PARLEY_API_KEY"]


def connect(**options):
    return Client(URL, verbose=False, **(options or {"headers": {"authorization": f"Bearer {KEY}"}}))


def raised(error, call):
    """The words of the error that a call ends with."""
    try:
        call()
    except error as caught:
        return str(caught)
    raise AssertionError(f"no {error.__name__}")


def connects_and_shows_the_api():
    info = connect().view_api(print_info=False, return_format="dict")
    (endpoint,) = info["named_endpoints"].items()
    names = [parameter["parameter_name"] for parameter in endpoint[1]["parameters"]]
    assert endpoint[0] == "/chat", endpoint
    assert names == ["message", "system_prompt", "temperature", "max_tokens"], names
    assert info["unnamed_endpoints"] == {}, info


def predicts():
    client = connect()
    assert client.predict("/echo one two") == "one two"
    assert client.predict(message="/echo three", api_name="/chat") == "three"
    assert client.predict("/system", "Be brief.", 0.2, 100, api_name="/chat") == "Be brief."
    assert client.predict("/tokens 9", max_tokens=3, api_name="/chat") == "word1 word2 word3 "
    assert client.predict({"text": "/echo four", "files": []}) == "four"


def streams_the_first_piece_whole():
    job = connect().submit("/tokens 60 100", api_name="/chat")
    texts = list(job)
    assert len(texts) > 3, texts
    assert texts[0].startswith("word1 "), texts[0]
    assert all(after.startswith(before) for before, after in zip(texts, texts[1:])), texts
    assert job.result().endswith(" word60 "), job.result()


def cancels():
    client = connect()
    job = client.submit("/tokens 2000 50", api_name="/chat")
    while len(job.outputs()) < 3:
        time.sleep(0.05)
    assert job.cancel()
    try:
        # Clean: what was written, or that it was cancelled. Never a fault of the client's.
        assert "word3 " in job.result(timeout=10)
    except CancelledError:
        pass
    assert client.predict("/echo on") == "on"


def calls_at_once():
    client = connect()
    jobs = [client.submit(f"/echo answer {index}", api_name="/chat") for index in range(12)]
    assert [job.result(timeout=60) for job in jobs] == [f"answer {index}" for index in range(12)]


def calls_in_a_row_whenever_the_stream_closes():
    client = connect()
    for pause in (0, 0, 0.97, 0.99, 1.01, 1.03):
        time.sleep(pause)
        assert client.submit(f"/echo after {pause}").result(timeout=20) == f"after {pause}"


def begins_anew():
    client = connect()
    for turn in range(3):
        assert client.submit(f"/echo {turn}").result(timeout=20) == str(turn)
        client.reset_session()


def shows_errors():
    client = connect()
    said = raised(AppError, lambda: client.predict("hello", temperature=7))
    assert said == "temperature: is 7; the most allowed is 2.", said
    said = raised(AppError, lambda: client.predict("/fail 2"))
    assert said == "The model failed. Try again.", said
    raised(TypeError, lambda: client.predict("hello", top_p=1))
    raised(ValueError, lambda: client.predict("hello", api_name="/nope"))
    assert client.predict("/echo still here") == "still here"


def sends_files():
    client = connect()
    with tempfile.TemporaryDirectory() as folder:
        note = os.path.join(folder, "näme &x.md")
        with open(note, "w", encoding="utf-8") as file:
            file.write("bread, `salt`\n")
        sent = client.predict({"text": "/files", "files": [handle_file(note)]})
        assert "x.md" in sent and "bread, `salt`" in sent, sent
        image = os.path.join(folder, "a.png")
        with open(image, "wb") as file:
            file.write(bytes.fromhex("89504e470d0a1a0a0000"))
        said = raised(Exception, lambda: client.predict({"text": "see", "files": [handle_file(image)]}))
        assert "400" in said, said


def signs_in():
    assert connect(auth=("ada", KEY)).predict("/echo in") == "in"
    assert connect(token=KEY).predict("/echo in") == "in"
    raised(AuthenticationError, lambda: connect(auth=("ada", "wrong")))
    raised(AuthenticationError, lambda: connect(headers={}))


CHECKS = [
    connects_and_shows_the_api,
    predicts,
    streams_the_first_piece_whole,
    cancels,
    calls_at_once,
    calls_in_a_row_whenever_the_stream_closes,
    begins_anew,
    shows_errors,
    sends_files,
    signs_in,
]

print(f"gradio_client {gradio_client.__version__}")
failed = 0
for check in CHECKS:
    name = check.__name__.replace("_", " ")
    try:
        check()
        print(f"  ok      {name}", flush=True)
    except Exception as error:
        failed += 1
        print(f"  failed  {name}: {type(error).__name__}: {error}", flush=True)
sys.exit(1 if failed else 0)
