#!/usr/bin/env bash
# kernels.cl to kernels.ptx: clang makes LLVM IR, llc makes PTX. Needs Debian's clang-14 and llvm-14.
set -euo pipefail
cd "$(dirname "$0")"
out=${1:-kernels.ptx}
ir=$(mktemp)
trap 'rm -f "$ir"' EXIT
clang-14 -x cl -cl-std=CL2.0 -Xclang -finclude-default-header -target nvptx64-nvidia-nvcl -Xclang -target-feature -Xclang +ptx60 \
  -O2 -fno-unroll-loops -ffp-contract=off -emit-llvm -S -o "$ir" kernels.cl
llc-14 -march=nvptx64 -mcpu=sm_70 -mattr=+ptx63 -O2 -o "$out" "$ir"
