"""Gradio's own chat, doing what the demo model and the long conversation of the benchmark do."""

import json
import re
import sys
import time

import gradio as gr

chat_port, long_port, messages_path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]


def answer(message, history):
    count, rate = (int(number) for number in re.findall(r"\d+", message)[:2])
    begun = time.monotonic()
    text = ""
    for index in range(count):
        wait = begun + index / rate - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        text += f"word{index + 1} "
        yield text


with open(messages_path, encoding="utf-8") as file:
    messages = json.load(file)

options = {"server_name": "127.0.0.1", "quiet": True, "prevent_thread_lock": True}
gr.ChatInterface(answer).launch(server_port=chat_port, **options)
gr.ChatInterface(answer, chatbot=gr.Chatbot(value=messages)).launch(server_port=long_port, **options)
print("up", gr.__version__, flush=True)
sys.stdin.read()
