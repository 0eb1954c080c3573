"""Assembles every kernel text with NVIDIA's ptxas and tables what it needs: ptxas.py ARCHITECTURE FOLDER OUT.md

Exit code 1 when ptxas refused a kernel, 77 when there is no ptxas (on PATH, or in PyTorch's triton).
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys


def find_ptxas():
    found = shutil.which("ptxas")
    if found:
        return found
    try:
        import triton
    except ImportError:
        return None
    packaged = os.path.join(os.path.dirname(triton.__file__), "backends", "nvidia", "bin", "ptxas")
    return packaged if os.path.exists(packaged) else None


# The PTX version that each release of ptxas reads (PTX ISA, "Release History").
VERSIONS = {"12.0": "8.0", "12.1": "8.1", "12.2": "8.2", "12.3": "8.3", "12.4": "8.4", "12.5": "8.5", "12.6": "8.5", "12.7": "8.6", "12.8": "8.7", "12.9": "8.8"}


def lower_versions(said, folder):
    """Texts say the newest version that ConvGpu knows; an older ptxas refuses that, though it reads all that is in them."""
    release = re.search(r"release (\d+\.\d+)", said)
    version = VERSIONS.get(release.group(1)) if release else None
    for file in pathlib.Path(folder).glob("*.ptx") if version else []:
        file.write_text(re.sub(r"^\.version .*$", f".version {version}", file.read_text(), count=1, flags=re.MULTILINE))


def assemble(ptxas, architecture, file):
    """Returns the name and (registers, spilled bytes, shared bytes), or the name and what ptxas said against it."""
    try:
        done = subprocess.run([ptxas, "-v", f"-arch={architecture}", "-o", os.devnull, str(file)], capture_output=True, text=True, timeout=90)
    except (OSError, subprocess.TimeoutExpired) as error:
        return file.stem, str(error)
    said = done.stdout + done.stderr
    if done.returncode != 0:
        return file.stem, said.strip() or f"exit code {done.returncode}"
    largest = lambda pattern: max(map(int, re.findall(pattern, said)), default=0)
    return file.stem, (largest(r"Used (\d+) registers"), largest(r"(\d+) bytes spill stores") + largest(r"(\d+) bytes spill loads"), largest(r"(\d+) bytes smem"))


def main():
    architecture, folder, out = sys.argv[1:]
    ptxas = find_ptxas()
    if ptxas is None:
        print("There is no ptxas, neither on PATH nor in triton.")
        sys.exit(77)
    version = subprocess.run([ptxas, "--version"], capture_output=True, text=True).stdout.strip().splitlines()
    lower_versions("\n".join(version), folder)
    files = sorted(pathlib.Path(folder).glob("*.ptx"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda file: assemble(ptxas, architecture, file), files))
    refused = [(name, error) for name, error in results if isinstance(error, str)]
    accepted = [(name, *facts) for name, facts in results if not isinstance(facts, str)]
    spilling = [row[0] for row in accepted if row[2] > 0 and "gemm" in row[0].lower()]
    text = [f"# ptxas for {architecture}", "", *version[-2:], "",
            f"{len(accepted)} kernels accepted, {len(refused)} refused; {len(spilling)} matrix products spill registers.", ""]
    text += [f"- SPILLS: {name}" for name in spilling]
    for name, error in refused:
        text += ["", f"## Refused: {name}", "", "```", error, "```"]
    text += ["", "| kernel | registers | spilled bytes | shared bytes |", "|---|---|---|---|"]
    text += [f"| {name} | {registers} | {spilled} | {shared} |" for name, registers, spilled, shared in sorted(accepted, key=lambda row: (-row[2], row[0]))]
    pathlib.Path(out).write_text("\n".join(text) + "\n")
    print("\n".join(text[:200]))
    print(text[4])
    sys.exit(1 if refused or not files else 0)


main()
