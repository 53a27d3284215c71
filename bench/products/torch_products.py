"""PyTorch's side of the products benchmark: reads one command a line, writes one JSON line for it.

  python torch_products.py THREADS
  {"rows", "depth", "columns", "transposedA", "transposedB"}   makes operands; answers {}
  {"repeats": N}                                                answers {"ms": [...], "sum": one element of the result}
"""

import json
import sys
import time

import torch

torch.set_num_threads(int(sys.argv[1]))
a = b = c = None


def operand(rows, columns, transposed, value):
    shape = (columns, rows) if transposed else (rows, columns)
    matrix = torch.full(shape, value)
    return matrix.t() if transposed else matrix


for line in sys.stdin:
    command = json.loads(line)
    answer = {}
    if "rows" in command:
        a = operand(command["rows"], command["depth"], command["transposedA"], 0.5)
        b = operand(command["depth"], command["columns"], command["transposedB"], 0.25)
        c = torch.empty(command["rows"], command["columns"])
    else:
        ms = []
        for _ in range(command["repeats"]):
            start = time.perf_counter()
            torch.mm(a, b, out=c)
            ms.append((time.perf_counter() - start) * 1000)
        answer = {"ms": ms, "element": c[-1, -1].item()}
    print(json.dumps(answer), flush=True)
