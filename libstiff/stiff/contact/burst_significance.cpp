#include "stiff/contact/burst_significance.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

constexpr double kMiddleScore = 11;
constexpr double kLongest_s = 12;

struct Line {
  double at_middle, slope;
};

Line log_rate(double record_s) {
  const double inverse = 1 / std::min(record_s, kLongest_s);
  return {-3.6 + 0.9 * inverse, 0.79 - 0.23 * inverse};
}

}  // namespace

double burst_p_value(double score, double record_s, double searched_s, int traces) {
  const Line line = log_rate(record_s);
  const double rate = std::exp(line.at_middle - line.slope * (score - kMiddleScore));
  return -std::expm1(-static_cast<double>(traces) * searched_s * rate);
}

double burst_threshold(double alarm_rate, double record_s, double searched_s, int traces) {
  const Line line = log_rate(record_s);
  const double rate = -std::log1p(-alarm_rate) / (static_cast<double>(traces) * searched_s);
  return kMiddleScore + (line.at_middle - std::log(rate)) / line.slope;
}

}  // namespace stiff
