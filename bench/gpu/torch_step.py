#!/usr/bin/env python3
"""Median time of a whole training step of the DCGAN in PyTorch on a CUDA GPU: the peer of `step dcgan64 --device cuda`.

    python3 torch_step.py dcgan64 [dcgan32] [--batch 128] [--tf32] [--amp] [--seconds 2]

The step is SparseGen's: one update of the discriminator and one of the generator with the same fake images, Adam, batch
norm but in the discriminator's first and last layer, no weight gradients of the discriminator in the generator's update,
losses read at the end of each step. Prints a JSON line per model.
"""
import argparse
import contextlib
import json
import time

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as bce

LATENTS = 128


def generator(size):
    channels = [512, 256, 128, 64] if size == 64 else [512, 256, 128]
    layers, before = [], LATENTS
    for i, after in enumerate(channels):
        layers += [nn.ConvTranspose2d(before, after, 4, 1 if i == 0 else 2, 0 if i == 0 else 1, bias=False), nn.BatchNorm2d(after), nn.ReLU(True)]
        before = after
    return nn.Sequential(*layers, nn.ConvTranspose2d(before, 3, 4, 2, 1, bias=False), nn.Tanh())


def discriminator(size):
    channels = [64, 128, 256, 512] if size == 64 else [128, 256, 512]
    layers, before = [], 3
    for i, after in enumerate(channels):
        layers += [nn.Conv2d(before, after, 4, 2, 1, bias=False)] + ([nn.BatchNorm2d(after)] if i else []) + [nn.LeakyReLU(0.2, True)]
        before = after
    return nn.Sequential(*layers, nn.Conv2d(before, 1, 4, 1, 0, bias=False))


class Dcgan:
    def __init__(self, size, batch, amp):
        self.batch = batch
        self.generator, self.discriminator = generator(size).cuda(), discriminator(size).cuda()
        adam = dict(lr=2e-4, betas=(0.5, 0.999))
        self.maker = torch.optim.Adam(self.generator.parameters(), **adam)
        self.critic = torch.optim.Adam(self.discriminator.parameters(), **adam)
        self.scaler = torch.cuda.amp.GradScaler(enabled=amp)
        self.precision = (lambda: torch.autocast("cuda", dtype=torch.float16)) if amp else contextlib.nullcontext
        self.images = torch.rand(batch, 3, size, size, device="cuda") * 2 - 1

    def judge(self, images, target):
        return bce(self.discriminator(images).view(-1), torch.full((self.batch,), float(target), device="cuda"))

    def update(self, optimizer, loss):
        optimizer.zero_grad(set_to_none=True)
        self.scaler.scale(loss).backward()
        self.scaler.step(optimizer)
        self.scaler.update()

    def step(self):
        with self.precision():
            fake = self.generator(torch.randn(self.batch, LATENTS, 1, 1, device="cuda"))
            critic = self.judge(self.images, 1) + self.judge(fake.detach(), 0)
        self.update(self.critic, critic)
        self.discriminator.requires_grad_(False)
        with self.precision():
            maker = self.judge(fake, 1)
        self.update(self.maker, maker)
        self.discriminator.requires_grad_(True)
        return critic.item(), maker.item()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("models", nargs="+", choices=["dcgan32", "dcgan64"])
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--tf32", action="store_true")
    parser.add_argument("--amp", action="store_true")
    parser.add_argument("--seconds", type=float, default=2)
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.backends.cuda.matmul.allow_tf32 = options.tf32
    torch.backends.cudnn.allow_tf32 = options.tf32
    torch.backends.cudnn.benchmark = True
    for name in options.models:
        model = Dcgan(int(name[-2:]), options.batch, options.amp)
        for _ in range(10):
            model.step()
        torch.cuda.synchronize()
        times, began = [], time.perf_counter()
        while len(times) < 7 or time.perf_counter() - began < options.seconds:
            start = time.perf_counter()
            model.step()
            torch.cuda.synchronize()
            times.append((time.perf_counter() - start) * 1e3)
        times.sort()
        print(json.dumps({
            "peer": "PyTorch " + torch.__version__, "hardware": torch.cuda.get_device_name(0), "model": name, "batch": options.batch,
            "precision": "amp" if options.amp else "tf32" if options.tf32 else "float32",
            "median_ms": round(times[len(times) // 2], 4), "min_ms": round(times[0], 4)}), flush=True)


if __name__ == "__main__":
    main()
