#include "stiff/core/error.h"
#include "stiff/io/apply_sidecar.h"
#include "stiff/io/trace_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace stiff {
namespace {

constexpr double kEven = 0.02;       // of the median step
constexpr double kGap = 1.5;         // in median steps
constexpr double kAgreement = 0.01;  // of two statements of one sampling frequency
constexpr double kCoarsest = 0.5;    // rounding, in steps, that can be told from a lost sample
constexpr int kFinestDecimals = 9;

std::string text(double value) {
  char digits[32];
  const auto end =
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 6);
  return {digits, end.ptr};
}

[[noreturn]] void refuse(const TraceTable& table, const std::string& what) {
  throw Error(ErrorKind::bad_data, table.path.filename().string() + ": " + what);
}

// What the times were rounded to: the coarsest power of ten of which all are multiples; 0 where
// they have more digits than anyone writes.
double resolution_of(const std::vector<double>& times) {
  double parts = 1;
  for (int decimals = 0; decimals <= kFinestDecimals; ++decimals, parts *= 10) {
    const bool fits = std::all_of(times.begin(), times.end(), [&](double time) {
      const double scaled = time * parts;
      return std::abs(scaled - std::round(scaled)) <= 1e-6 + 1e-15 * std::abs(scaled);
    });
    if (fits) return 1 / parts;
  }
  return 0;
}

struct Steps {
  double median = 0;
  double largest = 0;
  double smallest = 0;
  std::size_t largest_at = 0;  // the row behind it
};

Steps steps_of(const std::vector<double>& time_s) {
  std::vector<double> steps(time_s.size() - 1);
  for (std::size_t i = 0; i < steps.size(); ++i) steps[i] = time_s[i + 1] - time_s[i];
  Steps found;
  const auto largest = std::max_element(steps.begin(), steps.end());
  found.largest = *largest;
  found.largest_at = static_cast<std::size_t>(largest - steps.begin()) + 1;
  found.smallest = *std::min_element(steps.begin(), steps.end());
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  found.median = *middle;
  return found;
}

struct Grid {
  double first = 0;
  double step = 0;
  double largest_deviation = 0;

  double at(std::size_t i) const { return first + step * static_cast<double>(i); }
  void measure(const std::vector<double>& time_s) {
    for (std::size_t i = 0; i < time_s.size(); ++i) {
      largest_deviation = std::max(largest_deviation, std::abs(time_s[i] - at(i)));
    }
  }
};

// The line of least squares through the times.
Grid fitted_grid(const std::vector<double>& time_s) {
  const double middle = static_cast<double>(time_s.size() - 1) / 2;
  double mean = 0;
  for (const double time : time_s) mean += (time - time_s.front());
  mean /= static_cast<double>(time_s.size());
  double across = 0;
  double square = 0;
  for (std::size_t i = 0; i < time_s.size(); ++i) {
    const double x = static_cast<double>(i) - middle;
    across += x * (time_s[i] - time_s.front() - mean);
    square += x * x;
  }
  Grid grid;
  grid.step = across / square;
  grid.first = time_s.front() + mean - grid.step * middle;
  // Times that are exact stay so: the rest is the rounding of these sums.
  if (std::abs(grid.first - time_s.front()) < 1e-9 * grid.step) grid.first = time_s.front();
  grid.measure(time_s);
  return grid;
}

// The grid that a stated frequency gives: from the first time on, or where that deviates too much
// for rounding, where it deviates least on both sides.
Grid stated_grid(const std::vector<double>& time_s, double sampling_frequency_hz,
                 double rounding_s) {
  Grid grid{time_s.front(), 1 / sampling_frequency_hz, 0};
  double low = 0;
  double high = 0;
  for (std::size_t i = 0; i < time_s.size(); ++i) {
    low = std::min(low, time_s[i] - grid.at(i));
    high = std::max(high, time_s[i] - grid.at(i));
  }
  if (std::max(high, -low) > rounding_s) grid.first += (high + low) / 2;
  grid.measure(time_s);
  return grid;
}

void take_grid(const Grid& grid, TraceClock& clock) {
  for (std::size_t i = 0; i < clock.time_s.size(); ++i) clock.time_s[i] = grid.at(i);
  clock.sampling_frequency_hz = 1 / grid.step;
  clock.uniform = true;
  clock.largest_step = 1;
  clock.largest_step_at = 1;
}

