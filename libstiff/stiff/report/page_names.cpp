#include "stiff/report/page_names.h"

#include <algorithm>
#include <set>

namespace stiff {
namespace {

constexpr std::size_t kLongest = 240;

bool fits_a_file(const std::string& id) {
  if (id.empty() || id.size() > kLongest || id.front() == '.') return false;
  if (id == "index" || id == "study") return false;
  return std::none_of(id.begin(), id.end(), [](char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte < 0x20 || byte == 0x7F || letter == '/' || letter == '\\';
  });
}

}  // namespace

std::vector<std::string> page_names(std::span<const std::string> recording_ids) {
  std::set<std::string> taken;
  std::vector<std::string> names(recording_ids.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string& id = recording_ids[i];
    if (fits_a_file(id) && taken.insert(id).second) names[i] = id + ".html";
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!names[i].empty()) continue;
    std::string name = "recording-" + std::to_string(i + 1);
    while (!taken.insert(name).second) name += "-";
    names[i] = name + ".html";
  }
  return names;
}

}  // namespace stiff
