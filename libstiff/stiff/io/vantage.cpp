#include "stiff/io/vantage.h"

#include "stiff/core/error.h"
#include "stiff/io/apply_sidecar.h"
#include "stiff/io/bids_name.h"
#include "stiff/io/byte_file.h"
#include "stiff/io/mat_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <memory>
#include <optional>
#include <system_error>

namespace stiff {
namespace {

constexpr std::array<std::string_view, 3> kEnds{"_parameters.mat", "_IQreal.bin", "_IQimag.bin"};

// The parameters' variables; each structure is read once.
class Parameters {
 public:
  explicit Parameters(const std::filesystem::path& path) : file_(path) {}

  std::optional<std::vector<double>> find(const std::string& path) {
    const std::string name = path.substr(0, path.find_first_of(".("));
    if (!file_.has(name)) return std::nullopt;
    if (held_name_ != name) {
      held_ = file_.read(name);
      held_name_ = name;
    }
    const MatValue* part = find_part(held_, path);
    if (part == nullptr || part->kind != MatKind::numbers || part->count() == 0)
      return std::nullopt;
    return to_numbers(*part, path);
  }
  std::vector<double> get(const std::string& path, std::size_t at_least) {
    std::optional<std::vector<double>> found = find(path);
    if (!found || found->size() < at_least) file_.refuse("'" + path + "' is missing");
    return *found;
  }
  std::size_t elements(const std::string& name) {
    const MatEntry* entry = file_.entry(name);
    if (entry == nullptr) return 0;
    held_ = file_.read(name);
    held_name_ = name;
    return held_.field_names.empty() ? 0 : held_.elements.size() / held_.field_names.size();
  }
  [[noreturn]] void refuse(const std::string& what) const { file_.refuse(what); }

 private:
  MatFile file_;
  std::string held_name_;
  MatValue held_;
};

std::string indexed(const std::string& name, std::size_t element, const std::string& field) {
  return name + "(" + std::to_string(element) + ")." + field;
}

struct Grid {
  Index axial = 0, lateral = 0;
  std::vector<double> delta, origin;  // in wavelengths
};

Index whole(double value, const Parameters& parameters, const std::string& name) {
  if (!(value >= 1 && value <= 1e6) || value != std::floor(value)) {
    parameters.refuse("'" + name + "' is no number of samples");
  }
  return static_cast<Index>(value);
}

// A sequence has several pixel grids (B-mode, tracking): the samples' own is the one of their size.
Grid find_grid(Parameters& parameters, Index frames, const ByteFile& samples) {
  const std::size_t grids = parameters.elements("PData");
  if (grids == 0) parameters.refuse("'PData' is missing");
  std::string sizes;
  for (std::size_t k = 1; k <= grids; ++k) {
    const auto size = parameters.get(indexed("PData", k, "Size"), 2);
    Grid grid{
        whole(size[0], parameters, "PData.Size"), whole(size[1], parameters, "PData.Size"), {}, {}};
    const auto bytes = static_cast<std::uint64_t>(grid.axial * grid.lateral * frames) * 4;
    if (bytes == samples.size()) {
      grid.delta = parameters.get(indexed("PData", k, "PDelta"), 3);
      grid.origin = parameters.get(indexed("PData", k, "Origin"), 3);
      return grid;
    }
    sizes = std::to_string(grid.axial) + " x " + std::to_string(grid.lateral) + " x " +
            std::to_string(frames) + " int32 = " + std::to_string(bytes);
  }
  samples.refuse("it is " + std::to_string(samples.size()) + " bytes long, the parameters say " +
                 sizes);
}

Cube<std::complex<float>> read_samples(const ByteFile& real_file, const ByteFile& imaginary_file,
                                       const Grid& grid, Index frames) {
  if (imaginary_file.size() != real_file.size()) {
    imaginary_file.refuse("it is " + std::to_string(imaginary_file.size()) + " bytes long, " +
                          real_file.path().filename().string() + " " +
                          std::to_string(real_file.size()));
  }
  const auto bytes = static_cast<std::size_t>(real_file.size());
  const auto buffer = std::make_unique_for_overwrite<std::byte[]>(2 * bytes);
  real_file.read(0, {buffer.get(), bytes});
  imaginary_file.read(0, {buffer.get() + bytes, bytes});
  const bool swapped = std::endian::native == std::endian::big;
  const Index count = grid.axial * grid.lateral * frames;
  const StoredNumbers real{NumberType::int32, buffer.get(), count, 1, swapped};
  const StoredNumbers imaginary{NumberType::int32, buffer.get() + bytes, count, 1, swapped};
  return gather(real, imaginary,
                {grid.axial, grid.lateral, frames, 1, grid.axial, grid.axial * grid.lateral, 0});
}

// The transmit that pushes carries the push's waveform, TW(2); where the sequence does not say
// which does, a focus is believed only if all transmits agree on it.
double push_element(Parameters& parameters, const std::string& field, std::size_t component) {
  const std::size_t transmits = parameters.elements("TX");
  std::optional<double> agreed;
  bool agree = true;
  for (std::size_t k = 1; k <= transmits; ++k) {
    const auto value = parameters.find(indexed("TX", k, field));
    if (!value || value->size() <= component) continue;
    const double here = (*value)[component];
    const auto waveform = parameters.find(indexed("TX", k, "waveform"));
    if (waveform && (*waveform)[0] == 2) return here;
    agree = agree && (!agreed || *agreed == here);
    agreed = here;
  }
  return agreed && agree ? *agreed : kNaN;
}

Push read_push(Parameters& parameters, double wavelength_m, const std::vector<double>& time_s) {
  Push push;
  push.axial_m = push_element(parameters, "focus", 0) * wavelength_m;
  const double origin = push_element(parameters, "Origin", 0);
  push.lateral_m = std::isnan(origin) ? 0 : origin * wavelength_m;
  const auto waveform = parameters.find("TW(2).Parameters");  // MHz, duty, half cycles, polarity
  if (waveform && waveform->size() >= 3 && (*waveform)[0] > 0) {
    push.duration_s = (*waveform)[2] / 2 / ((*waveform)[0] * 1e6);
  }
  const double references = parameters.get("nrefs", 1)[0];
  if (!(references >= 0 && references < static_cast<double>(time_s.size()))) {
    parameters.refuse("'nrefs' is no number of its frames");
  }
  const auto first = static_cast<std::size_t>(references);
  const bool both_signs = time_s[first] >= 0 && (first == 0 || time_s[first - 1] < 0);
  push.time_s = both_signs ? 0 : time_s[first];
  return push;
}

}  // namespace

bool is_vantage_name(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  return std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) {
    return name.size() > end.size() && name.ends_with(end);
  });
}

