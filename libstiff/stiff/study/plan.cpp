#include "stiff/study/plan.h"

#include "stiff/core/error.h"
#include "stiff/io/checksum.h"
#include "stiff/io/part_file.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace stiff {
namespace {

namespace fs = std::filesystem;

std::string options_checksum(const Method& method, const Analyser* analyser) {
  Sha256 all;
  all.update_framed(method.version);
  for (const auto& [name, value] : method.provenance.options) {
    all.update_framed(name);
    all.update_framed(value);
  }
  if (analyser != nullptr) {
    all.update_framed(analyser->modality);
    for (const ExpectedQuantity& expected : analyser->expected) {
      all.update_framed(expected.quantity);
      all.update_framed(expected.method);
    }
  }
  return all.hex();
}

ResolvedMetadata metadata_of(const FoundRecording& recording, const Method& method) {
  if (!method.metadata) return {};
  try {
    return method.metadata(recording);
  } catch (const Error& error) {
    // Its worker meets the same fault and is refused with it; another text is another key.
    return {std::string("refused: ") + error.what(), {}};
  }
}

void add_missing(std::vector<std::string>& all, const std::vector<std::string>& more) {
  for (const std::string& one : more) {
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  }
}

PlannedRecording describe(FoundRecording found, const Method& method) {
  PlannedRecording planned{.recording = std::move(found),
                           .analyser = nullptr,
                           .key = {},
                           .provenance = method.provenance,
                           .why = Why::added,
                           .kept = {},
                           .unreadable = {}};
  FoundRecording& recording = planned.recording;
  planned.analyser = method.analyser_of(recording.identity.modality);
  planned.key.options = options_checksum(method, planned.analyser);
  const ResolvedMetadata metadata = metadata_of(recording, method);
  planned.key.metadata = sha256_of(metadata.text);
  std::vector<FileChecksum>& inputs = planned.provenance.input_sha256;
  try {
    inputs = file_checksums(recording.files, recording.study_root);
    planned.key.input = input_checksum(inputs);
    recording.identity.source_sha256 = planned.key.input;
    const auto more = file_checksums(metadata.files, recording.study_root);
    inputs.insert(inputs.end(), more.begin(), more.end());
  } catch (const Error& error) {
    planned.unreadable = error.what();
  }
  if (planned.analyser != nullptr) {
    add_missing(planned.provenance.references, planned.analyser->references);
  }
  return planned;
}

Why compare(PlannedRecording& planned, const OutputPaths& paths) {
  const std::string& id = planned.recording.identity.recording_id;
  std::error_code fault;
  if (!fs::exists(paths.part_file(id), fault)) return Why::added;
  std::optional<StoredPart> part = read_part(paths.part_file(id));
  if (!part) return Why::damaged;
  const StoredKey stored = StoredKey::parse(part->key);
  if (stored.key.input != planned.key.input) return Why::input_changed;
  if (stored.key.metadata != planned.key.metadata) return Why::metadata_changed;
  if (stored.key.options != planned.key.options) return Why::options_changed;
  if (part->result.status == Status::failed) return Why::failed_before;
  if (stored.maps && !fs::exists(paths.maps_file(id), fault)) return Why::maps_missing;
  planned.kept = std::move(part->result);
  return Why::unchanged;
}

}  // namespace

const Analyser* Method::analyser_of(std::string_view modality) const {
  for (const Analyser& analyser : analysers) {
    if (analyser.modality == modality) return &analyser;
  }
  return nullptr;
}

std::string_view to_string(Why why) {
  switch (why) {
    case Why::added:
      return "new";
    case Why::forced:
      return "forced";
    case Why::input_changed:
      return "its file changed";
    case Why::metadata_changed:
      return "its sidecar or a table changed";
    case Why::options_changed:
      return "the options or the version changed";
    case Why::failed_before:
      return "it failed before";
    case Why::damaged:
      return "its part is damaged";
    case Why::maps_missing:
      return "its maps are missing";
    case Why::unchanged:
      return "unchanged";
  }
  return "unknown";
}

Plan plan_study(std::vector<FoundRecording> found, const Method& method, const OutputPaths& folder,
                bool force, const Progress& progress) {
  Plan plan{.recordings = {}, .provenance = method.provenance};
  const double total = static_cast<double>(found.size());
  for (FoundRecording& recording : found) {
    PlannedRecording planned = describe(std::move(recording), method);
    if (force) {
      planned.why = Why::forced;
    } else if (planned.unreadable.empty()) {
      planned.why = compare(planned, folder);
    }
    add_missing(plan.provenance.references, planned.provenance.references);
    plan.recordings.push_back(std::move(planned));
    if (progress) progress(static_cast<double>(plan.recordings.size()), total);
  }
  return plan;
}

}  // namespace stiff
