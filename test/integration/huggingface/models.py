"""Hugging Face's side of the test: makes tiny random models, and computes logits and texts of folders.

    python models.py

Reads requests, a JSON object a line, and answers each with one:
    {"make": FOLDER, "architecture": "llama" | "gpt2", "config": {...}, "shard": SIZE or null, "dtype": "float32" | ...}
    {"logits": FOLDER, "ids": [...]}                          the next token's logits at each position
    {"generate": FOLDER, "ids": [...], "tokens": N}           greedily
    {"encode": FOLDER, "texts": [...]}                        ids of each text, and its text again
"""

import json
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"

import torch
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
)
from transformers.utils import logging

torch.set_num_threads(1)
logging.disable_progress_bar()
architectures = {"llama": (LlamaConfig, LlamaForCausalLM), "gpt2": (GPT2Config, GPT2LMHeadModel)}


def make(request):
    config, model = architectures[request["architecture"]]
    torch.manual_seed(5)
    made = model(config(**request["config"]))
    with torch.no_grad():
        # Livelier than at the start, biases and gains too, so that no path is too faint to be seen.
        for parameter in made.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.2)
    made = made.to(getattr(torch, request["dtype"]))
    shard = {} if request["shard"] is None else {"max_shard_size": request["shard"]}
    made.save_pretrained(request["make"], **shard)
    return {"files": sorted(os.listdir(request["make"]))}


def load(folder):
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    return model.eval()


def logits(request):
    with torch.no_grad():
        model = load(request["logits"])
        found = model(torch.tensor([request["ids"]])).logits[0]
    return {"class": type(model).__name__, "logits": found.tolist()}


def generate(request):
    ids = torch.tensor([request["ids"]])
    model = load(request["generate"])
    found = model.generate(
        ids,
        attention_mask=torch.ones_like(ids),
        max_new_tokens=request["tokens"],
        do_sample=False,
        pad_token_id=0,
        eos_token_id=None,
    )
    return {"ids": found[0, ids.shape[1] :].tolist()}


def encode(request):
    tokenizer = AutoTokenizer.from_pretrained(request["encode"])
    ids = [tokenizer(text, add_special_tokens=False)["input_ids"] for text in request["texts"]]
    return {"ids": ids, "texts": [tokenizer.decode(each) for each in ids]}


for line in sys.stdin:
    request = json.loads(line)
    answer = next(each for name, each in globals().copy().items() if name in request and callable(each))
    try:
        reply = answer(request)
    except Exception as error:
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
