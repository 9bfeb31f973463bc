#include "stiff/comparison/map_comparison.h"
#include "stiff/comparison/tidy_table.h"

#include <numbers>

namespace stiff {
namespace {

constexpr double kMillimetres = 1e3;
constexpr double kDegrees = 180 / std::numbers::pi;

template <class Row>
void pair_columns(TidyTable<Row>& table) {
  const auto text = [&](const char* name, const char* long_name, auto get) {
    table.text(name, long_name, [get](const Row& row) { return get(row.pair); });
  };
  text("recording_pre", "recording before", [](const MapPair& p) { return p.before.recording_id; });
  text("recording_post", "recording after", [](const MapPair& p) { return p.after.recording_id; });
  text("participant", "participant", [](const MapPair& p) { return p.before.participant; });
  text("pre", "session before", [](const MapPair& p) { return p.before.session; });
  text("post", "session after", [](const MapPair& p) { return p.after.session; });
  text("muscle", "muscle", [](const MapPair& p) { return p.before.muscle; });
  text("side", "side", [](const MapPair& p) { return p.before.side; });
  text("site", "site", [](const MapPair& p) { return p.before.site; });
  table.text("quantity", "quantity", [](const Row& row) { return row.quantity; });
  table.text("units", "unit of the differences", [](const Row& row) { return row.units; });
}

/// value, std_error, ci_low, ci_high under a name's head.
template <class Row, class Get>
void estimate_columns(TidyTable<Row>& table, const std::string& name, const char* units,
                      const char* what, Get get) {
  const std::string text = what;
  table.real(name.c_str(), units, what, [get](const Row& row) { return get(row).value; });
  table.real((name + "_std_error").c_str(), units, ("standard error of the " + text).c_str(),
             [get](const Row& row) { return get(row).std_error; });
  table.real((name + "_ci_low").c_str(), units, ("95 % interval of the " + text).c_str(),
             [get](const Row& row) { return get(row).ci_low; });
  table.real((name + "_ci_high").c_str(), units, ("95 % interval of the " + text).c_str(),
             [get](const Row& row) { return get(row).ci_high; });
}

void registration_columns(TidyTable<MapChangeRow>& table) {
  const auto real = [&](const char* name, const char* units, const char* long_name, auto get) {
    table.real(name, units, long_name,
               [get](const MapChangeRow& row) { return get(row.registration); });
  };
  using R = MapRegistration;
  // Where nothing was registered by, the shift is stated and not measured.
  const auto shift = [](double value, const R& r) {
    return r.accepted || r.correlation == r.correlation ? value : kNaN;
  };
  real("shift_lateral", "mm", "where the tissue lies after, less before, along the probe",
       [=](const R& r) { return shift(r.motion.shift_lateral_m * kMillimetres, r); });
  real("shift_lateral_std_error", "mm", "standard error of shift_lateral",
       [](const R& r) { return r.shift_lateral_std_error_m * kMillimetres; });
  real("shift_axial", "mm", "likewise in depth",
       [=](const R& r) { return shift(r.motion.shift_axial_m * kMillimetres, r); });
  real("shift_axial_std_error", "mm", "standard error of shift_axial",
       [](const R& r) { return r.shift_axial_std_error_m * kMillimetres; });
  real("rotation", "degree", "of the tissue about the first map's middle, lateral towards depth",
       [=](const R& r) { return shift(r.motion.rotation_rad * kDegrees, r); });
  real("rotation_std_error", "degree", "standard error of rotation",
       [](const R& r) { return r.rotation_std_error_rad * kDegrees; });
  real("registration_quality", "1", "normalised correlation of the registered pictures",
       [](const R& r) { return r.correlation; });
  real("independent_pairs", "1", "independent pairs that the correlation rests on",
       [](const R& r) { return r.independent_pairs; });
  real("p_chance", "1", "chance that unrelated pictures correlate so somewhere in the search",
       [](const R& r) { return r.p_chance; });
  real("overlap", "1", "share of the smaller picture that both see",
       [](const R& r) { return r.overlap; });
}

}  // namespace

Table map_changes_table(const std::vector<MapChangeRow>& rows) {
  using Row = MapChangeRow;
  TidyTable<Row> table("map_changes", rows);
  pair_columns(table);
  table.text("status", "ok or refused",
             [](const Row& row) { return std::string(row.ok ? "ok" : "refused"); });
  table.text("reason", "why it was refused", [](const Row& row) { return row.why; });
  table.whole("other_device", "1: another device after than before",
              [](const Row& row) { return std::int64_t{row.pair.other_device}; });
  table.text("registered_by", "bmode, map, or none: as recorded",
             [](const Row& row) { return row.registered_by; });
  registration_columns(table);
  estimate_columns(table, "change_percent", "%", "mean change of what both maps see",
                   [](const Row& row) { return row.change.percent(); });
  estimate_columns(table, "difference", "", "mean difference of what both maps see",
                   [](const Row& row) { return row.change.difference; });
  table.whole("n_pixels", "pixels that both maps see", [](const Row& row) { return row.n_pixels; });
  table.real("dispersion", "1", "variance of the change over that of its errors, at least 1",
             [](const Row& row) { return row.dispersion; });
  table.whole("n_vanished", "candidates that vanished",
              [](const Row& row) { return row.vanished; });
  table.whole("n_stayed", "candidates that stayed", [](const Row& row) { return row.stayed; });
  table.whole("n_came", "candidates that came", [](const Row& row) { return row.came; });
  table.whole("n_unknown", "candidates of which nothing can be said",
              [](const Row& row) { return row.unknown; });
  return std::move(table).table();
}

Table candidate_changes_table(const std::vector<CandidateChangeRow>& rows) {
  using Row = CandidateChangeRow;
  TidyTable<Row> table("candidate_changes", rows);
  pair_columns(table);
  table.whole("number_pre", "the candidate before; 0: none",
              [](const Row& row) { return std::int64_t{row.fate.number_pre}; });
  table.whole("number_post", "the candidate after; 0: none",
              [](const Row& row) { return std::int64_t{row.fate.number_post}; });
  table.text("kind", "kind", [](const Row& row) { return row.kind; });
  table.text("fate", "vanished, stayed, came or unknown",
             [](const Row& row) { return std::string(to_string(row.fate.fate)); });
  table.text("reason", "why it is unknown", [](const Row& row) { return row.fate.why; });
  table.real("centroid_lateral", "mm", "centroid in its own recording",
             [](const Row& row) { return row.centroid_lateral_mm; });
  table.real("centroid_axial", "mm", "centroid in its own recording",
             [](const Row& row) { return row.centroid_axial_mm; });
  table.real("overlap", "1", "pixels in common with the other one, over the smaller one's",
             [](const Row& row) { return row.fate.overlap; });
  table.real("distance", "mm", "from the other one's centroid, registered",
             [](const Row& row) { return row.fate.distance_mm; });
  table.real("seen", "1", "share of the candidate that both maps see",
             [](const Row& row) { return row.fate.seen; });
  estimate_columns(table, "inside_percent", "%", "mean change inside",
                   [](const Row& row) { return row.inside.percent(); });
  estimate_columns(table, "outside_percent", "%", "mean change outside all candidates",
                   [](const Row& row) { return row.outside.percent(); });
  estimate_columns(
      table, "inside_against_outside_percent", "%", "change inside against outside",
      [](const Row& row) { return percent_against(row.inside.log_ratio, row.outside.log_ratio); });
  estimate_columns(table, "inside_difference", "", "mean difference inside",
                   [](const Row& row) { return row.inside.difference; });
  table.whole("n_pixels", "pixels inside that both maps see",
              [](const Row& row) { return row.inside.log_ratio.n; });
  return std::move(table).table();
}

}  // namespace stiff
