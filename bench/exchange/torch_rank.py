"""One rank of PyTorch in the exchange benchmark, over gloo.

torch_rank.py RANK RANKS MASTER PORT SPEC MODE: MODE is `all_reduce` (one vector), `ddp` or `powersgd` (a module with the tensors of
SPEC whose backward pass gives constant gradients, so that what is measured is the exchange). Each line of the input is one step.
"""
import json
import os
import sys
import time

rank, ranks, master, port, spec, mode = sys.argv[1:7]
os.environ.update(MASTER_ADDR=master, MASTER_PORT=port, RANK=rank, WORLD_SIZE=ranks)

import torch  # noqa: E402
import torch.distributed as dist  # noqa: E402
from torch.distributed.algorithms.ddp_comm_hooks import powerSGD_hook  # noqa: E402
from torch.nn.parallel import DistributedDataParallel  # noqa: E402

torch.set_num_threads(1)
dist.init_process_group("gloo")
with open(spec) as file:
    shapes = json.load(file)


class Direction(torch.autograd.Function):
    """p ↦ 0, with gradient d: no pass over the tensors but the copy."""

    @staticmethod
    def forward(ctx, p, d):
        ctx.save_for_backward(d)
        return p.new_zeros(())

    @staticmethod
    def backward(ctx, upstream):
        (d,) = ctx.saved_tensors
        return d.clone(), None


class Linear(torch.nn.Module):
    """Its loss is linear in every parameter."""

    def __init__(self):
        super().__init__()
        self.tensors = torch.nn.ParameterList([torch.nn.Parameter(torch.zeros(shape)) for shape in shapes])
        generator = torch.Generator().manual_seed(int(rank) + 1)
        self.directions = [torch.rand(shape, generator=generator) - 0.5 for shape in shapes]

    def forward(self, _):
        return sum(Direction.apply(p, d) for p, d in zip(self.tensors, self.directions))


def say(line):
    print(json.dumps(line), flush=True)


if mode == "all_reduce":
    vector = torch.rand(shapes[0])

    def step():
        dist.all_reduce(vector)
else:
    # One bucket for PowerSGD: its hook starts collectives from callbacks, whose order differs between ranks with several, and
    # gloo then fails. All parameters are zero, so nothing need be broadcast first.
    several = {} if mode == "ddp" else {"bucket_cap_mb": 100_000}
    module = DistributedDataParallel(Linear(), init_sync=False, **several)
    if mode == "powersgd":
        state = powerSGD_hook.PowerSGDState(
            process_group=None,
            matrix_approximation_rank=4,
            start_powerSGD_iter=2,
            min_compression_rate=2,
        )
        # The first steps would go uncompressed.
        state.iter = state.start_powerSGD_iter
        module.register_comm_hook(state, powerSGD_hook.powerSGD_hook)
    nothing = torch.zeros(())

    def step():
        module.zero_grad(set_to_none=False)
        module(nothing).backward()


say({"ready": True})
for _ in sys.stdin:
    dist.barrier()
    start, cpu = time.perf_counter(), time.process_time()
    step()
    say({"ms": 1000 * (time.perf_counter() - start), "cpuMs": 1000 * (time.process_time() - cpu)})
dist.destroy_process_group()
