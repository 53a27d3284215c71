"""Measured process: the same model and step in JAX (jax.nn.dot_product_attention, AdamW by hand), one program compiled by jax.jit.

    python jax_step.py SPEC.json

SPEC.json as for torch_step.py. Speaks the protocol of protocol.ts. Threads are those of XLA's client: the variable NPROC.
"""

import json
import sys
import time

import jax
import jax.numpy as jnp
import numpy
from measured import serve

with open(sys.argv[1]) as file:
    spec = json.load(file)
config, batch, length, adamw = spec["model"], spec["batch"], spec["time"], spec["adamw"]
width, heads = config["width"], config["heads"]


def norm(x, gain, bias):
    mean = x.mean(-1, keepdims=True)
    centred = x - mean
    variance = (centred * centred).mean(-1, keepdims=True)
    return centred * jax.lax.rsqrt(variance + config["normEpsilon"]) * gain + bias


def block(x, at):
    def linear(y, name):
        return y @ at[f"{name}.weight"].T + at[f"{name}.bias"]

    unit = norm(x, at["attentionNorm.weight"], at["attentionNorm.bias"])
    qkv = [unit @ at[f"attention.{part}.weight"].T + at[f"attention.{part}.bias"] for part in ("query", "key", "value")]
    q, k, v = (part.reshape(batch, length, heads, width // heads) for part in qkv)
    mixed = jax.nn.dot_product_attention(q, k, v, is_causal=True)
    x = x + linear(mixed.reshape(batch, length, width), "attention.output")
    unit = norm(x, at["mlpNorm.weight"], at["mlpNorm.bias"])
    return x + linear(jax.nn.gelu(linear(unit, "mlp.up"), approximate=True), "mlp.down")


def loss_of(values, tokens, targets):
    x = values["embedding.weight"][tokens] + values["positions.weight"][:length]
    for index in range(config["layers"]):
        prefix = f"layers.{index}."
        x = block(x, {name[len(prefix) :]: value for name, value in values.items() if name.startswith(prefix)})
    logits = norm(x, values["norm.weight"], values["norm.bias"]) @ values["head.weight"].T
    chosen = jnp.take_along_axis(logits, targets[..., None], -1)[..., 0]
    return (jax.nn.logsumexp(logits, -1) - chosen).mean()


def decays(name):
    return name.startswith(("layers.", "head.")) and name.endswith(".weight") and "Norm" not in name


def step(values, first, second, count, tokens, targets):
    loss, gradients = jax.value_and_grad(loss_of)(values, tokens, targets)
    rate, beta1, beta2 = adamw["learningRate"], adamw["beta1"], adamw["beta2"]
    new, new_first, new_second = {}, {}, {}
    for name, gradient in gradients.items():
        m = beta1 * first[name] + (1 - beta1) * gradient
        v = beta2 * second[name] + (1 - beta2) * gradient * gradient
        update = (m / (1 - beta1**count)) / (jnp.sqrt(v / (1 - beta2**count)) + adamw["epsilon"])
        decay = adamw["weightDecay"] if decays(name) else 0.0
        new[name] = values[name] * (1 - rate * decay) - rate * update
        new_first[name], new_second[name] = m, v
    return loss, new, new_first, new_second


def load():
    flat = numpy.fromfile(spec["values"], dtype=numpy.float32)
    values, at = {}, 0
    for entry in spec["parameters"]:
        count = int(numpy.prod(entry["shape"]))
        values[entry["name"]] = jnp.asarray(flat[at : at + count].reshape(entry["shape"]))
        at += count
    return values


def main():
    started = time.perf_counter()
    values = load()
    first = {name: jnp.zeros_like(value) for name, value in values.items()}
    second = {name: jnp.zeros_like(value) for name, value in values.items()}
    tokens = jnp.asarray(spec["inputs"], dtype=jnp.int32).reshape(batch, length)
    targets = jnp.asarray(spec["targets"], dtype=jnp.int32).reshape(batch, length)
    compiled = jax.jit(step, donate_argnums=(0, 1, 2))
    count = 0

    def run():
        nonlocal values, first, second, count
        count += 1
        loss, values, first, second = compiled(values, first, second, jnp.float32(count), tokens, targets)
        jax.block_until_ready(values)
        return float(loss)

    serve(run, f"JAX {jax.__version__} {jax.devices()[0].platform}", started)


main()
