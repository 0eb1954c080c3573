#!/usr/bin/env python3
"""Records 100 training steps of small nets in PyTorch (Debian: python3-torch) beside this file, as what ConvGpu must follow.

usage: tests/trajectory/record.py

Weights, images and order are made of whole numbers by rules that ConvGpu.Tests/Training/TrajectoryTests.cs repeats, so that none of
them need be stored: only losses and sums of the weights are.
"""
import gzip
import json
import math
import os

import numpy
import torch
from torch import nn
from torch.nn import functional

HERE = os.path.dirname(os.path.abspath(__file__))
BATCH = 8
STEPS = 100


def weights(parameter, fan_in, count):
    """Even numbers within sqrt(6 / fan_in), from the middle bits of a 64-bit multiplicative generator of Knuth's."""
    state = parameter + 1
    drawn = numpy.empty(count, dtype=numpy.float32)
    for i in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        drawn[i] = (state // 2**40) - 2**23
    return drawn * numpy.float32(2.0**-23) * numpy.float32(math.sqrt(6.0 / fan_in))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Identity() if stride == 1 else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = functional.relu(self.norm1(self.conv1(x)))
        return functional.relu(self.norm2(self.conv2(y)) + self.shortcut(x))


def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def residual():
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(), Block(8, 8, 1), Block(8, 16, 2),
        nn.AvgPool2d(4), nn.Flatten(), nn.Linear(16, 10))


def digits():
    with gzip.open(os.path.join(HERE, "../../src/Data/Embedded/digits.csv.gz"), "rt") as file:
        rows = numpy.array([[int(cell) for cell in line.split(",")] for line in file if line.strip()])
    return torch.tensor(rows[:, :64].reshape(-1, 1, 8, 8) / 16.0, dtype=torch.float32), torch.tensor(rows[:, 64])


def enlarged(images):
    """24x24 with a border of 2: the 28x28 that LeNet-5 takes, without rounding."""
    return functional.pad(images.repeat_interleave(3, dim=2).repeat_interleave(3, dim=3), (2, 2, 2, 2))


def sums(model):
    """Of each parameter the sum of its magnitudes, in double precision."""
    return [float(p.detach().double().abs().sum()) for p in model.parameters()]


def sgd(rate, decay):
    return {"optimizer": "sgd", "learning_rate": rate, "momentum": 0.9, "weight_decay": decay}


def adam(rate, decay):
    return {"optimizer": "adam", "learning_rate": rate, "weight_decay": decay}


def optimizer_of(recipe, parameters):
    rate, decay = recipe["learning_rate"], recipe["weight_decay"]
    if recipe["optimizer"] == "adam":
        return torch.optim.Adam(parameters, lr=rate, weight_decay=decay)
    return torch.optim.SGD(parameters, lr=rate, momentum=recipe["momentum"], weight_decay=decay)


def record(name, model, images, labels, recipe):
    for i, parameter in enumerate(model.parameters()):
        if parameter.dim() > 1:
            fan_in = parameter[0].numel()
            parameter.data = torch.from_numpy(weights(i, fan_in, parameter.numel())).reshape(parameter.shape)
        elif not torch.all(parameter == 1):
            parameter.data.zero_()
    optimizer = optimizer_of(recipe, list(model.parameters()))
    losses, first = [], None
    for step in range(STEPS):
        batch = slice(step * BATCH, (step + 1) * BATCH)
        optimizer.zero_grad()
        loss = functional.cross_entropy(model(images[batch]), labels[batch])
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
        first = first or sums(model)
    last = sums(model)
    model.eval()
    with torch.no_grad():
        rest = slice(STEPS * BATCH, (STEPS + 1) * BATCH)
        inference = float(functional.cross_entropy(model(images[rest]), labels[rest]))
    recorded = {
        "name": name, "torch": torch.__version__, "batch": BATCH, **recipe,
        "losses": losses, "weights_after_first_step": first, "weights_after_last_step": last, "loss_in_inference": inference}
    with open(os.path.join(HERE, name + ".json"), "w") as file:
        json.dump(recorded, file, indent=1)
        file.write("\n")
    print(f"{name}: loss {losses[0]:.6f} at step 1, {losses[-1]:.6f} at step {STEPS}, {inference:.6f} in inference")


torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)
small, classes = digits()
record("lenet5", lenet5(), enlarged(small), classes, sgd(rate=0.01, decay=0.0))
record("residual", residual(), small, classes, sgd(rate=0.02, decay=0.001))
record("residual-adam", residual(), small, classes, adam(rate=0.01, decay=0.001))
