#include "stiff/comparison/reliability_rows.h"

#include "stiff/comparison/intraclass_correlation.h"
#include "stiff/comparison/measurement_error.h"
#include "stiff/comparison/repeated_agreement.h"

#include <map>
#include <utility>

namespace stiff {
namespace {

constexpr std::size_t kMostRepeatsForAllPairs = 4;

std::string squared(const std::string& units) {
  return units == "1" || units.empty() ? units : "(" + units + ")^2";
}

Estimate number(double value, const MeanSquares& ms) {
  if (ms.reason != Reason::none) return no_estimate(ms.reason);
  Estimate out;
  out.value = value;
  out.n = ms.people;
  return out;
}

/// Adds rows of one table, all of one key.
class Rows {
 public:
  Rows(const ReliabilityKey& key, const std::string& side, const MeanSquares& ms)
      : key_(key), side_(side), ms_(ms) {}

  void add(const std::string& index, const std::string& units, const Estimate& estimate,
           const std::string& interval = "none", const std::string& note = "") {
    rows_.push_back({key_, side_, index, units, estimate, ms_.people, ms_.repeats, interval, note});
  }
  std::vector<ReliabilityRow> rows() && { return std::move(rows_); }

 private:
  const ReliabilityKey& key_;
  const std::string& side_;
  const MeanSquares& ms_;
  std::vector<ReliabilityRow> rows_;
};

std::string interval_of(IccModel model) {
  return model == IccModel::agreement ? "F with Satterthwaite's degrees of freedom" : "F";
}

void add_errors(Rows& rows, const std::string& units, const MeasurementError& error,
                const MeanSquares& ms) {
  const std::string chi = "chi-square";
  const std::string sum = "modified large sample";
  struct Sem {
    const char* name;
    const Estimate& estimate;
    const std::string& interval;
  };
  const std::string none = "none";
  const Sem sems[] = {{"sqrt_mse", error.sem_sqrt_mse, chi},
                      {"agreement", error.sem_agreement, sum},
                      {"sd_icc", error.sem_sd_icc, none}};
  for (const Sem& sem : sems) {
    rows.add(std::string("sem_") + sem.name, units, sem.estimate, sem.interval);
  }
  for (const Sem& sem : sems) {
    rows.add(std::string("mdc95_") + sem.name, units, minimal_detectable_change(sem.estimate),
             sem.interval);
  }
  for (const Sem& sem : sems) {
    const Estimate change = minimal_detectable_change(sem.estimate);
    rows.add(std::string("mdc95_percent_") + sem.name, "%",
             ms.mean > 0 ? scaled_power(change, 100 / ms.mean, 1)
                         : no_estimate(change.reason != Reason::none ? change.reason
                                                                     : Reason::out_of_range),
             sem.interval, "of the mean, taken as known");
  }
  rows.add("cv_root_mean_square", "%", scaled_power(error.cv_root_mean_square, 100, 1));
  rows.add("cv_logarithmic", "%", scaled_power(error.cv_logarithmic, 100, 1), chi);
  rows.add("mdc95_ratio", "1", error.mdc_ratio, chi);
}

RepeatedPair cells_of(const RepeatTable& table, std::size_t person, std::size_t first,
                      std::size_t second) {
  return {table.cell(person, first), table.cell(person, second)};
}

void add_limits(const ReliabilityKey& key, const RepeatTable& table, std::size_t first,
                std::size_t second, std::vector<LimitsRow>& out) {
  std::vector<double> x, y, difference;
  std::vector<AgreementPoint> points;
  std::vector<RepeatedPair> repeated;
  bool several = false;
  for (std::size_t p = 0; p < table.people.size(); ++p) {
    RepeatedPair pair = cells_of(table, p, first, second);
    if (pair.x.empty() || pair.y.empty()) continue;
    several = several || pair.x.size() > 1 || pair.y.size() > 1;
    x.push_back(table.mean(p, first));
    y.push_back(table.mean(p, second));
    difference.push_back(y.back() - x.back());
    points.push_back({table.people[p], 0.5 * (x.back() + y.back()), difference.back()});
    repeated.push_back(std::move(pair));
  }
  LimitsRow row{key,
                table.side,
                table.repeats[first],
                table.repeats[second],
                "single",
                agreement_limits(difference),
                proportional_bias(x, y),
                std::move(points)};
  out.push_back(row);
  if (!several) return;
  row.points.clear();
  row.design = "replicates";
  row.limits = replicate_agreement_limits(repeated);
  out.push_back(std::move(row));
}

/// All sides of a person: his pairs are alike, and of different true values.
void add_paired_limits(const ReliabilityKey& key, std::span<const RepeatTable> sides,
                       std::size_t first, std::size_t second, std::vector<LimitsRow>& out) {
  std::map<std::string, RepeatedPair> people;
  for (const RepeatTable& table : sides) {
    for (std::size_t p = 0; p < table.people.size(); ++p) {
      if (table.cell(p, first).empty() || table.cell(p, second).empty()) continue;
      RepeatedPair& pair = people[table.people[p]];
      pair.x.push_back(table.mean(p, first));
      pair.y.push_back(table.mean(p, second));
    }
  }
  std::vector<RepeatedPair> pairs;
  std::vector<double> x, y;
  const auto mean = [](const std::vector<double>& values) {
    double sum = 0;
    for (const double v : values) sum += v;
    return sum / static_cast<double>(values.size());
  };
  for (auto& [name, pair] : people) {
    x.push_back(mean(pair.x));
    y.push_back(mean(pair.y));
    pairs.push_back(std::move(pair));
  }
  const std::vector<std::string>& repeats = sides.front().repeats;
  out.push_back({key, "all", repeats[first], repeats[second], "pairs",
                 paired_agreement_limits(pairs), proportional_bias(x, y)});
}

}  // namespace

std::vector<ReliabilityRow> index_rows(const ReliabilityKey& key, const std::string& side,
                                       const CompleteRows& complete) {
  const MeanSquares ms = mean_squares(complete.values, complete.repeats.size());
  Rows rows(key, side, ms);
  const std::string& units = key.units;
  rows.add("mean", units, number(ms.mean, ms));
  rows.add("ms_between_people", squared(units), number(ms.between_people, ms));
  rows.add("ms_within_people", squared(units), number(ms.within_people, ms));
  rows.add("ms_between_repeats", squared(units), number(ms.between_repeats, ms));
  rows.add("ms_error", squared(units), number(ms.error, ms));
  const double variance = (ms.between_people - ms.error) / static_cast<double>(ms.repeats);
  const std::string negative =
      variance < 0 ? "negative: people differ less than repeats; not truncated" : "";
  rows.add("variance_between_people", squared(units), number(variance, ms), "none", negative);
  for (const IntraclassCorrelation& icc : intraclass_correlations(ms)) {
    rows.add(std::string(icc.name), "1", icc.estimate, interval_of(icc.model),
             icc.estimate.value < 0 ? "negative; not truncated" : "");
  }
  add_errors(rows, units, measurement_error(complete.values, ms), ms);
  return std::move(rows).rows();
}

std::vector<LimitsRow> limits_rows(const ReliabilityKey& key, std::span<const RepeatTable> tables) {
  std::vector<LimitsRow> out;
  if (tables.empty()) return out;
  const std::size_t k = tables.front().repeats.size();
  const std::span<const RepeatTable> sides =
      tables.back().side == kMeanOfSides ? tables.first(tables.size() - 1) : tables;
  for (std::size_t second = 1; second < k; ++second) {
    const std::size_t from = k <= kMostRepeatsForAllPairs ? 0 : second - 1;
    for (std::size_t first = from; first < second; ++first) {
      for (const RepeatTable& table : sides) add_limits(key, table, first, second, out);
      if (sides.size() > 1) add_paired_limits(key, sides, first, second, out);
    }
  }
  return out;
}

}  // namespace stiff
