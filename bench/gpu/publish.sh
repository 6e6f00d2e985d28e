#!/usr/bin/env bash
# Makes FOLDER/sparsegen-gpu.tar.gz: the command and the bench tools for linux-x64 with their runtime, for a GPU machine
# without an SDK. Without the image library and BenchmarkDotNet, to be small.
#   bench/gpu/publish.sh [FOLDER]        FOLDER is artifacts/gpu if absent
set -euo pipefail
root="$(cd "$(dirname "$0")/../.." && pwd)"
folder="${1:-$root/artifacts/gpu}"
most=$((40 << 20))
mkdir -p "$folder"
folder="$(cd "$folder" && pwd)"
rm -rf "$folder/sparsegen-gpu" "$folder/sparsegen-gpu.tar.gz"
for project in src/Cli bench; do
  # A folder of its own for what the build leaves: packages and runtime differ from the usual ones.
  dotnet publish "$root/$project" -c Release -r linux-x64 --self-contained -v quiet --nologo \
    -p:Lean=true -p:DebugType=none -p:PublishDocumentationFiles=false --artifacts-path "$folder/build" -o "$folder/sparsegen-gpu"
done
# Parts of the runtime that only debuggers and tracers load.
rm -f "$folder"/sparsegen-gpu/{libmscordaccore.so,libmscordbi.so,libcoreclrtraceptprovider.so,createdump}
cp "$root"/bench/gpu/{on-device.sh,ptxas.sh,torch_step.py} "$folder/sparsegen-gpu/"
tar -C "$folder" -c sparsegen-gpu | gzip -9 > "$folder/sparsegen-gpu.tar.gz"
size="$(stat -c %s "$folder/sparsegen-gpu.tar.gz")"
echo "$folder/sparsegen-gpu.tar.gz: $((size >> 20)) MiB packed, $(du -sm "$folder/sparsegen-gpu" | cut -f1) MiB unpacked"
echo "there: tar -xzf sparsegen-gpu.tar.gz && sparsegen-gpu/on-device.sh"
if [ "$size" -gt "$most" ]; then
  echo "error: it is larger than $((most >> 20)) MiB packed" >&2
  exit 1
fi
