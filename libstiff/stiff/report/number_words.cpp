#include "stiff/report/number_words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

namespace stiff {
namespace {

constexpr std::string_view kDash = "\u2013";
constexpr std::string_view kMinus = "\u2212";
constexpr std::string_view kNoBreakSpace = "\u00A0";
constexpr std::array<std::string_view, 10> kRaised{"\u2070", "\u00B9", "\u00B2", "\u00B3",
                                                   "\u2074", "\u2075", "\u2076", "\u2077",
                                                   "\u2078", "\u2079"};

std::string raised(int exponent) {
  std::string out = exponent < 0 ? "\u207B" : "";
  for (const char digit : std::to_string(std::abs(exponent))) {
    out += kRaised[static_cast<std::size_t>(digit - '0')];
  }
  return out;
}

std::string characters(double value, std::chars_format format, int precision) {
  std::array<char, 400> digits{};
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, format, precision);
  return {digits.data(), end.ptr};
}

std::string with_minus(std::string text) {
  if (!text.starts_with('-')) return text;
  const bool zero = text.find_first_not_of("-0.") == std::string::npos;
  return zero ? text.substr(1) : std::string(kMinus) + text.substr(1);
}

std::string infinite_text(double value) {
  return std::string(value < 0 ? kMinus : "") + "\u221E";
}

/// A number whose error says nothing: a count as one, another with so many digits.
std::string exact_text(double value, int digits) {
  const bool count = value == std::round(value) && std::abs(value) < 1e6;
  return count ? fixed_text(value, 0) : significant_text(value, digits);
}

/// The power of ten of the number's first digit.
int magnitude_of(double value) {
  return static_cast<int>(std::floor(std::log10(std::abs(value))));
}

}  // namespace

std::string fixed_text(double value, int decimals) {
  if (std::isnan(value)) return std::string(kDash);
  if (std::isinf(value)) return infinite_text(value);
  return with_minus(characters(value, std::chars_format::fixed, decimals));
}

std::string significant_text(double value, int digits) {
  if (std::isnan(value)) return std::string(kDash);
  if (std::isinf(value)) return infinite_text(value);
  if (value == 0) return "0";
  const std::string text = characters(value, std::chars_format::scientific, digits - 1);
  const std::size_t at = text.find('e');
  const int exponent = std::stoi(text.substr(at + 1));
  if (exponent < -4 || exponent >= 6) {
    return with_minus(text.substr(0, at)) + " \u00D7 10" + raised(exponent);
  }
  return fixed_text(value, std::max(0, digits - 1 - exponent));
}

int decimals_of_error(double error) {
  if (!(error > 0) || std::isinf(error)) return 0;
  // Rounding may lift 0.0996 to 0.10: one decimal fewer is right then.
  const double lifted = error * (1 + 0.5e-2);
  return std::clamp(1 - magnitude_of(lifted), 0, 9);
}

std::string value_text(const Estimate& estimate) {
  if (!estimate.has_value()) return std::string(kDash);
  const double half = 0.5 * (estimate.ci_high - estimate.ci_low);
  const double error = half > 0 ? half : estimate.std_error;
  if (!(error > 0)) return exact_text(estimate.value, 4);
  const double size = std::abs(estimate.value);
  if (std::max(size, error) < 1e-4 || size >= 1e6) return significant_text(estimate.value, 3);
  return fixed_text(estimate.value, decimals_of_error(error));
}

std::string interval_text(const Estimate& estimate) {
  const double half = 0.5 * (estimate.ci_high - estimate.ci_low);
  if (!(half >= 0)) return std::string(kDash);
  const double size = std::max(std::abs(estimate.ci_low), std::abs(estimate.ci_high));
  if (half == 0 || size < 1e-4 || size >= 1e6) {
    return exact_text(estimate.ci_low, 3) + " to " + exact_text(estimate.ci_high, 3);
  }
  const int decimals = decimals_of_error(half);
  return fixed_text(estimate.ci_low, decimals) + " to " + fixed_text(estimate.ci_high, decimals);
}

std::string p_text(double p) {
  if (!(p >= 0)) return std::string(kDash);
  if (p < 0.001) return "<\u00A00.001";
  return fixed_text(p, p < 0.0995 ? 3 : 2);
}

std::string p_relation(double p) {
  return p < 0.001 ? p_text(p) : "=\u00A0" + p_text(p);
}

std::string percent_text(double share) {
  const double percent = 100 * share;
  if (std::isnan(percent)) return std::string(kDash);
  const std::string unit = std::string(kNoBreakSpace) + "%";
  if (percent > 0 && percent < 0.1) return "< 0.1" + unit;
  const bool whole = percent == 0 || std::abs(percent) >= 9.95;
  return fixed_text(percent, whole ? 0 : 1) + unit;
}

std::string unit_text(std::string_view units) {
  if (units == "1") return {};
  std::string above, below;
  std::size_t at = 0;
  while (at < units.size()) {
    const std::size_t end = std::min(units.find(' ', at), units.size());
    const std::string_view token = units.substr(at, end - at);
    at = end + 1;
    const std::size_t digit = token.find_first_of("-0123456789");
    int exponent = 1;
    const std::string_view name = token.substr(0, digit);
    if (digit != std::string_view::npos) {
      const auto read =
          std::from_chars(token.data() + digit, token.data() + token.size(), exponent);
      if (read.ptr != token.data() + token.size() || name.empty()) return std::string(units);
    }
    std::string& side = exponent < 0 ? below : above;
    if (!side.empty()) side += kNoBreakSpace;
    side += name == "um" ? std::string_view("\u00B5m") : name;
    if (std::abs(exponent) != 1) side += raised(std::abs(exponent));
  }
  if (below.empty()) return above;
  return (above.empty() ? "1" : above) + "/" + below;
}

std::string with_unit(const std::string& number, std::string_view units) {
  const std::string unit = unit_text(units);
  return unit.empty() ? number : number + std::string(kNoBreakSpace) + unit;
}

std::string counted_text(long long count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string spaced(std::string_view name) {
  std::string out(name);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

std::string titled(std::string_view name) {
  return capitalised(spaced(name));
}

}  // namespace stiff