double stated_frequency(const TraceTable& table, const Sidecar& sidecar) {
  const double stated =
      stated_number(sidecar, "SamplingFrequency", table.number("SamplingFrequency"));
  if (!std::isnan(stated) && !(stated > 0 && std::isfinite(stated))) {
    refuse(table, "'SamplingFrequency' is " + text(stated) + " Hz, which cannot be");
  }
  return stated;
}

void refuse_backward_times(const TraceTable& table, const TraceClock& clock) {
  for (std::size_t i = 1; i < clock.time_s.size(); ++i) {
    const double before = clock.time_s[i - 1];
    const double now = clock.time_s[i];
    if (now > before) continue;
    refuse(table,
           "row " + std::to_string(i + 1) + " of the data: the time " +
               (now == before ? "stands still at " + text(now) +
                                    " s (times written with "
                                    "too few digits?)"
                              : "goes back from " + text(before) + " to " + text(now) + " s"));
  }
}

void refuse_disagreement(const TraceTable& table, const TraceClock& clock, double stated_hz) {
  const double ratio = clock.sampling_frequency_hz / stated_hz;
  if (std::abs(ratio - 1) <= kAgreement) return;
  const bool thousand = std::abs(ratio * 1000 - 1) <= kAgreement;
  refuse(table, "its times say " + text(clock.sampling_frequency_hz) +
                    " samples a second, 'SamplingFrequency' says " + text(stated_hz) +
                    (thousand ? ": the times may be in ms; say so in their heading, 'time [ms]'"
                              : ": one of them is wrong"));
}

}  // namespace

TraceClock trace_clock(const TraceTable& table, const Sidecar& sidecar) {
  const std::optional<std::size_t> column = table.find({"time", "t", "timestamp"});
  const double stated_hz = stated_frequency(table, sidecar);
  TraceClock clock;
  if (!column) {
    if (std::isnan(stated_hz)) {
      refuse(
          table,
          "it has no column 'time' and nobody says 'SamplingFrequency': give one of them (Hz, in "
          "the sidecar)");
    }
    clock.time_s.resize(table.columns.empty() ? 0 : table.columns.front().values.size());
    take_grid({0, 1 / stated_hz, 0}, clock);
    clock.sampling_frequency_hz = stated_hz;
    return clock;
  }
  clock.time_s = table.si(*column, Dimension::time);
  if (clock.time_s.size() < 2) refuse(table, "it has one row: no sampling can be seen in it");
  const TraceColumn& written = table.columns[*column];
  const double unit_s = unit_in_si(written.units, Dimension::time, written.name);
  const double resolution_s = resolution_of(written.values) * unit_s;
  // Times that are those of the stated frequency, but for rounding, are taken as it says.
  if (!std::isnan(stated_hz)) {
    const double rounding_s = 0.51 * resolution_s + 1e-9 / stated_hz;
    const Grid grid = stated_grid(clock.time_s, stated_hz, rounding_s);
    if (grid.largest_deviation <= rounding_s) {
      take_grid(grid, clock);
      clock.sampling_frequency_hz = stated_hz;
      return clock;
    }
  }
  refuse_backward_times(table, clock);
  const Steps steps = steps_of(clock.time_s);
  const Grid grid = fitted_grid(clock.time_s);
  if (resolution_s <= kCoarsest * steps.median && grid.largest_deviation <= 0.75 * resolution_s) {
    take_grid(grid, clock);
  } else {
    clock.uniform =
        steps.largest <= (1 + kEven) * steps.median && steps.smallest >= (1 - kEven) * steps.median;
    clock.sampling_frequency_hz = 1 / (clock.uniform ? grid.step : steps.median);
    clock.largest_step = steps.largest / steps.median;
    clock.largest_step_at = steps.largest_at;
  }
  if (!std::isnan(stated_hz)) refuse_disagreement(table, clock, stated_hz);
  return clock;
}

void require_uniform(const TraceClock& clock, const TraceTable& table) {
  if (clock.uniform) return;
  const Steps steps = steps_of(clock.time_s);
  const std::string row = "row " + std::to_string(clock.largest_step_at + 1) + " of the data: ";
  const std::string usual = text(steps.median * 1e3) + " ms";
  if (clock.largest_step > kGap) {
    refuse(table, row + "a gap of " + text(steps.largest * 1e3) + " ms where samples are " + usual +
                      " apart; cut the recording there, or record it again");
  }
  refuse(table, "its sampling jitters: steps from " + text(steps.smallest * 1e3) + " to " +
                    text(steps.largest * 1e3) + " ms about " + usual +
                    "; even steps (to 2 %) are needed: resample it");
}

}  // namespace stiff
