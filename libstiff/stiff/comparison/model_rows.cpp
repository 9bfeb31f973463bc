#include "stiff/comparison/model_rows.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace stiff {
namespace {

using Place = std::pair<std::string, std::string>;  // participant, place

std::string who(const Measurement& m) {
  std::string text = "sub-" + m.participant;
  for (const std::string* word : {&m.muscle, &m.side, &m.site}) {
    if (!word->empty()) text += " " + *word;
  }
  return text;
}

void drop(CellDesign& design, const Measurement& m, const std::string& why) {
  design.dropped.push_back(
      {m.recording_id, m.participant, m.session, m.muscle, m.side, m.quantity, why});
}

/// One recording a session, place and run (and repeat); one device a place.
void check_rows(const std::vector<ModelRow>& rows, const ModelOptions& options,
                CellDesign& design) {
  std::map<std::tuple<std::string, std::string, std::string, std::string, int>, const Measurement*>
      seen;
  std::map<Place, const Measurement*> first;
  std::set<std::string> other_device;
  for (const ModelRow& row : rows) {
    const Measurement& m = *row.m;
    const auto [at, is_new] =
        seen.try_emplace({m.participant, place_of(m), row.time, m.run, m.repeat}, &m);
    if (!is_new) {
      throw Error(ErrorKind::bad_data, at->second->recording_id + " and " + m.recording_id +
                                           ": two recordings of one participant, session, place "
                                           "and run; tell them apart by run- or leave one out");
    }
    const Measurement& before = *first.try_emplace({m.participant, place_of(m)}, &m).first->second;
    if (before.device == m.device) continue;
    if (!options.force_device) {
      throw Error(ErrorKind::bad_data, who(m) + ": measured by " + before.device + " and by " +
                                           m.device +
                                           ", so that a change may be the device's; "
                                           "--force-device compares them and marks it");
    }
    other_device.insert(m.participant);
  }
  if (!other_device.empty()) {
    design.note = "another device in a later session (" + std::to_string(other_device.size()) +
                  (other_device.size() == 1 ? " person)" : " people)");
  }
}

void set_scale(std::vector<ModelRow>& rows, const ModelOptions& options, CellDesign& design) {
  design.scale = options.scale;
  for (const ModelRow& row : rows) {
    if (design.scale == ModelScale::linear || row.m->value > 0) continue;
    design.scale = ModelScale::linear;
    design.note +=
        std::string(design.note.empty() ? "" : "; ") + "a value is not above 0: no logarithms";
  }
  for (ModelRow& row : rows) {
    row.y = design.scale == ModelScale::log ? std::log(row.m->value) : row.m->value;
  }
}

/// The baseline's rows become the others' covariate.
void adjust(std::vector<ModelRow>& rows, const ModelPlan& plan, CellDesign& design) {
  std::map<Place, std::pair<double, double>> sums;
  const auto is_baseline = [&](const ModelRow& row) { return row.time == plan.times.front(); };
  for (const ModelRow& row : rows) {
    if (!is_baseline(row)) continue;
    auto& [sum, count] = sums[{row.m->participant, place_of(*row.m)}];
    sum += row.y;
    ++count;
  }
  std::erase_if(rows, is_baseline);
  std::set<Place> used;
  double total = 0;
  std::erase_if(rows, [&](ModelRow& row) {
    const Place place{row.m->participant, place_of(*row.m)};
    const auto at = sums.find(place);
    if (at == sums.end()) {
      drop(design, *row.m, "no value at the baseline " + plan.times.front());
      return true;
    }
    row.baseline = at->second.first / at->second.second;
    if (used.insert(place).second) total += row.baseline;
    return false;
  });
  design.baseline_mean = total / static_cast<double>(used.size());
}

}  // namespace

std::string place_of(const Measurement& m) {
  return m.side + "\n" + m.site;
}

std::vector<ModelRow> model_rows(std::span<const Measurement* const> measurements,
                                 const ModelPlan& plan, std::span<const PersonCovariate> covariates,
                                 const ModelOptions& options, CellDesign& design) {
  std::vector<ModelRow> rows;
  for (const Measurement* m : measurements) {
    ModelRow row;
    row.m = m;
    std::string why;
    for (const PersonCovariate& covariate : covariates) {
      if (!covariate.values.contains(m->participant)) why = "no " + covariate.name;
    }
    if (options.slope != ModelSlope::none && !std::isfinite(m->day)) {
      throw Error(ErrorKind::bad_data, who(*m) + " session " + m->session +
                                           ": --slope needs every session's day in sessions.tsv");
    }
    if (!why.empty() || !plan.group_of(*m, row.group, why)) {
      drop(design, *m, why);
      continue;
    }
    row.time = plan.time_of(*m);
    rows.push_back(std::move(row));
  }
  std::sort(rows.begin(), rows.end(), [](const ModelRow& a, const ModelRow& b) {
    const auto key = [](const ModelRow& row) {
      const Measurement& m = *row.m;
      return std::tie(m.participant, m.side, m.site, row.time, m.run, m.repeat);
    };
    return key(a) < key(b);
  });
  check_rows(rows, options, design);
  set_scale(rows, options, design);
  if (options.adjust_baseline) adjust(rows, plan, design);
  return rows;
}

}  // namespace stiff
