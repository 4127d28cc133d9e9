# SPDX-License-Identifier: MIT
"""The core's bits: with every compiler that is here (gcc, clang, gcc for aarch64 under qemu-user),
every instruction set and one to three threads, tests/digest.c prints the same lines: those that
it printed when a seed last changed its meaning, which a change to them would."""
import concurrent.futures
import hashlib
import os
import pathlib
import platform
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
COMMON = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-ffp-contract=off", f"-I{SOURCE}/src", "-pthread"]
KERNELS = ["-O3", "-fno-math-errno", "-fno-trapping-math"]
PLAIN = ["-DKERNELS_PLAIN", "-fno-tree-vectorize", "-fno-tree-slp-vectorize"]
AVX512 = ["-mavx512f", "-mavx512bw", "-mavx512dq", "-mavx512vl", "-mprefer-vector-width=512"]
# As in CMakeLists.txt.
FLAGS = {
    "x86": ("KERNELS_X86", {"c": PLAIN, "sse2": [], "avx2": ["-mavx2"], "avx512": AVX512}),
    "arm": ("KERNELS_ARM", {"c": PLAIN, "neon": []}),
}
# A second variant of mixture_isa.c alone, taken with avx512 where the processor has it.
SECOND = {"x86": {"avx512vnni": AVX512 + ["-mavx512vnni"]}, "arm": {}}
HERE = {"x86_64": "x86", "AMD64": "x86", "aarch64": "arm", "arm64": "arm"}.get(platform.machine())


def compile_digest(folder, compiler, processor):
    """The program, or None where the compiler is not here."""
    if not shutil.which(compiler):
        return None
    macro, sets = FLAGS[processor]
    jobs = []
    plain = [path for path in sorted((SOURCE / "src/core").rglob("*.c"))
             if not path.name.endswith("_isa.c")]
    plain += [path for path in sorted((SOURCE / "src/base").glob("*.c"))
              if path.name not in ("embedded.c",  # whose files the build makes
                                   "thread_none.c", "platform_web.c")]
    plain.append(SOURCE / "tests/digest.c")
    for path in plain:
        jobs.append((path, f"{path.parent.name}-{path.stem}", ["-O2", f"-D{macro}"]))
    for isa, flags in sets.items():
        for path in sorted((SOURCE / "src/core").glob("*_isa.c")):
            jobs.append((path, f"{path.stem}_{isa}", KERNELS + flags + [f"-DKERNELS_ISA={isa}"]))
    for isa, flags in SECOND[processor].items():
        path = SOURCE / "src/core/mixture_isa.c"
        jobs.append((path, f"{path.stem}_{isa}", KERNELS + flags + [f"-DKERNELS_ISA={isa}"]))
    objects = []

    def build(job):
        path, name, flags = job
        target = pathlib.Path(folder) / f"{compiler}-{name}.o"
        subprocess.run([compiler, *COMMON, *flags, "-c", str(path), "-o", str(target)], check=True)
        return str(target)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        objects = list(pool.map(build, jobs))
    program = str(pathlib.Path(folder) / f"{compiler}-digest")
    static = ["-static"] if processor != HERE else []
    subprocess.run([compiler, *COMMON, *static, *objects, "-o", program, "-lm"], check=True)
    return program


def lines_of(command, isa, threads):
    """What it prints, or None where the processor lacks the instruction set."""
    made = subprocess.run([*command, str(threads)], capture_output=True, text=True,
                          env=dict(os.environ, ALPHABAR_ISA=isa))
    if made.returncode == 2:
        assert "this processor has no" in made.stderr, made.stderr
        return None
    assert made.returncode == 0, made.stderr
    assert made.stderr.strip() == isa, made.stderr
    return made.stdout


# Of all lines, SHA-256. A new one means that old seeds give other pictures: say so in the commit.
EXPECTED = "06381cbb78453fefa62568484b6b9aa777e66e9408cf83be56d42d70574da2d7"


class Digest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.wanted = None

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def expect(self, command, processor):
        tried = 0
        for isa in FLAGS[processor][1]:
            for threads in (1, 2, 3) if isa != "c" else (1,):
                made = lines_of(command, isa, threads)
                if made is None:
                    continue
                self.assertGreater(len(made.splitlines()), 100)
                self.assertEqual(hashlib.sha256(made.encode()).hexdigest(), EXPECTED)
                Digest.wanted = Digest.wanted or made
                self.assertEqual(made, Digest.wanted, f"{command[-1]}, {isa}, {threads} threads")
                tried += 1
        self.assertGreater(tried, 0)

    def native(self, compiler):
        program = HERE and compile_digest(self.folder.name, compiler, HERE)
        if not program:
            self.skipTest(f"{compiler} is not here")
        self.expect([program], HERE)

    def test_gcc(self):
        self.native("gcc")

    def test_clang(self):
        self.native("clang")

    def test_neon_under_qemu(self):
        if HERE == "arm":
            self.skipTest("this processor has NEON itself")
        compiler, qemu = "aarch64-linux-gnu-gcc", shutil.which("qemu-aarch64")
        program = compile_digest(self.folder.name, compiler, "arm")
        if not program or not qemu:
            self.skipTest(f"{compiler} or qemu-aarch64 (Debian: gcc-aarch64-linux-gnu, "
                          "libc6-dev-arm64-cross, qemu-user) is not here")
        self.expect([qemu, program], "arm")


if __name__ == "__main__":
    unittest.main(verbosity=2)
