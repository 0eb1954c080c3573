"""Times with PyTorch what ConvGpu.GpuBench times, float32 with TF32 off and on, and writes {precision: {section/name: ms}}."""
import json
import sys
import time
import traceback

import torch
from torch import nn

CONVOLUTIONS = {  # name: batch, in, size, out, kernel, stride, padding; as in bench/ConvGpu.Bench/ConvolutionShapes.cs
    "lenet5.conv2 b64": (64, 6, 14, 16, 5, 1, 0),
    "alexnet.conv1 b16": (16, 3, 224, 64, 11, 4, 2),
    "alexnet.conv2 b16": (16, 64, 27, 192, 5, 1, 2),
    "vgg.conv1_2 b4": (4, 64, 224, 64, 3, 1, 1),
    "vgg.conv3_2 b4": (4, 256, 56, 256, 3, 1, 1),
    "vgg.conv5_1 b4": (4, 512, 14, 512, 3, 1, 1),
}


def milliseconds(run):
    for _ in range(5):
        run()
    torch.cuda.synchronize()
    runs = 1
    while True:
        start = time.perf_counter()
        for _ in range(runs):
            run()
        torch.cuda.synchronize()
        seconds = time.perf_counter() - start
        if seconds >= 0.5:
            return seconds / runs * 1000
        runs = max(runs * 2, int(runs * 0.5 / max(seconds, 1e-6)) + 1)


def products(times):
    for size in (512, 1024, 2048, 4096):
        a, b = (torch.rand(size, size, device="cuda") - 0.5 for _ in range(2))
        times[f"sgemm/{size}"] = milliseconds(lambda: torch.mm(a, b))


def convolutions(times):
    for name, (batch, channels, size, out, kernel, stride, padding) in CONVOLUTIONS.items():
        x = torch.rand(batch, channels, size, size, device="cuda") - 0.5
        w = torch.rand(out, channels, kernel, kernel, device="cuda") - 0.5
        forward = lambda: torch.conv2d(x, w, stride=stride, padding=padding)
        dy = torch.rand_like(forward())
        backward = lambda mask: torch.ops.aten.convolution_backward(
            dy, x, w, None, [stride] * 2, [padding] * 2, [1, 1], False, [0, 0], 1, mask)
        times[f"conv/{name} forward"] = milliseconds(forward)
        times[f"conv/{name} backward-data"] = milliseconds(lambda: backward([True, False, False]))
        times[f"conv/{name} backward-weights"] = milliseconds(lambda: backward([False, True, False]))


def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def steps(times):
    models = [("lenet5", 256, lenet5, (1, 28, 28), 10)]
    try:
        import torchvision.models as zoo
        models += [("alexnet", 128, zoo.alexnet, (3, 224, 224), 1000), ("vgg16", 32, zoo.vgg16, (3, 224, 224), 1000)]
    except Exception as error:  # a torchvision of another PyTorch fails in its own ways
        print(f"steps of alexnet and vgg16 are not compared, torchvision: {error}", file=sys.stderr)
    for name, batch, make, shape, classes in models:
        model = make().cuda().train()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.001, momentum=0.9)
        x = torch.randn(batch, *shape, device="cuda")
        labels = torch.zeros(batch, dtype=torch.long, device="cuda")

        def step():
            optimizer.zero_grad(set_to_none=True)
            nn.functional.cross_entropy(model(x), labels).backward()
            optimizer.step()

        times[f"step/{name} b{batch}"] = milliseconds(step)
        del model, optimizer


class Times(dict):
    """Rewrites the file after every row, so that a run cut short leaves what it measured."""

    def __init__(self, result, file):
        super().__init__()
        self.result, self.file = result, file

    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        print(f"{key} {value:.4f} ms", flush=True)
        with open(self.file, "w") as file:
            json.dump(self.result, file, indent=1)


def main():
    if not torch.cuda.is_available():
        sys.exit("PyTorch sees no CUDA device")
    torch.backends.cudnn.benchmark = True
    result = {}
    failed = False
    for precision, allowed in (("float32", False), ("tf32", True)):
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = allowed
        times = result[precision] = Times(result, sys.argv[1])
        for section in (products, convolutions, steps):
            try:
                section(times)
            except Exception:
                print(f"{precision} {section.__name__} failed:", file=sys.stderr)
                traceback.print_exc()
                failed = True
    sys.exit(1 if failed else 0)


main()
