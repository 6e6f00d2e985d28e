#!/usr/bin/env bash
# Compiles every kernel of the GPU to PTX, assembles it with ptxas where there is one, and prints what each takes:
# registers of a thread, bytes of shared memory, of stack, and of spilled registers written and read. Needs no GPU.
#   bench/gpu/ptxas.sh [FOLDER]        FOLDER, for the PTX, is artifacts/ptx if absent; PTXAS names another assembler
# Exit code 1 if a kernel cannot be assembled.
set -uo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
if [ -x "$here/SparseGen.Bench" ]; then
  folder="${1:-$here/ptx}"
  "$here/SparseGen.Bench" ptx "$folder" || exit 1
else
  root="$(cd "$here/../.." && pwd)"
  folder="${1:-$root/artifacts/ptx}"
  dotnet run -c Release --project "$root/bench" -- ptx "$folder" || exit 1
fi
assembler="${PTXAS:-ptxas}"
if ! command -v "$assembler" > /dev/null; then
  echo "error: there is no $assembler here; the PTX is in $folder, and the CUDA toolkit has the assembler" >&2
  exit 1
fi
"$assembler" --version | tail -n 2
known="$("$assembler" --help)"
failures=0 spilling=0
printf '%-5s %-52s %9s %7s %6s %8s %8s\n' sm kernel registers shared stack spilled reloaded
for target in "$folder"/sm_*; do
  architecture="$(basename "$target")"
  if [[ "$known" != *"$architecture"* ]]; then
    echo "$architecture: this assembler does not know it"
    continue
  fi
  for ptx in "$target"/*.ptx; do
    name="$(basename "$ptx" .ptx)"
    if ! report="$("$assembler" -v -arch="$architecture" "$ptx" -o /dev/null 2>&1)"; then
      printf '%-5s %-52s WRONG %s\n' "${architecture#sm_}" "$name" "$(echo "$report" | head -n 1)"
      failures=$((failures + 1))
      continue
    fi
    number() { local found; found="$(grep -oE "$1" <<< "$report" | head -n 1 | grep -oE '[0-9]+')"; echo "${found:-0}"; }
    spilled="$(number '[0-9]+ bytes spill stores')"
    printf '%-5s %-52s %9s %7s %6s %8s %8s\n' "${architecture#sm_}" "$name" "$(number 'Used [0-9]+ registers')" \
      "$(number '[0-9]+ bytes smem')" "$(number '[0-9]+ bytes stack frame')" "$spilled" "$(number '[0-9]+ bytes spill loads')"
    [ "$spilled" -eq 0 ] || spilling=$((spilling + 1))
  done
done
echo "$failures kernels cannot be assembled; $spilling spill registers"
[ "$failures" -eq 0 ]
