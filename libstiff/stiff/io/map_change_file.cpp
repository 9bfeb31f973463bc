#include "stiff/io/map_change_file.h"

#include "stiff/io/hdf5_writer.h"
#include "stiff/io/picture_dataset.h"
#include "stiff/result/identity_fields.h"
#include "stiff/result/quantity.h"

#include <cmath>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {
namespace {

const std::vector<std::string> kPixels{"axial", "lateral"};
constexpr double kMillimetres = 1e3;

void write_axis(hdf5::OutGroup& root, const char* name, const Axis& axis, const char* long_name) {
  std::vector<double> values = axis.values();
  for (double& value : values) value *= kMillimetres;
  root.scale(name, std::span<const double>(values), {"mm", long_name});
}

void write_facts(hdf5::OutGroup& root, const MapChange& change) {
  for (const IdentityField& field : identity_fields()) {
    root.attribute(field.name, change.before.*field.member);
  }
  root.attribute("recording_pre", change.before.recording_id);
  root.attribute("recording_post", change.after.recording_id);
  root.attribute("session_pre", change.before.session);
  root.attribute("session_post", change.after.session);
  root.attribute("quantity", change.quantity);
  root.attribute("registered_by", change.registered_by);
  root.attribute("shift_lateral_mm", change.shift_lateral_mm);
  root.attribute("shift_axial_mm", change.shift_axial_mm);
  root.attribute("rotation_deg", change.rotation_deg);
}

}  // namespace

void write_map_change(const std::filesystem::path& path, const MapChange& change,
                      const Provenance& provenance) {
  const std::string units(quantity(change.quantity).units);
  hdf5::Writer writer;
  hdf5::OutGroup root = writer.root();
  write_provenance(root, "stiff map change", provenance);
  write_facts(root, change);
  write_axis(root, "axial", change.axial_m, "depth below the probe, before");
  write_axis(root, "lateral", change.lateral_m, "position along the probe, before");
  const auto field = [&](const char* name, const Picture<float>& picture, const std::string& unit,
                         const std::string& long_name) {
    root.variable(name, samples(picture), kPixels, {unit, long_name});
  };
  const Picture<float> percent =
      change.log_ratio.unaryExpr([](float ratio) { return 100 * std::expm1(ratio); });
  field("pre", change.pre, units, change.quantity + " before");
  field("post", change.post, units, change.quantity + " after, laid on before");
  field("log_ratio", change.log_ratio, "1", "ln(post / pre)");
  field("log_ratio_std_error", change.log_ratio_std_error, "1", "standard error of log_ratio");
  field("percent_change", percent, "%", "change in per cent of pre");
  field("difference", change.difference, units, "post - pre");
  field("difference_std_error", change.difference_std_error, units, "standard error of difference");
  const auto labels = [&](const char* name, const Picture<std::int32_t>& picture,
                          const char* long_name) {
    if (picture.size() == 0) return;
    root.variable(name, samples(picture), kPixels, {"1", long_name});
  };
  labels("candidate_pre", change.candidate_pre, "number of the candidate before, 0: none");
  labels("candidate_post", change.candidate_post, "number of the candidate after, 0: none");
  writer.save(path);
}

}  // namespace stiff
