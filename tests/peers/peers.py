# SPDX-License-Identifier: MIT
"""alphabar's core beside NumPy and PyTorch: the same work, one thread each, in one run.

    /usr/bin/python3 tests/peers/peers.py build/release/alphabar [--markdown]

Needs Debian's python3-numpy and python3-torch; what is not there is left out, with a word. Each
figure is a median. Every instruction set that the processor has is measured.
"""
import datetime
import json
import os
import platform
import subprocess
import sys
import time

ISAS = ("avx512", "avx2", "sse2", "neon", "c")


def median_seconds(work, rounds=15, warm=2):
    for _ in range(warm):
        work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return sorted(times)[rounds // 2]


# Seconds of each kind of work, by name, over whole arrays and in place, as a careful user of the
# library writes it. Pictures end as RGBA bytes, as a screen takes them. 1024 x 1024 x 3 values, but for the chain: 512 x 512 x 3.

def of_numpy(numpy):
    float32 = numpy.float32
    length = 3 * 1024 * 1024
    draw = numpy.random.default_rng(1)
    out = numpy.empty(length, float32)
    x, n = draw.standard_normal((2, 3, 1024, 1024), dtype=float32)
    rgba = numpy.full((2, 1024, 1024, 4), 255, numpy.uint8)
    a, b, g, h = (float32(v) for v in (0.742, 0.670, 0.992, 0.008))

    z, m, term = (numpy.empty_like(x) for _ in range(3))

    def to_bytes(values, out):
        values += float32(1)
        values *= float32(127.5)
        numpy.rint(values, out=values)
        numpy.clip(values, 0, 255, out=values)
        out[:, :, :3] = values.transpose(1, 2, 0)

    def pictures():
        numpy.multiply(a, x, out=z)
        numpy.multiply(b, n, out=term)
        numpy.add(z, term, out=z)
        numpy.multiply(g, z, out=m)
        numpy.multiply(h, x, out=term)
        numpy.add(m, term, out=m)
        to_bytes(z, rgba[0])
        to_bytes(m, rgba[1])

    def schedule():
        beta = numpy.linspace(1e-4, 0.02, 1000)
        log_alpha = numpy.cumsum(numpy.log1p(-beta))
        alpha, rest = numpy.exp(log_alpha), -numpy.expm1(log_alpha)
        alpha_before = numpy.concatenate(([1.0], alpha[:-1]))
        rest_before = numpy.concatenate(([0.0], rest[:-1]))
        sigma2 = beta * rest_before / rest
        coef_x = numpy.sqrt(alpha_before) * beta / rest
        coef_z = numpy.sqrt(1 - beta) * rest_before / rest
        log_snr = log_alpha - numpy.log(rest)
        return sigma2, coef_x, coef_z, log_snr, rest / alpha

    pictures_x = draw.random((60000, 784), dtype=float32)
    noisy = draw.standard_normal(784, dtype=float32)

    def mixture():  # the two products and the softmax
        weights = pictures_x @ noisy
        weights -= weights.max()
        numpy.exp(weights, out=weights)
        weights /= weights.sum()
        return weights @ pictures_x

    return {
        "mixture": median_seconds(mixture),
        "normals": median_seconds(lambda: draw.standard_normal(dtype=float32, out=out)),
        "pictures": median_seconds(pictures),
        "schedule": median_seconds(schedule, 200),
    }


def of_torch(torch):
    torch.set_num_threads(1)
    length = 3 * 1024 * 1024
    out = torch.empty(length)
    x, n = torch.randn(2, 3, 1024, 1024)
    rgba = torch.full((2, 1024, 1024, 4), 255, dtype=torch.uint8)

    z, m = torch.empty_like(x), torch.empty_like(x)

    def to_bytes(values, out):
        values.add_(1).mul_(127.5).round_().clamp_(0, 255)
        out[:, :, :3] = values.permute(1, 2, 0)

    def pictures():
        torch.mul(x, 0.742, out=z)
        z.add_(n, alpha=0.670)
        torch.mul(z, 0.992, out=m)
        m.add_(x, alpha=0.008)
        to_bytes(z, rgba[0])
        to_bytes(m, rgba[1])

    picture = torch.rand(3, 512, 512) * 2 - 1
    noise = torch.empty_like(picture)

    def chain():
        z = picture.clone()
        for t in range(1000):
            beta = 1e-4 + (0.02 - 1e-4) * t / 999
            noise.normal_()
            z.mul_((1 - beta) ** 0.5).add_(noise, alpha=beta ** 0.5)
        return z

    pictures_x, noisy = torch.rand(60000, 784), torch.randn(784)

    def mixture():
        return torch.softmax(pictures_x @ noisy, 0) @ pictures_x

    return {
        "mixture": median_seconds(mixture),
        "normals": median_seconds(lambda: out.normal_()),
        "pictures": median_seconds(pictures),
        "chain": median_seconds(chain, 3, 1),
    }


def of_alphabar(program, isa):
    environment = dict(os.environ, ALPHABAR_ISA=isa)
    made = subprocess.run([program, "bench", "--json", "--threads", "1"], env=environment,
                          capture_output=True, text=True)
    if made.returncode != 0 and "this processor has no" not in made.stderr:
        sys.exit(f"peers: {program} ({isa}): {made.stderr.strip()}")
    return json.loads(made.stdout) if made.returncode == 0 else None


def peer(name, measure):
    try:
        module = __import__(name)
    except ImportError:
        print(f"peers: {name} is not installed (Debian: python3-{name}); left out",
              file=sys.stderr)
        return {}
    return measure(module)


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines
                        if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def rows_of(ours, numpy, torch):
    """(what, ours as text, times NumPy, times PyTorch)"""
    seconds = {
        "normals": 3 * 1024 * 1024 / (ours["noise_m_per_s"] * 1e6),
        "pictures": ours["picture_ms"] * 1e-3,
        "random": ours["path_random_ms"] * 1e-3,
        "step": ours["path_step_ms"] * 1e-3,
        "schedule": ours["schedule_us"] * 1e-6,
        "mixture": ours["mixture_ms"] * 1e-3,
        "mixture_all": ours["mixture_all_ms"] * 1e-3,
    }
    moved = 8 * 3 * 1024 * 1024 + 8 * 1024 * 1024  # bytes read and written, each once
    bandwidth = moved / seconds["pictures"] / (ours["memcpy_gb_s"] * 1e9)
    table = (
        ("normals, float32", f"{ours['noise_m_per_s']:.0f} M/s", "normals", "normals"),
        ("z_t and m_t, 1024² × 3 to 8 bit",
         f"{ours['picture_ms']:.2f} ms, {100 * bandwidth:.0f} % of memcpy", "pictures", "pictures"),
        ("any t of a chain of 1000, 512² × 3", f"{ours['path_random_ms']:.1f} ms", "random",
         "chain"),
        ("t + 1 after t", f"{ours['path_step_ms']:.2f} ms", "step", "chain"),
        ("E[x | z], 60 000 of 28², t = 240", f"{ours['mixture_ms']:.2f} ms", "mixture", "mixture"),
        ("the same at t = T, all weigh", f"{ours['mixture_all_ms']:.2f} ms", "mixture_all",
         "mixture"),
        ("schedule, T = 1000, all columns", f"{ours['schedule_us']:.0f} µs", "schedule",
         "schedule"),
    )
    for what, text, key, theirs in table:
        times = [f"{side[theirs] / seconds[key]:.1f} ×" if theirs in side else ""
                 for side in (numpy, torch)]
        yield what, text, times[0], times[1]


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    markdown = "--markdown" in sys.argv
    if len(words) != 1:
        sys.exit(__doc__.strip())
    numpy, torch = peer("numpy", of_numpy), peer("torch", of_torch)
    print(f"{processor()}, {datetime.date.today()}, one thread")
    for isa in ISAS:
        ours = of_alphabar(words[0], isa)
        if not ours:
            continue
        if markdown:
            print(f"\n| {isa} | alphabar | × NumPy | × PyTorch |\n|---|---|---|---|")
        else:
            print(f"\n{isa:36} {'alphabar':>24} {'× NumPy':>9} {'× PyTorch':>10}")
        for row in rows_of(ours, numpy, torch):
            if markdown:
                print("| " + " | ".join(cell.replace(" ×", "") if i > 1 else cell
                                        for i, cell in enumerate(row)) + " |")
            else:
                print(f"{row[0]:36} {row[1]:>24} {row[2]:>9} {row[3]:>10}")
        if "frame_ms" in ours:
            print(f"{'' if markdown else 'window, 1920 × 1080: '}"
                  f"{ours['frame_ms']:.1f} ms a frame, {ours['frame_ms'] / ours['bare_frame_ms']:.2f} "
                  f"times clear and 20 pictures")


if __name__ == "__main__":
    main()
