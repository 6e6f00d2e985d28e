#!/usr/bin/env bash
# Checks and times SparseGen on a CUDA GPU, from the folder that publish.sh made; needs no SDK and no network.
#   on-device.sh [--into FOLDER] [--seconds LIMIT] [PART...]
# Parts, all of them if none is named: check peak steps training torch layers elementwise assemble.
# FOLDER (results beside this script) gets results.jsonl (every measurement), results.txt (the same as tables),
# summary.txt (a line for each command, and how it ended) and log.txt (all that was printed); another run adds to them.
# A command that takes longer than LIMIT (300 s) is stopped. Exit code 0 if every command succeeded.
set -uo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
into="$here/results"
limit=300
parts=()
while [ $# -gt 0 ]; do
  case "$1" in
    --into) into="$2"; shift 2 ;;
    --seconds) limit="$2"; shift 2 ;;
    check | peak | steps | training | torch | layers | elementwise | assemble) parts+=("$1"); shift ;;
    *) echo "error: there is no part or option '$1'; the head of $0 lists them" >&2; exit 2 ;;
  esac
done
[ ${#parts[@]} -gt 0 ] || parts=(check peak steps training torch layers elementwise assemble)
mkdir -p "$into" || exit 1
results="$into/results.jsonl" summary="$into/summary.txt" log="$into/log.txt"
touch "$results" "$summary" "$log"
failures=0

say() { echo "$*" | tee -a "$summary"; }

# run NAME COMMAND...: prints to the log; lines of JSON go to the results, too
run() {
  local name="$1" start=$SECONDS code
  shift
  echo "== $name: $*" >> "$log"
  timeout "$limit" "$@" > "$into/output" 2>&1
  code=$?
  cat "$into/output" >> "$log"
  grep '^{' "$into/output" >> "$results"
  local last
  last="$(grep -v '^{' "$into/output" | tail -n 1)"
  rm -f "$into/output"
  if [ $code -eq 0 ]; then say "ok      $name ($((SECONDS - start)) s) $last"; return; fi
  [ $code -eq 124 ] && last="stopped after $limit s"
  say "FAILED  $name ($((SECONDS - start)) s, exit code $code) $last"
  failures=$((failures + 1))
}

wants() { [[ " ${parts[*]} " == *" $1 "* ]]; }

say "SparseGen on a GPU, $(date -u +%Y-%m-%dT%H:%MZ), $(uname -m), $(nproc) processors, parts: ${parts[*]}"
"$here/sparsegen" devices > "$into/devices.txt" 2>&1
if command -v nvidia-smi > /dev/null; then
  nvidia-smi --query-gpu=name,driver_version,memory.total,memory.used,clocks.max.sm,power.limit,temperature.gpu --format=csv >> "$into/devices.txt" 2>&1
fi
cat "$into/devices.txt" | tee -a "$log"
gpu="$(grep '^cuda ' "$into/devices.txt" | head -n 1)"
if [[ -z "$gpu" || "$gpu" == *" none. "* ]]; then
  say "MISSING nothing was checked or timed: ${gpu#*none. }"
  exit 1
fi
say "$gpu"

bench="$here/SparseGen.Bench"
wants check && for precision in float32 tf32 bfloat16; do run "check $precision" "$here/sparsegen" check --device cuda --precision $precision; done
wants peak && run "peak" "$bench" peak --device cuda --json
if wants steps; then
  for batch in 128 64 512; do
    for precision in float32 tf32 bfloat16; do
      for model in dcgan64 dcgan32; do run "step $model $precision $batch" "$bench" step $model --device cuda --precision $precision --batch $batch --json; done
    done
  done
fi
if wants training; then
  for precision in float32 tf32 bfloat16; do run "train dcgan64 $precision" "$bench" train dcgan64 --device cuda --precision $precision --batch 64 --steps 1000 --json; done
fi
if wants torch; then
  if python3 -c 'import torch; assert torch.cuda.is_available()' 2>> "$log"; then
    for batch in 128 64 512; do
      for precision in "" --tf32 --amp; do run "PyTorch $batch $precision" python3 "$here/torch_step.py" dcgan64 dcgan32 --batch $batch $precision; done
    done
  else
    say "skipped PyTorch's times: python3 has no torch that finds the GPU"
  fi
fi
if wants layers; then
  for batch in 128 64 512; do
    for precision in float32 tf32 bfloat16; do
      run "convolution dcgan64 $precision $batch" "$bench" convolution --model dcgan64 --device cuda --precision $precision --batch $batch --sparsity 0,0.8,0.9,0.95,0.99 --json
    done
  done
fi
wants elementwise && run "elementwise" "$bench" elementwise --device cuda --megabytes 128 --json
if wants assemble; then
  if command -v ptxas > /dev/null; then run "ptxas" "$here/ptxas.sh" "$into/ptx"; else say "skipped ptxas: it is not in the PATH"; fi
fi
"$bench" table "$results" > "$into/results.txt"
say "$failures commands failed; tables in $into/results.txt"
[ "$failures" -eq 0 ]
