#include "stiff/study/study_tables.h"

#include "stiff/core/error.h"
#include "stiff/io/checksum.h"
#include "stiff/io/participants_table.h"
#include "stiff/io/sidecar.h"
#include "stiff/io/sidecar_regions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace stiff {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRegions = "rois.tsv";
constexpr const char* kParticipants = "participants.tsv";

std::string exact(double value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

std::string exact(const Point& point) {
  return exact(point.lateral_m) + " " + exact(point.axial_m) + " ";
}

// A region of the table as a text; the table has no label masks.
struct ShapeText {
  std::string operator()(const Circle& circle) const {
    return "circle " + exact(circle.centre) + exact(circle.radius_m);
  }
  std::string operator()(const Box& box) const { return "box " + exact(box.low) + exact(box.high); }
  std::string operator()(const Polygon& polygon) const {
    std::string text = "polygon ";
    for (const Point& corner : polygon.corners) text += exact(corner);
    return text;
  }
  std::string operator()(const LabelMask&) const { return "mask"; }
};

std::vector<std::string> participants_in(const Table& table) {
  for (const Column& column : table.columns) {
    if (column.name == "participant_id") return std::get<std::vector<std::string>>(column.values);
  }
  return {};
}

std::string some_of(const std::set<std::string>& names) {
  std::string text = "'" + *names.begin() + "'";
  if (names.size() > 1) text += " and " + std::to_string(names.size() - 1) + " more";
  return text;
}

}  // namespace

StudyTables::StudyTables(const FoundStudy& study) {
  std::set<fs::path> roots;
  for (const FoundRecording& recording : study.recordings) roots.insert(recording.study_root);
  for (const fs::path& root : roots) {
    std::error_code fault;
    if (fs::exists(root / kRegions, fault)) {
      regions_[root] = read_regions_table(root / kRegions);
      check_regions(study, root);
    }
    if (fs::exists(root / kParticipants, fault)) check_participants(study, root);
  }
}

void StudyTables::check_participants(const FoundStudy& study, const fs::path& root) {
  const std::vector<std::string> known =
      participants_in(read_participants_table(root / kParticipants).table);
  std::set<std::string> missing;
  for (const FoundRecording& recording : study.recordings) {
    const std::string& participant = recording.identity.participant;
    if (recording.study_root == root && !participant.empty() &&
        std::find(known.begin(), known.end(), participant) == known.end()) {
      missing.insert(participant);
    }
  }
  if (!missing.empty()) {
    notes_.push_back(std::string(kParticipants) + " has no line for " + some_of(missing));
  }
}

void StudyTables::check_regions(const FoundStudy& study, const fs::path& root) {
  if (std::find(study.roots.begin(), study.roots.end(), root) == study.roots.end()) return;
  std::set<std::string> unknown;
  for (const RegionRow& row : rows_of(root)) {
    if (!row.recording_id.empty()) unknown.insert(row.recording_id);
  }
  for (const FoundRecording& recording : study.recordings) {
    unknown.erase(recording.identity.recording_id);
  }
  if (!unknown.empty()) {
    notes_.push_back(std::string(kRegions) +
                     " names a recording that is not among these: " + some_of(unknown));
  }
}

const std::vector<RegionRow>& StudyTables::rows_of(const fs::path& root) const {
  static const std::vector<RegionRow> none;
  const auto at = regions_.find(root);
  return at == regions_.end() ? none : at->second;
}

std::vector<Region> StudyTables::regions_of(const FoundRecording& recording,
                                            std::vector<Region> stated) const {
  return stiff::regions_of(rows_of(recording.study_root), recording.identity.recording_id,
                           std::move(stated));
}

ResolvedMetadata StudyTables::metadata_of(const FoundRecording& recording) const {
  const fs::path& file = recording.files.front();
  const Sidecar sidecar = resolve_sidecars(recording.study_root, file, recording.folders.get());
  ResolvedMetadata metadata;
  for (const SidecarValue& value : sidecar.values()) {
    metadata.text += value.key + (value.own ? " =! " : " = ") + value.json + "\n";
  }
  metadata.files = sidecar.files();
  for (const fs::path& mask : region_files(sidecar, file)) {
    std::error_code fault;
    if (!fs::exists(mask, fault)) continue;
    metadata.files.push_back(mask);
    metadata.text += "mask " + mask.filename().string() + " " + sha256_of_file(mask) + "\n";
  }
  // The identity too: a file that was renamed or moved is another recording, with the same bytes.
  metadata.text += "source " + recording.identity.source + "\n";
  for (const RegionRow& row : rows_of(recording.study_root)) {
    if (!row.recording_id.empty() && row.recording_id != recording.identity.recording_id) continue;
    metadata.text +=
        "region " + row.region.name + " " + std::visit(ShapeText{}, row.region.shape) + "\n";
  }
  return metadata;
}

}  // namespace stiff
