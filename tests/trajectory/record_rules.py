#!/usr/bin/env python3
"""Records optimisers and learning-rate schedules of PyTorch (Debian: python3-torch) beside this file, as what ConvGpu must follow.

usage: tests/trajectory/record_rules.py

Optimisers: a linear layer of 3 inputs and 2 outputs under the mean squared error, batches of 2, all numbers by rules that
ConvGpu.Tests/Training/OptimizerTrajectoryTests.cs repeats; in double precision. Schedules: the factor on the rate for each of 60 steps.
"""
import json
import math
import os

import torch
from torch import nn, optim
from torch.optim import lr_scheduler

HERE = os.path.dirname(os.path.abspath(__file__))
STEPS = 60
KEPT = (1, 2, 5, 20, 60)
BATCH = 2

OPTIMIZERS = {
    "sgd": lambda p: optim.SGD(p, lr=0.05, weight_decay=0.01),
    "sgd-momentum": lambda p: optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01),
    "sgd-nesterov": lambda p: optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True),
    "adam": lambda p: optim.Adam(p, lr=0.02),
    "adam-decay": lambda p: optim.Adam(p, lr=0.02, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.1),
    "adamw": lambda p: optim.AdamW(p, lr=0.02),
    "adamw-decay": lambda p: optim.AdamW(p, lr=0.02, weight_decay=0.5),
    "adagrad": lambda p: optim.Adagrad(p, lr=0.05),
    "adagrad-decay": lambda p: optim.Adagrad(p, lr=0.05, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.2),
    "rmsprop": lambda p: optim.RMSprop(p, lr=0.01),
    "rmsprop-momentum": lambda p: optim.RMSprop(p, lr=0.01, alpha=0.9, momentum=0.8, weight_decay=0.1),
    "rmsprop-centered": lambda p: optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-3, centered=True),
    "rmsprop-centered-momentum": lambda p: optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-3, momentum=0.8, centered=True),
    "adadelta": lambda p: optim.Adadelta(p),
    "adadelta-decay": lambda p: optim.Adadelta(p, lr=2, rho=0.8, eps=1e-4, weight_decay=0.1),
}

SCHEDULES = {
    "step": lambda o: lr_scheduler.StepLR(o, 7, gamma=0.5),
    "multi-step": lambda o: lr_scheduler.MultiStepLR(o, [5, 6, 30], gamma=0.3),
    "exponential": lambda o: lr_scheduler.ExponentialLR(o, 0.9),
    "linear": lambda o: lr_scheduler.LinearLR(o, 1.0, 0.0, STEPS),
    "polynomial": lambda o: lr_scheduler.PolynomialLR(o, STEPS, power=2.5),
    "cosine": lambda o: lr_scheduler.CosineAnnealingLR(o, STEPS, eta_min=0.1),
    "restarts": lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 7, T_mult=2, eta_min=0.05),
    "restarts-equal": lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 9),
    "one-cycle": lambda o: lr_scheduler.OneCycleLR(o, 1.0, total_steps=STEPS),
    "one-cycle-late": lambda o: lr_scheduler.OneCycleLR(o, 1.0, total_steps=STEPS, pct_start=0.5, div_factor=10, final_div_factor=100),
    "warm-up-step": lambda o: lr_scheduler.SequentialLR(
        o, [lr_scheduler.LinearLR(o, 0.1, total_iters=8), lr_scheduler.StepLR(o, 10, gamma=0.5)], [8]),
    "warm-up-cosine": lambda o: lr_scheduler.SequentialLR(
        o, [lr_scheduler.LinearLR(o, total_iters=10), lr_scheduler.CosineAnnealingLR(o, STEPS - 10)], [10]),
}


def record_optimizer(make):
    layer = nn.Linear(3, 2, dtype=torch.float64)
    layer.weight.data = torch.tensor([0.5 * math.sin(i + 1) for i in range(6)], dtype=torch.float64).reshape(2, 3)
    layer.bias.data = torch.tensor([0.1, 0.2], dtype=torch.float64)
    optimizer = make(layer.parameters())
    kept = []
    for step in range(STEPS):
        items = range(step * BATCH, (step + 1) * BATCH)
        x = torch.tensor([[math.sin(1.3 * i + 2.1 * j + 0.4) for j in range(3)] for i in items], dtype=torch.float64)
        y = torch.tensor([[math.cos(0.7 * i + 1.9 * j) for j in range(2)] for i in items], dtype=torch.float64)
        optimizer.zero_grad()
        nn.functional.mse_loss(layer(x), y).backward()
        optimizer.step()
        if step + 1 in KEPT:
            kept.append([round(float(v), 9) for v in [*layer.weight.detach().flatten(), *layer.bias.detach()]])
    return kept


def record_schedule(make):
    optimizer = optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule, factors = make(optimizer), []
    for _ in range(STEPS):
        factors.append(round(float(optimizer.param_groups[0]["lr"]), 10))
        optimizer.step()
        schedule.step()
    return factors


def losses(epoch):
    """Falls, stays, rises, falls again."""
    return round(1.0 / (1 + epoch) if epoch < 12 else 0.1 if epoch < 30 else 0.05 + 0.001 * (epoch % 7), 6)


def record_plateau(**settings):
    optimizer = optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule, factors = lr_scheduler.ReduceLROnPlateau(optimizer, **settings), []
    for epoch in range(STEPS):
        factors.append(round(float(optimizer.param_groups[0]["lr"]), 10))
        optimizer.step()
        schedule.step(losses(epoch))
    return factors


def write(name, recorded):
    with open(os.path.join(HERE, name + ".json"), "w") as file:
        file.write("{\n" + ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in recorded.items()) + "\n}\n")


write("optimizers", {"torch": torch.__version__, "steps": list(KEPT), **{name: record_optimizer(make) for name, make in OPTIMIZERS.items()}})
write("schedules", {
    "torch": torch.__version__, **{name: record_schedule(make) for name, make in SCHEDULES.items()},
    "losses": [losses(epoch) for epoch in range(STEPS)],
    "plateau": record_plateau(factor=0.5, patience=3),
    "plateau-cooldown": record_plateau(factor=0.2, patience=1, cooldown=4, threshold=0.05, min_lr=0.01)})