std::vector<std::filesystem::path> vantage_files(const std::filesystem::path& file) {
  const std::string stem = parse_bids_name(file).stem;
  std::vector<std::filesystem::path> files;
  for (const std::string_view end : kEnds)
    files.push_back(file.parent_path() / (stem + std::string(end)));
  return files;
}

ShearWaveRecording read_vantage(const std::filesystem::path& file, const Sidecar& sidecar) {
  const std::vector<std::filesystem::path> files = vantage_files(file);
  for (const auto& one : files) {
    std::error_code failed;
    if (!std::filesystem::exists(one, failed)) {
      throw Error(ErrorKind::bad_data, one.filename().string() +
                                           " is missing: a Vantage recording is three files, "
                                           "_parameters.mat, _IQreal.bin and _IQimag.bin");
    }
  }
  Parameters parameters(files[0]);
  const ByteFile real(files[1]);
  const ByteFile imaginary(files[2]);
  PushAcquisition acquisition;
  acquisition.time_s = parameters.get("T", 1);
  for (double& time : acquisition.time_s) time *= 1e-3;
  const auto frames = static_cast<Index>(acquisition.time_s.size());
  if (const auto said = parameters.find("ne"); said && (*said)[0] != static_cast<double>(frames)) {
    parameters.refuse("'ne' is not the number of times in 'T'");
  }
  const Grid grid = find_grid(parameters, frames, real);

  ShearWaveRecording recording;
  recording.format = "vantage";
  recording.kind = SampleKind::iq;
  const auto tracking_mhz = parameters.find("TW(1).Parameters");
  const auto probe_mhz = parameters.find("Trans.frequency");
  if (tracking_mhz) recording.centre_frequency_hz = (*tracking_mhz)[0] * 1e6;
  const auto speed = parameters.find("Resource.Parameters.speedOfSound");
  recording.sound_speed_m_per_s = speed ? (*speed)[0] : stated_number(sidecar, "SoundSpeed", kNaN);
  const double unit_hz = probe_mhz ? (*probe_mhz)[0] * 1e6 : recording.centre_frequency_hz;
  const double wavelength_m = recording.sound_speed_m_per_s / unit_hz;
  if (!(wavelength_m > 0) || !std::isfinite(wavelength_m)) {
    parameters.refuse(
        "no wavelength: 'Resource.Parameters.speedOfSound' (or SoundSpeed in the sidecar) "
        "or 'Trans.frequency' is missing");
  }
  recording.lateral_m = {grid.origin[0] * wavelength_m, grid.delta[0] * wavelength_m, grid.lateral};
  recording.axial_m = {grid.origin[2] * wavelength_m, grid.delta[2] * wavelength_m, grid.axial};
  acquisition.push = read_push(parameters, wavelength_m, acquisition.time_s);
  acquisition.iq = read_samples(real, imaginary, grid, frames);
  recording.acquisitions.push_back(std::move(acquisition));
  return recording;
}

}  // namespace stiff
