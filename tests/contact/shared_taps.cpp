#include "contact/shared_taps.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace {

// Plain commas and points, one header line: the files are known.
std::vector<std::vector<double>> columns(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  std::vector<std::vector<double>> all;
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    std::string cell;
    for (std::size_t i = 0; std::getline(cells, cell, ','); ++i) {
      if (all.size() <= i) all.emplace_back();
      all[i].push_back(std::stod(cell));
    }
  }
  return all;
}

}  // namespace

std::vector<SharedTap> shared_taps() {
  const std::filesystem::path folder = std::filesystem::path(STIFF_SHARED_DATA) / "myotonometry";
  if (!std::filesystem::exists(folder / "truth.json")) return {};
  std::ifstream file(folder / "truth.json");
  std::vector<SharedTap> taps;
  for (const auto& entry : nlohmann::json::parse(file)) {
    const std::string sub = entry["participant"], ses = entry["session"], side = entry["side"];
    const std::string name =
        sub + "_ses-" + ses + "_muscle-uppertrapezius_side-" + side + "_myotonometry.csv";
    const auto all = columns(folder / "study" / sub / ("ses-" + ses) / name);
    const auto& stiffness = entry["stiffness_N_per_m"];
    if (all.size() != stiffness.size() + 1) throw std::runtime_error(name + " is not as expected");
    for (std::size_t i = 0; i < stiffness.size(); ++i) {
      taps.push_back({name + " tap " + std::to_string(i + 1), all[i + 1], stiffness[i],
                      entry["damping_ratio"]});
    }
  }
  return taps;
}
