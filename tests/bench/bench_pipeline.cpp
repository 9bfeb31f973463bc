// The whole way of one recording, file to map, as a worker of `stiff run` goes it: time by the wall and
// peak memory. Needs the shared recordings beside the checkout (or -DSTIFF_SHARED_DATA=...).

#include <filesystem>
#include <string>

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include "stiff/io/maps_file.h"
#include "stiff/io/recording_reader.h"
#include "stiff/wave/shear_wave_analysis.h"

namespace {

using namespace stiff;
namespace fs = std::filesystem;

/// The file that names a recording: itself, or a Vantage triple's parameters.
fs::path recording_file(const fs::path& place) {
  if (!fs::is_directory(place)) return place;
  for (const auto& entry : fs::directory_iterator(place)) {
    if (entry.path().extension() == ".mat") return entry.path();
  }
  return {};
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void file_to_map(benchmark::State& state, const std::string& name) {
  const fs::path file = recording_file(fs::path(STIFF_SHARED_DATA) / "swe" / name);
  if (!fs::exists(file)) {
    state.SkipWithError("the shared recordings are not beside the checkout");
    return;
  }
  Sidecar sidecar = resolve_sidecars(file.parent_path(), file);
  if (!sidecar.has("CenterFrequency")) sidecar.set("CenterFrequency", "5e6");
  const fs::path out = fs::temp_directory_path() / "stiff-bench-maps.h5";
  for (auto _ : state) {
    const ShearWaveRecording recording = read_shear_wave_recording(file, sidecar);
    const ShearWaveResult result = analyse_shear_wave(recording);
    write_maps(out, result.maps, recording.identity, {});
  }
  fs::remove(out);
  state.counters["peak MB of the process"] = peak_megabytes();
}

BENCHMARK_CAPTURE(file_to_map, vantage_cs2p0, "vantage_cs2p0")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(file_to_map, vantage_cs4p0, "vantage_cs4p0")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(file_to_map, amem_inclusion, "amem_inclusion.mat")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
