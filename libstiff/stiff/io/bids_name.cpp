#include "stiff/io/bids_name.h"

#include <algorithm>
#include <array>

namespace stiff {
namespace {

constexpr std::size_t kTraces = 4;
constexpr std::array<std::string_view, 8> kModalities{
    "swe", "strain", "mre", "vibration", "myotonometry", "indentation", "compression", "twitch"};
constexpr std::array<std::string_view, 3> kTripleEnds{"_parameters", "_IQreal", "_IQimag"};

std::string folder_label(const std::filesystem::path& relative, std::string_view prefix) {
  for (const auto& part : relative.parent_path()) {
    const std::string name = part.string();
    if (name.starts_with(prefix)) return name.substr(prefix.size());
  }
  return {};
}

}  // namespace

std::string BidsName::entity(std::string_view key) const {
  for (const auto& [name, value] : entities) {
    if (name == key) return value;
  }
  return {};
}

std::span<const std::string_view> modalities() {
  return kModalities;
}

bool is_trace_modality(std::string_view word) {
  return std::find(kModalities.end() - kTraces, kModalities.end(), word) != kModalities.end();
}

bool is_modality(std::string_view word) {
  return std::find(kModalities.begin(), kModalities.end(), word) != kModalities.end();
}

BidsName parse_bids_name(const std::filesystem::path& file) {
  BidsName name;
  name.stem = file.stem().string();
  name.extension = file.extension().string();
  for (const std::string_view end : kTripleEnds) {
    if (name.stem.ends_with(end) && name.stem.size() > end.size()) {
      name.stem.resize(name.stem.size() - end.size());
      break;
    }
  }
  std::string_view rest = name.stem;
  while (!rest.empty()) {
    const std::size_t stop = std::min(rest.find('_'), rest.size());
    const std::string_view part = rest.substr(0, stop);
    rest.remove_prefix(std::min(stop + 1, rest.size()));
    const std::size_t dash = part.find('-');
    if (dash != std::string_view::npos && dash > 0) {
      name.entities.emplace_back(part.substr(0, dash), part.substr(dash + 1));
    } else if (rest.empty() && is_modality(part)) {
      name.suffix = part;
    }
  }
  return name;
}

std::filesystem::path study_relative(const std::filesystem::path& root,
                                     const std::filesystem::path& file) {
  namespace fs = std::filesystem;
  const fs::path from = fs::absolute(root.empty() ? "." : root).lexically_normal();
  const fs::path to = fs::absolute(file).lexically_normal();
  const fs::path relative = to.lexically_relative(from);
  const bool within = !relative.empty() && *relative.begin() != ".." && relative != ".";
  return within ? relative : to.filename();
}

RecordingIdentity identity_from_path(const std::filesystem::path& study_root,
                                     const std::filesystem::path& file) {
  const std::filesystem::path relative = study_relative(study_root, file);
  const BidsName name = parse_bids_name(file);
  RecordingIdentity identity;
  identity.participant = name.entity("sub");
  identity.session = name.entity("ses");
  if (identity.participant.empty()) identity.participant = folder_label(relative, "sub-");
  if (identity.session.empty()) identity.session = folder_label(relative, "ses-");
  identity.muscle = name.entity("muscle");
  identity.side = name.entity("side");
  identity.site = name.entity("site");
  identity.state = name.entity("state");
  identity.posture = name.entity("posture");
  identity.probe_direction = name.entity("direction");
  identity.run = name.entity("run");
  identity.modality = name.suffix;
  identity.source = relative.generic_string();
  if (!name.entity("sub").empty() && !name.suffix.empty()) {
    identity.recording_id = name.stem;
  } else {
    identity.recording_id = (relative.parent_path() / name.stem).generic_string();
    std::replace(identity.recording_id.begin(), identity.recording_id.end(), '/', '_');
  }
  return identity;
}

}  // namespace stiff
