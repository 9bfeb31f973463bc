#include "stiff/io/trace_recording_file.h"

#include "stiff/core/error.h"
#include "stiff/io/bids_name.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/hdf5_writer.h"
#include "stiff/io/shear_wave_keys.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <set>
#include <span>

namespace stiff {
namespace {

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// A link's name in HDF5: no slash, not empty.
std::string link_name(const std::string& name, std::size_t number) {
  std::string clean = name;
  std::replace(clean.begin(), clean.end(), '/', '_');
  if (clean.empty() || clean == ".") clean = "column_" + std::to_string(number);
  return clean;
}

void write_metadata(hdf5::OutGroup& root, const TraceRecordingFile& recording,
                    const RecordingIdentity& identity) {
  std::set<std::string, std::less<>> written{"Modality"};
  if (!identity.modality.empty()) root.attribute("Modality", identity.modality);
  for (const IdentityKey& key : kIdentityKeys) {
    const std::string& text = identity.*key.field;
    if (text.empty()) continue;
    root.attribute(key.name, text);
    written.emplace(key.name);
  }
  for (const auto& [key, number] : recording.numbers) {
    if (!std::isnan(number) && written.insert(key).second) root.attribute(key, number);
  }
  for (const auto& [key, text] : recording.texts) {
    if (!text.empty() && written.insert(key).second) root.attribute(key, text);
  }
}

void write_columns(hdf5::OutGroup& root, const std::filesystem::path& path,
                   const std::vector<TraceColumn>& columns) {
  const auto refuse = [&](const std::string& what) {
    throw Error(ErrorKind::bad_data, path.filename().string() + ": " + what);
  };
  const auto time = std::find_if(columns.begin(), columns.end(), [](const TraceColumn& column) {
    return column.fault.empty() && (lower(column.name) == "time" || lower(column.name) == "t");
  });
  if (columns.empty()) refuse("a trace recording without a column cannot be written");
  const std::size_t rows = columns.front().values.size();
  const std::string scale = time != columns.end() ? "time" : "row";
  if (time != columns.end()) {
    root.scale(scale, std::span<const double>(time->values), {time->units, "time"});
  } else {
    std::vector<std::int32_t> numbers(rows);
    std::iota(numbers.begin(), numbers.end(), 0);
    root.scale(scale, std::span<const std::int32_t>(numbers), {"1", "sample"});
  }
  std::set<std::string> names{"truth", scale};
  for (auto column = columns.begin(); column != columns.end(); ++column) {
    if (column == time || !column->fault.empty()) continue;
    const auto number = static_cast<std::size_t>(column - columns.begin()) + 1;
    const std::string name = link_name(column->name, number);
    if (!names.insert(name).second) refuse("two columns are called '" + name + "'");
    if (column->values.size() != rows) refuse("'" + name + "' is not as long as the others");
    root.variable(name, std::span<const double>(column->values), {scale}, {column->units, ""});
  }
}

void write_truth(hdf5::OutGroup& root, const TraceRecordingFile& recording) {
  if (recording.truth.empty()) return;
  hdf5::OutGroup group = root.group("truth");
  std::set<std::size_t> lengths;
  for (const auto& [name, values] : recording.truth) {
    const std::string dimension = "item_" + std::to_string(values.size());
    if (lengths.insert(values.size()).second) {
      std::vector<std::int32_t> numbers(values.size());
      std::iota(numbers.begin(), numbers.end(), 1);
      group.scale(dimension, std::span<const std::int32_t>(numbers), {"1", "number, from 1"});
    }
    group.variable(name, std::span<const double>(values), {dimension}, {});
  }
}

}  // namespace

std::string trace_modality(const std::filesystem::path& path) {
  try {
    if (!hdf5::is_hdf5(path)) return {};
    const hdf5::InGroup root = hdf5::open(path);
    if (root.text_attribute("format") != kTraceFormat) return {};
    const std::string modality = root.text_attribute("Modality").value_or("");
    return is_trace_modality(modality) ? modality : "";
  } catch (const Error&) {
    return {};
  }
}

void write_trace_recording(const std::filesystem::path& path, const TraceRecordingFile& recording,
                           const RecordingIdentity& identity, const Provenance& provenance) {
  hdf5::Writer writer;
  hdf5::OutGroup root = writer.root();
  write_provenance(root, kTraceFormat, provenance);
  write_metadata(root, recording, identity);
  write_columns(root, path, recording.columns);
  write_truth(root, recording);
  writer.save(path);
}

std::vector<std::pair<std::string, std::vector<double>>> read_trace_truth(
    const std::filesystem::path& path) {
  const hdf5::InGroup root = hdf5::open(path);
  check_format(root, kTraceFormat);
  std::vector<std::pair<std::string, std::vector<double>>> truth;
  if (!root.has_group("truth")) return truth;
  for (const hdf5::InDataset& dataset : root.group("truth").datasets()) {
    if (dataset.name().starts_with("item_")) continue;
    truth.emplace_back(dataset.name(), dataset.values<double>());
  }
  return truth;
}

}  // namespace stiff
