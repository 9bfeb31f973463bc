#!/usr/bin/env bash
# Installs what the tests need, builds, and runs every test: with each warning an error, then under
# AddressSanitizer and UndefinedBehaviorSanitizer. Ends with ctest's own summary.
#   --validation   thousands of seeds instead of hundreds; writes tests/VALIDATION.md
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

validation=no
for word in "$@"; do
  case "$word" in
    --validation) validation=yes ;;
    *) echo "usage: bash tests/run.sh [--validation]" >&2; exit 64 ;;
  esac
done

bash tools/install_packages.sh \
  g++ cmake ninja-build pkg-config libeigen3-dev libfftw3-dev libhdf5-dev libssl-dev zlib1g-dev \
  libboost-dev libboost-program-options-dev nlohmann-json3-dev \
  catch2 libbenchmark-dev git hdf5-tools locales \
  python3 python3-numpy python3-scipy python3-h5py python3-xarray python3-h5netcdf python3-netcdf4 \
  python3-pandas python3-matplotlib jupyter-nbconvert python3-ipykernel

jobs="$(nproc)"
if command -v ccache > /dev/null; then
  export CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache
fi
timeout=600
[ "$validation" = yes ] && timeout=14400
cmake --preset dev -DSTIFF_TEST_TIMEOUT="$timeout"
cmake --build --preset dev --parallel "$jobs"

if [ "$validation" = yes ]; then
  table="$(mktemp)"
  code=0
  STIFF_VALIDATION_TABLE="$table" ctest --preset dev --parallel "$jobs" || code=$?
  {
    echo "# Validation"
    echo
    echo "Written by \`bash tests/run.sh --validation\` on $(date -u +%F), commit $(git rev-parse --short HEAD)."
    echo
    echo "| what | measured | wanted |"
    echo "| --- | --- | --- |"
    LC_ALL=C sort "$table"
  } > tests/VALIDATION.md
  rm -f "$table"
  exit "$code"
fi

ctest --preset dev --parallel "$jobs"

# What reads files and works on memory, once more under the sanitizers. The commands end to end, and the figures on
# other solvers' recordings, are left to the build above: they take long there and reach no further code.
rooms=(core dsp tissue recording result baseline candidates evaluation comparison change link map_change report motion
  wave contact layer indentation compression twitch phantom trial_phantom io io_readers io_traces io_export
  baseline_file candidate_files trial_tables fuzz)
# Rates over many recordings, minutes each and nothing that the tests beside them do not walk through too:
rates='a release is found where the figures|guarding.s false alarms|what a recording of holds quotes'
rates+='|a shared error is that of a Monte Carlo|no push, no value: in no row|a region.s interval counts the correlation'
cmake --preset asan
cmake --build --preset asan --parallel "$jobs" --target io_file_program "${rooms[@]/#/test_}"
ctest --preset asan --parallel "$jobs" --tests-regex "^($(IFS='|'; echo "${rooms[*]}")):" --exclude-regex "$rates"
