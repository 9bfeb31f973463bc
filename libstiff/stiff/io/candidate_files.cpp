#include "stiff/io/candidate_files.h"

#include "stiff/io/hdf5_reader.h"
#include "stiff/io/hdf5_text_check.h"
#include "stiff/io/hdf5_writer.h"
#include "stiff/io/picture_dataset.h"
#include "stiff/io/table_group.h"
#include "stiff/result/candidate_tables.h"
#include "stiff/result/identity_fields.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace stiff {
namespace {

constexpr const char* kTables = "stiff candidates";
constexpr const char* kMap = "stiff candidate map";
constexpr const char* kComment =
    "each candidate is a place to look at for a trigger point, not a diagnosis";
constexpr double kMillimetres = 1e3;

struct Field {
  const char* name;
  const char* long_name;
  Picture<float> CandidateMap::*member;
};

constexpr Field kFields[] = {
    {"z_own", "z against the muscle's own field", &CandidateMap::z_own},
    {"z_side", "z against the other side", &CandidateMap::z_side},
    {"z_healthy", "z against healthy people", &CandidateMap::z_healthy},
    {"statistic", "statistic of the declared score", &CandidateMap::statistic},
    {"p_fwer", "chance that a healthy muscle has one like it anywhere", &CandidateMap::p_fwer},
};

void write_axis(hdf5::OutGroup& root, const char* name, const Axis& axis, const char* long_name) {
  std::vector<double> values = axis.values();
  for (double& value : values) value *= kMillimetres;
  root.scale(name, std::span<const double>(values), {"mm", long_name});
}

Axis read_axis(const hdf5::InGroup& root, const char* name) {
  std::vector<double> values = root.dataset(name).values<double>();
  for (double& value : values) value /= kMillimetres;
  return uniform_axis(values, name);
}

}  // namespace

void write_candidate_file(const std::filesystem::path& path, const CandidateFile& file) {
  hdf5::Writer writer;
  hdf5::OutGroup root = writer.root();
  write_provenance(root, kTables, file.provenance);
  root.attribute("comment", kComment);
  write_table(root, flagged_recordings_table(file.recordings));
  write_table(root, candidates_table(file.candidates));
  write_table(root, marks_table(file.marks));
  writer.save(path);
}

CandidateFile read_candidate_file(const std::filesystem::path& path) {
  const hdf5::InGroup root = hdf5::open(path);
  check_format(root, kTables);
  hdf5::check_texts(root);
  return {flagged_recordings_of_table(read_table(root, "recordings")),
          candidates_of_table(read_table(root, "candidates")),
          marks_of_table(read_table(root, "marks")), read_provenance(root)};
}

void write_candidate_map(const std::filesystem::path& path, const CandidateMap& map,
                         const Provenance& provenance) {
  const std::vector<std::string> pixels{"axial", "lateral"};
  hdf5::Writer writer;
  hdf5::OutGroup root = writer.root();
  write_provenance(root, kMap, provenance);
  root.attribute("comment", kComment);
  for (const IdentityField& field : identity_fields()) {
    root.attribute(field.name, map.identity.*field.member);
  }
  write_axis(root, "axial", map.axial_m, "depth below the probe");
  write_axis(root, "lateral", map.lateral_m, "position along the probe");
  root.variable("label", samples(map.label), pixels,
                {"1", "number of the candidate in the table candidates, 0: none"});
  for (const Field& field : kFields) {
    const Picture<float>& picture = map.*field.member;
    if (picture.size() == 0) continue;
    root.variable(field.name, samples(picture), pixels, {"1", field.long_name});
  }
  writer.save(path);
}

CandidateMap read_candidate_map(const std::filesystem::path& path) {
  const hdf5::InGroup root = hdf5::open(path);
  check_format(root, kMap);
  hdf5::check_texts(root);
  CandidateMap map;
  for (const IdentityField& field : identity_fields()) {
    map.identity.*field.member = root.text_attribute(field.name).value_or("");
  }
  map.axial_m = read_axis(root, "axial");
  map.lateral_m = read_axis(root, "lateral");
  const Index axial = map.axial_m.size;
  const Index lateral = map.lateral_m.size;
  map.label = read_picture<std::int32_t>(root, "label", axial, lateral);
  for (const Field& field : kFields) {
    if (!root.has_dataset(field.name)) continue;
    map.*field.member = read_picture<float>(root, field.name, axial, lateral);
  }
  return map;
}

}  // namespace stiff
