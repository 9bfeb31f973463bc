#include "stiff/comparison/model_rows.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace stiff {
namespace {

/// Numbers the rows' texts in their order.
template <class Get>
void number(std::vector<ModelRow>& rows, int ModelRow::*member, Get get) {
  std::unordered_map<std::string_view, int> numbers;
  for (const ModelRow& row : rows) numbers.try_emplace(get(*row.m), 0);
  std::vector<std::string_view> texts;
  for (const auto& [text, unused] : numbers) texts.push_back(text);
  std::sort(texts.begin(), texts.end());
  for (std::size_t i = 0; i < texts.size(); ++i) numbers[texts[i]] = static_cast<int>(i);
  for (ModelRow& row : rows) row.*member = numbers.at(get(*row.m));
}

void sort_rows(std::vector<ModelRow>& rows) {
  number(rows, &ModelRow::participant,
         [](const Measurement& m) -> std::string_view { return m.participant; });
  number(rows, &ModelRow::run, [](const Measurement& m) -> std::string_view { return m.run; });
  std::map<std::pair<std::string_view, std::string_view>, int> places;
  for (const ModelRow& row : rows) places[{row.m->side, row.m->site}] = 0;
  int next = 0;
  for (auto& [place, index] : places) index = next++;
  for (ModelRow& row : rows) row.place = places.at({row.m->side, row.m->site});
  std::sort(rows.begin(), rows.end(), [](const ModelRow& a, const ModelRow& b) {
    return std::tie(a.participant, a.place, a.time, a.run, a.m->repeat, a.m->recording_id) <
           std::tie(b.participant, b.place, b.time, b.run, b.m->repeat, b.m->recording_id);
  });
}

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
  std::set<int> other_device;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const ModelRow& a = rows[i - 1];
    const ModelRow& b = rows[i];
    if (a.participant != b.participant || a.place != b.place) continue;
    if (a.time == b.time && a.run == b.run && a.m->repeat == b.m->repeat) {
      throw Error(ErrorKind::bad_data, a.m->recording_id + " and " + b.m->recording_id +
                                           ": two recordings of one participant, session, place "
                                           "and run; tell them apart by run- or leave one out");
    }
    if (a.m->device == b.m->device) continue;
    if (!options.force_device) {
      throw Error(ErrorKind::bad_data, who(*a.m) + ": measured by " + a.m->device + " and by " +
                                           b.m->device +
                                           ", so that a change may be the device's; "
                                           "--force-device compares them and marks it");
    }
    other_device.insert(a.participant);
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
  using Place = std::pair<int, int>;  // participant, place
  std::map<Place, std::pair<double, double>> sums;
  for (const ModelRow& row : rows) {
    if (row.time != 0) continue;
    auto& [sum, count] = sums[{row.participant, row.place}];
    sum += row.y;
    ++count;
  }
  std::erase_if(rows, [](const ModelRow& row) { return row.time == 0; });
  std::set<Place> used;
  double total = 0;
  std::erase_if(rows, [&](ModelRow& row) {
    const Place place{row.participant, row.place};
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

/// The measurements that are in a group and have all covariates.
ModelRows grouped_rows(std::span<const Measurement* const> measurements, const ModelPlan& plan,
                       std::span<const PersonCovariate> covariates, const ModelOptions& options,
                       CellDesign& design) {
  std::unordered_map<std::string_view, int> times;
  for (std::size_t t = 0; t < plan.times.size(); ++t) times[plan.times[t]] = static_cast<int>(t);
  std::map<ModelGroup, int> groups;
  ModelRows out;
  std::vector<std::map<ModelGroup, int>::iterator> group_of_row;
  for (const Measurement* m : measurements) {
    std::string why;
    ModelGroup group;
    for (const PersonCovariate& covariate : covariates) {
      if (!covariate.values.contains(m->participant)) why = "no " + covariate.name;
    }
    if (options.slope != ModelSlope::none && !std::isfinite(m->day)) {
      throw Error(ErrorKind::bad_data, who(*m) + " session " + m->session +
                                           ": --slope needs every session's day in sessions.tsv");
    }
    if (!why.empty() || !plan.group_of(*m, group, why)) {
      drop(design, *m, why);
      continue;
    }
    out.rows.emplace_back().m = m;
    out.rows.back().time = times.at(plan.time_of(*m));
    group_of_row.push_back(groups.try_emplace(group, 0).first);
  }
  for (auto& [group, index] : groups) {
    index = static_cast<int>(out.groups.size());
    out.groups.push_back(group);
  }
  for (std::size_t i = 0; i < out.rows.size(); ++i) out.rows[i].group = group_of_row[i]->second;
  return out;
}

}  // namespace

ModelRows model_rows(std::span<const Measurement* const> measurements, const ModelPlan& plan,
                     std::span<const PersonCovariate> covariates, const ModelOptions& options,
                     CellDesign& design) {
  ModelRows out = grouped_rows(measurements, plan, covariates, options, design);
  sort_rows(out.rows);
  check_rows(out.rows, options, design);
  set_scale(out.rows, options, design);
  if (options.adjust_baseline) adjust(out.rows, plan, design);
  return out;
}

}  // namespace stiff
