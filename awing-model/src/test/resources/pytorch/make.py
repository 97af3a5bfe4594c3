"""Makes the files beside it with PyTorch (1.13.0): python3 make.py

A hourglass of 1 stack, 16 features, depth 1 and 2 landmarks with a boundary, whose tensors
tiny-tensors.txt lists under the authors' names. Element i of tensor k is
((37 i + 11 k) mod 129 - 64) / 64, of a running_var (64 + (37 i + 11 k) mod 64) / 64: numbers that
bfloat16 holds too.
"""
import collections
import json
import struct

import torch


def tensors():
    state = collections.OrderedDict()
    for k, line in enumerate(open("tiny-tensors.txt")):
        name, shape = line.split()
        shape = [int(n) for n in shape.split(",")]
        i = torch.arange(torch.Size(shape).numel(), dtype=torch.int64)
        place = 37 * i + 11 * k
        if name.endswith("running_var"):
            values = (64 + place % 64) / 64
        else:
            values = (place % 129 - 64) / 64
        state[name] = values.to(torch.float32).reshape(shape)
        if name.endswith("running_var"):
            state[name.replace("running_var", "num_batches_tracked")] = torch.tensor(7)
    return state


def safetensors(state, file):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in state.items():
        whole = tensor.dtype == torch.int64
        raw = tensor.numpy().tobytes() if whole else \
            tensor.to(torch.bfloat16).contiguous().view(torch.int16).numpy().tobytes()
        header[name] = {
            "dtype": "I64" if whole else "BF16",
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    text = json.dumps(header).encode()
    with open(file, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + data)


state = tensors()
torch.save(state, "zip.pth")
parallel = collections.OrderedDict(("module." + name, value) for name, value in state.items())
torch.save(
    {"epoch": 3, "arch": "fan", "best": 0.0436, "state_dict": parallel, "losses": [1.5, None]},
    "legacy.pth",
    _use_new_zipfile_serialization=False,
)
half = collections.OrderedDict(
    (name, torch.nn.Parameter(value.half().t().contiguous().t()) if value.dim() == 2
     else value.half() if value.is_floating_point() else value)
    for name, value in state.items()
)
half["conv1.conv.weight"] = half["conv1.conv.weight"].permute(3, 2, 1, 0).contiguous().permute(3, 2, 1, 0)
torch.save({"model": half}, "half.pth")
safetensors(state, "bfloat16.safetensors")
