#include "stiff/comparison/mean_squares.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stiff {

MeanSquares mean_squares(std::span<const double> values, std::size_t repeats) {
  MeanSquares out;
  const bool whole = repeats > 0 && values.size() % repeats == 0;
  const std::size_t people = whole ? values.size() / repeats : 0;
  out.people = static_cast<std::int64_t>(people);
  out.repeats = static_cast<std::int64_t>(repeats);
  if ((repeats > 0 && !whole) ||
      !std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); })) {
    out.reason = Reason::bad_input;
    return out;
  }
  if (people < 2 || repeats < 2) {
    out.reason = Reason::too_few;
    return out;
  }
  const auto n = static_cast<double>(people);
  const auto k = static_cast<double>(repeats);
  std::vector<double> of_person(people, 0.0);
  std::vector<double> of_repeat(repeats, 0.0);
  for (std::size_t i = 0; i < people; ++i) {
    for (std::size_t j = 0; j < repeats; ++j) {
      // About one of the person's own values, so that repeats which agree leave exactly nothing.
      of_person[i] += (values[i * repeats + j] - values[i * repeats]) / k;
      of_repeat[j] += (values[i * repeats + j] - values[0]) / n;
    }
    of_person[i] += values[i * repeats];
  }
  for (double& m : of_repeat) m += values[0];
  double mean = 0;
  for (const double m : of_person) mean += (m - values[0]) / n;
  mean += values[0];
  double people_squares = 0, repeat_squares = 0, within = 0, error = 0, total = 0;
  for (const double m : of_person) people_squares += k * (m - mean) * (m - mean);
  for (const double m : of_repeat) repeat_squares += n * (m - mean) * (m - mean);
  for (std::size_t i = 0; i < people; ++i) {
    for (std::size_t j = 0; j < repeats; ++j) {
      const double x = values[i * repeats + j];
      const double from_person = x - of_person[i];
      const double left = from_person - (of_repeat[j] - mean);
      within += from_person * from_person;
      error += left * left;
      total += (x - mean) * (x - mean);
    }
  }
  out.mean = mean;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  if (!(*low < *high)) {
    out.reason = Reason::no_spread;
    return out;
  }
  out.between_people = people_squares / out.people_dof();
  out.within_people = within / out.within_dof();
  out.between_repeats = repeat_squares / out.repeats_dof();
  out.error = error / out.error_dof();
  out.total_variance = total / (n * k - 1);
  return out;
}

}  // namespace stiff
