"""Measured process: the same model and step in PyTorch (scaled_dot_product_attention, fused AdamW), eager or compiled.

    python torch_step.py eager|compile THREADS SPEC.json

SPEC.json: the sizes, AdamW's numbers, names and shapes of the parameters in the order of the file of float32 values, and
the tokens. Speaks the protocol of protocol.ts.
"""

import json
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional
from measured import serve

mode, threads, spec_path = sys.argv[1:4]
torch.set_num_threads(int(threads))
with open(spec_path) as file:
    spec = json.load(file)
config, batch, length = spec["model"], spec["batch"], spec["time"]
width, heads = config["width"], config["heads"]


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        epsilon = config["normEpsilon"]
        self.attention_norm = nn.LayerNorm(width, eps=epsilon)
        self.qkv = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)
        self.mlp_norm = nn.LayerNorm(width, eps=epsilon)
        self.up = nn.Linear(width, config["feedForward"])
        self.down = nn.Linear(config["feedForward"], width)

    def forward(self, x):
        parts = self.qkv(self.attention_norm(x)).split(width, dim=2)
        q, k, v = (part.view(batch, length, heads, width // heads).transpose(1, 2) for part in parts)
        mixed = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.output(mixed.transpose(1, 2).reshape(batch, length, width))
        return x + self.down(functional.gelu(self.up(self.mlp_norm(x)), approximate="tanh"))


class Gpt2(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(config["vocabulary"], width)
        self.positions = nn.Parameter(torch.zeros(config["context"], width))
        self.layers = nn.ModuleList([Block() for _ in range(config["layers"])])
        self.norm = nn.LayerNorm(width, eps=config["normEpsilon"])
        self.head = nn.Linear(width, config["vocabulary"], bias=False)

    def forward(self, tokens, targets):
        x = self.embedding(tokens) + self.positions
        for layer in self.layers:
            x = layer(x)
        return functional.cross_entropy(self.head(self.norm(x)).view(-1, config["vocabulary"]), targets.view(-1))


def load(model):
    """Copies the values that Plateau starts from; returns nothing. Names are Plateau's."""
    flat = torch.from_numpy(numpy.fromfile(spec["values"], dtype=numpy.float32))
    named, at = {}, 0
    for entry in spec["parameters"]:
        count = int(numpy.prod(entry["shape"]))
        named[entry["name"]] = flat[at : at + count].view(*entry["shape"])
        at += count

    def joined(layer, kind):
        return torch.cat([named[f"{layer}.attention.{part}.{kind}"] for part in ("query", "key", "value")])

    with torch.no_grad():
        model.embedding.weight.copy_(named["embedding.weight"])
        model.positions.copy_(named["positions.weight"])
        model.head.weight.copy_(named["head.weight"])
        for kind in ("weight", "bias"):
            getattr(model.norm, kind).copy_(named[f"norm.{kind}"])
        for index, layer in enumerate(model.layers):
            name = f"layers.{index}"
            for kind in ("weight", "bias"):
                getattr(layer.qkv, kind).copy_(joined(name, kind))
                getattr(layer.output, kind).copy_(named[f"{name}.attention.output.{kind}"])
                getattr(layer.up, kind).copy_(named[f"{name}.mlp.up.{kind}"])
                getattr(layer.down, kind).copy_(named[f"{name}.mlp.down.{kind}"])
                getattr(layer.attention_norm, kind).copy_(named[f"{name}.attentionNorm.{kind}"])
                getattr(layer.mlp_norm, kind).copy_(named[f"{name}.mlpNorm.{kind}"])


def main():
    started = time.perf_counter()
    model = Gpt2()
    load(model)
    adamw = spec["adamw"]
    decayed = [block_weight for layer in model.layers for block_weight in matrices(layer)] + [model.head.weight]
    chosen = {id(parameter) for parameter in decayed}
    rest = [parameter for parameter in model.parameters() if id(parameter) not in chosen]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": adamw["weightDecay"]}, {"params": rest, "weight_decay": 0.0}],
        lr=adamw["learningRate"],
        betas=(adamw["beta1"], adamw["beta2"]),
        eps=adamw["epsilon"],
        fused=True,
    )
    tokens = torch.tensor(spec["inputs"]).view(batch, length)
    targets = torch.tensor(spec["targets"]).view(batch, length)
    forward = torch.compile(model) if mode == "compile" else model

    def step():
        optimizer.zero_grad()
        loss = forward(tokens, targets)
        loss.backward()
        optimizer.step()
        return loss.item()

    serve(step, f"PyTorch {torch.__version__} {mode}", started)


def matrices(layer):
    return [layer.qkv.weight, layer.output.weight, layer.up.weight, layer.down.weight]


main()
