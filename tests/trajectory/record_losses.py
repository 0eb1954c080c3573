#!/usr/bin/env python3
"""Records losses of PyTorch (Debian: python3-torch) and their gradients beside this file, as what ConvGpu must compute.

usage: tests/trajectory/record_losses.py

4 items of 5 values go through a linear layer that is the identity; numbers by rules that ConvGpu.Tests/Training/LossTests.cs repeats.
"""
import json
import math
import os

import torch
from torch.nn import functional

HERE = os.path.dirname(os.path.abspath(__file__))
N, K = 4, 5
x = torch.tensor([[2 * math.sin(1.7 * (i * K + j)) for j in range(K)] for i in range(N)], dtype=torch.float64)
labels = torch.tensor([(3 * i + 1) % K for i in range(N)])
values = torch.tensor([[math.cos(0.9 * (i * K + j)) for j in range(K)] for i in range(N)], dtype=torch.float64)
shares = values.abs() / values.abs().sum(dim=1, keepdim=True)
weights = torch.tensor([0.5, 1.0, 2.0, 0.0, 3.0], dtype=torch.float64)

LOSSES = {
    # The mean over items: PyTorch's own divides by the weights of the labels.
    "cross-entropy": lambda y: functional.cross_entropy(y, labels),
    "smoothed": lambda y: functional.cross_entropy(y, labels, label_smoothing=0.2),
    "weighted": lambda y: functional.cross_entropy(y, labels, weights, reduction="sum") / N,
    "weighted-smoothed": lambda y: functional.cross_entropy(y, labels, weights, reduction="sum", label_smoothing=0.1) / N,
    "soft": lambda y: functional.cross_entropy(y, shares),
    "soft-weighted-smoothed": lambda y: functional.cross_entropy(y, shares, weights, label_smoothing=0.3),
    "l1": lambda y: functional.l1_loss(y, values),
    "huber": lambda y: functional.huber_loss(y, values, delta=0.7),
    "mean-squared-error": lambda y: functional.mse_loss(y, values),
    "binary-cross-entropy": lambda y: functional.binary_cross_entropy_with_logits(y, shares),
    # PyTorch has no such loss: the formula.
    "hinge": lambda y: torch.clamp(1 - torch.where(values < 0, -1.0, 1.0).double() * y, min=0).mean(),
}

recorded = {}
for name, loss in LOSSES.items():
    weight = torch.eye(K, dtype=torch.float64, requires_grad=True)
    value = loss(x @ weight.T)
    value.backward()
    recorded[name] = [round(float(v), 9) for v in [value, *weight.grad.flatten()]]
with open(os.path.join(HERE, "losses.json"), "w") as file:
    file.write("{\n" + ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in recorded.items()) + "\n}\n")
