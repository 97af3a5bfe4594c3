"""Makes what trainings save around the same weights (see make.py): python3 make_trained.py

The weights are float16, to be small; PyTorch 1.13.0 and NumPy 1.24.2 wrote the files.
"""
import argparse
import collections
import datetime
import enum
import pathlib
import sys
import types

import numpy
import torch

sys.argv = ["make.py"]
source = open("make.py").read().split("state = tensors()")[0]
exec(source)
state = collections.OrderedDict(
    (name, value.half() if value.is_floating_point() else value) for name, value in tensors().items()
)


def prefixed(prefix, names=state):
    return collections.OrderedDict((prefix + name, value) for name, value in names.items())


class Kind(enum.Enum):
    PAPER = "paper"


class Config(dict):
    pass


class Meter:
    def __init__(self):
        self.values = [1.5, numpy.float32(2.5)]
        self.history = collections.deque([1, 2], maxlen=5)


# Classes that only this training has.
own = types.ModuleType("training_utils")
for kind in (Kind, Config, Meter):
    kind.__module__ = "training_utils"
    setattr(own, kind.__name__, kind)
sys.modules["training_utils"] = own

parameters = [torch.nn.Parameter(torch.ones(3, 2)), torch.nn.Parameter(torch.zeros(4))]
optimiser = torch.optim.Adam(parameters, lr=numpy.float64(1e-4))
sum(p.sum() for p in parameters).backward()
optimiser.step()
scheduler = torch.optim.lr_scheduler.MultiStepLR(optimiser, milestones=[3, 5])
config = Config(lr=1e-4)
config["self"] = config
beside = {
    "epoch": 3,
    "global_step": numpy.int64(120),
    "best": numpy.float64(0.0436),
    "losses": numpy.array([1.5, 1.25], dtype=numpy.float32),
    "names": numpy.array(["a", "b"], dtype=object),
    "args": argparse.Namespace(lr=1e-4, out=pathlib.PurePosixPath("runs/1"), gpus=[0, 1]),
    "optimizer_states": [optimiser.state_dict()],
    "optimizer": optimiser,
    "lr_schedulers": [scheduler.state_dict()],
    "when": datetime.datetime(2026, 11, 29, 12, 0),
    "counts": collections.Counter("abca"),
    "lists": collections.defaultdict(list, a=[1]),
    "tuples": {(1, 2): "tuple", None: "none", 3: "three", b"b": b"bytes"},
    "sets": ({1, 2}, frozenset("ab"), 1 + 2j, slice(1, 2), bytearray(b"x"), range(3), Ellipsis),
    "device": torch.device("cpu"),
    "dtype": torch.float16,
    "size": torch.Size([1, 2]),
    "generator": torch.get_rng_state(),
    "complex": torch.ones(2, dtype=torch.complex64),
    "sparse": torch.eye(2).to_sparse(),
    "quantised": torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8),
    "kind": Kind.PAPER,
    "config": config,
    "meter": Meter(),
    "class": Meter,
    "function": torch.nn.functional.relu,
}
torch.save({**beside, "state_dict": prefixed("model._orig_mod.module.")}, "training.ckpt")
torch.save(
    {**beside, "params": prefixed("module."), "params_ema": state},
    "training-legacy.pth",
    pickle_protocol=4,
    _use_new_zipfile_serialization=False,
)


class Part(torch.nn.Module):
    pass


Part.__module__ = "training_utils"
own.Part = Part


def module():
    """A model whose parts have the tensors' names."""
    root = Part()
    for name, value in state.items():
        part = root
        *path, last = name.split(".")
        for step in path:
            if step not in part._modules:
                part.add_module(step, Part())
            part = part._modules[step]
        if "running" in last or "num_batches" in last:
            part.register_buffer(last, value.clone())
        else:
            part.register_parameter(last, torch.nn.Parameter(value.clone()))
    return root


torch.save(torch.nn.DataParallel(module()), "model.pt")
torch.jit.script(module()).save("scripted.pt")
