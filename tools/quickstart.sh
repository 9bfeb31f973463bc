#!/usr/bin/env bash
# From a fresh Debian 12 and this clone to numbers: installs what is needed, builds a release, and runs
# `stiff demo`. As root or with sudo, from any directory.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$here"

# What each is for: README.md, "Packages".
packages=(g++ cmake ninja-build pkg-config libeigen3-dev libfftw3-dev libhdf5-dev libssl-dev zlib1g-dev
  libboost-dev libboost-program-options-dev nlohmann-json3-dev)
bash tools/install_packages.sh "${packages[@]}"

cmake --preset release
cmake --build --preset release
build/release/stiff demo --out "$here/demo"
