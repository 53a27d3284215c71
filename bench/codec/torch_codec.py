"""Measured process: PyTorch's compression of the same gradient shapes, without a network.

    python torch_codec.py hook|laser THREADS SPEC.json

hook: DDP's PowerSGD hook (matrix rank 4) as DDP calls it, in a group of one; timed is the hook, from a bucket's gradient to its mean.
laser: one step of LASER per tensor with torch.linalg.qr and matmul. SPEC.json: {"shapes": [[rows, columns] or [length], …]}.
Speaks the protocol of ../step/protocol.ts.
"""

import json
import os
import resource
import sys
import tempfile
import time

import torch
import torch.distributed as distributed
from torch.distributed.algorithms.ddp_comm_hooks import powerSGD_hook as power_sgd

mode, threads, spec_path = sys.argv[1:4]
torch.set_num_threads(int(threads))
torch.manual_seed(0)
with open(spec_path) as file:
    shapes = json.load(file)["shapes"]
rank = 4
gradients = [0.01 * torch.randn(*shape) for shape in shapes]


class Linear(torch.nn.Module):
    """A sum whose gradients are the given ones."""

    def __init__(self):
        super().__init__()
        self.parts = torch.nn.ParameterList([torch.nn.Parameter(torch.zeros(*shape)) for shape in shapes])

    def forward(self, one):
        return sum((part * gradient).sum() for part, gradient in zip(self.parts, gradients)) * one


def hook_step():
    folder = tempfile.mkdtemp()
    distributed.init_process_group("gloo", init_method=f"file://{folder}/group", rank=0, world_size=1)
    model = torch.nn.parallel.DistributedDataParallel(Linear())
    state = power_sgd.PowerSGDState(
        None, matrix_approximation_rank=rank, start_powerSGD_iter=2, min_compression_rate=2
    )
    spent = [0.0]

    def hook(state, bucket):
        begin = time.perf_counter()
        future = power_sgd.powerSGD_hook(state, bucket)
        future.wait()
        spent[0] += time.perf_counter() - begin
        return future

    model.register_comm_hook(state, hook)

    def step():
        spent[0] = 0.0
        model.zero_grad()
        model(torch.ones(())).backward()
        return spent[0] * 1e3

    return step


def laser_step():
    parts = []
    for gradient in gradients:
        if gradient.dim() < 2:
            parts.append((gradient, None, None, None))
            continue
        rows, columns = gradient.shape
        factors = [torch.randn(rows, rank), torch.randn(columns, rank)]
        parts.append((gradient, torch.zeros_like(gradient), factors, torch.empty_like(gradient)))
    count = [0]

    def step():
        even = count[0] % 2 == 0
        count[0] += 1
        begin = time.perf_counter()
        for gradient, residual, factors, decoded in parts:
            if residual is None:
                gradient.clone()
                continue
            residual.add_(gradient)
            basis = torch.linalg.qr(factors[0 if even else 1]).Q
            sent = residual.T @ basis if even else residual @ basis
            left, right = (basis, sent) if even else (sent, basis)
            torch.matmul(left, right.T, out=decoded)
            residual.sub_(decoded)
            factors[0], factors[1] = left, right
        return (time.perf_counter() - begin) * 1e3

    return step


def main():
    with torch.no_grad() if mode == "laser" else torch.enable_grad():
        step = laser_step() if mode == "laser" else hook_step()
        # The hook sends the first two steps raw and allocates its memory in the third.
        losses = [step() for _ in range(4)]
        say({"description": f"PyTorch {torch.__version__} {mode}", "compileMs": sum(losses), "losses": losses})
        for line in sys.stdin:
            words = line.split()
            if words[0] == "end":
                break
            say({"ms": [step() for _ in range(int(words[1]))], "rssMb": peak()})
        say({"peakRssMb": peak()})


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def say(message):
    print(json.dumps(message), flush=True)


os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
main()
