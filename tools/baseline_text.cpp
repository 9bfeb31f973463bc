#include "tools/baseline_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "tools/info_text.h"
#include "tools/option_text.h"

namespace stiff::tool {
namespace {

std::string percent(double share) {
  return four_digits(100 * share) + " %";
}

std::string with_units(double value, const BaselineEntry& entry) {
  const bool known = !std::isnan(value);
  return four_digits(value) +
         (known && entry.key.units != "1" ? " " + entry.key.units : std::string());
}

std::string range(double low, double high) {
  return "[" + four_digits(low) + ", " + four_digits(high) + "]";
}

std::string spread_text(const BaselineEntry& entry) {
  const auto part = [](double variance, const char* name) {
    return std::isnan(variance) ? std::string()
                                : std::string(", ") + name + " " + four_digits(std::sqrt(variance));
  };
  std::string text = four_digits(std::sqrt(entry.spread.total));
  text += part(entry.components.between, "between people");
  text += part(entry.components.within, "within");
  text += part(entry.components.error, "measurement");
  return text;
}

std::string covariates_text(const BaselineEntry& entry) {
  const CovariateFit& fit = entry.covariates;
  std::string text;
  const auto effect = [&](double value, double error, const char* what) {
    const std::string number =
        entry.log_scale ? percent(std::expm1(value)) : four_digits(value) + " " + entry.key.units;
    text += (text.empty() ? "" : "; ") + std::string(what) + " " + (value > 0 ? "+" : "") + number +
            " (SE " + (entry.log_scale ? percent(error) : four_digits(error)) + ")";
  };
  if (fit.has_sex) effect(fit.sex_effect, fit.sex_std_error, "men");
  if (fit.has_age) effect(10 * fit.age_effect, 10 * fit.age_std_error, "ten years of age");
  return text;
}

}  // namespace

std::string four_digits(double value) {
  if (std::isnan(value)) return "not known";
  std::array<char, 40> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 4);
  return std::string(text.data(), end.ptr);
}

std::string key_text(const BaselineKey& key) {
  std::string text = key.muscle + ", " + key.quantity;
  if (key.units != "1") text += " (" + key.units + ")";
  const auto add = [&](std::string_view before, const std::string& what) {
    if (!what.empty()) text += ", " + std::string(before) + what;
  };
  add("", key.method);
  add("", key.device);
  add("state ", key.state);
  add("posture ", key.posture);
  add("probe ", key.probe_direction);
  add("side ", key.side);
  if (key.site != "all") add("site ", key.site);
  return text;
}

void print_entry(std::ostream& out, const BaselineEntry& entry, const HealthyBaseline& baseline) {
  out << key_text(entry.key) << "\n";
  info_line(out, "people",
            std::to_string(entry.people.size()) + ", values " + std::to_string(entry.values));
  info_line(out, entry.log_scale ? "geometric mean" : "mean",
            with_units(entry.location.value, entry) +
                (std::isnan(entry.location.std_error)
                     ? ""
                     : " " + range(entry.location.ci_low, entry.location.ci_high)));
  if (entry.spread.total > 0) {
    const ToleranceLimits& limits = entry.limits;
    info_line(out, entry.log_scale ? "SD of ln value" : "SD", spread_text(entry));
    const std::string holds = percent(baseline.content) + " of healthy values, confidence " +
                              four_digits(baseline.confidence);
    info_line(out, "limits", range(limits.two_sided_low, limits.two_sided_high) + " hold " + holds);
    info_line(
        out, "upper limit",
        with_units(limits.upper, entry) + " (" + four_digits(limits.factor) + " SD; " +
            four_digits(limits.known_factor) + " were all people known)" +
            (std::isnan(limits.robust_upper) ? ""
                                             : ", robust " + four_digits(limits.robust_upper)) +
            (std::isnan(limits.rank_upper) ? "" : ", by ranks " + four_digits(limits.rank_upper)));
    info_line(
        out, "lower limit",
        with_units(limits.lower, entry) + (std::isnan(limits.robust_lower)
                                               ? ""
                                               : ", robust " + four_digits(limits.robust_lower)));
    for (const Centile& centile : entry.centiles) {
      if (centile.share != 0.05 && centile.share != 0.5 && centile.share != 0.95) continue;
      info_line(out, "centile " + four_digits(100 * centile.share),
                with_units(centile.value, entry) + " " + range(centile.low, centile.high));
    }
  }
  if (entry.covariates.used()) info_line(out, "sex and age", covariates_text(entry));
  if (!entry.note.empty()) info_line(out, "note", entry.note);
}

std::string field_text(const FieldEntry& field) {
  std::int64_t maps = 0;
  for (const FieldPerson& person : field.people) maps += person.level.n;
  BaselineKey key = field.key;
  key.method = "map";
  std::string text = key_text(key) + ": " + std::to_string(field.people.size()) +
                     (field.people.size() == 1 ? " person, " : " people, ") + std::to_string(maps) +
                     (maps == 1 ? " map" : " maps");
  const FieldModel& model = field.model;
  if (model.reason == Reason::none) {
    text += ", uneven by " + four_digits(100 * std::sqrt(model.variance)) + " %, alike over " +
            four_digits(model.axial_length_mm) + " mm in depth and " +
            four_digits(model.lateral_length_mm) + " mm along the probe";
  }
  return text + (field.note.empty() ? "" : "; " + field.note);
}

void print_field(std::ostream& out, const FieldEntry& field) {
  out << field_text(field) << "\n";
  const FieldModel& model = field.model;
  if (model.level.reason == Reason::none) {
    const double sd = std::sqrt(model.level.total);
    info_line(out, "a map's median",
              four_digits(std::exp(model.level.location)) + " " + field.key.units + ", SD " +
                  four_digits(100 * sd) + " %");
  }
  if (model.within_variance >= 0) {
    info_line(out, "within a person",
              "SD " + four_digits(100 * std::sqrt(model.within_variance)) + " %");
  }
  info_line(out, "error of a pixel", four_digits(100 * std::sqrt(model.error_variance)) + " %");
  if (model.heterogeneity >= 0) {
    info_line(out, "unevenness differs",
              "by " + four_digits(50 * std::sqrt(model.heterogeneity)) + " % (SD) between people");
  }
  info_line(out, "trend",
            model.has_trend ? four_digits(100 * model.trend[0]) + " % a cm of depth at 20 mm, " +
                                  four_digits(100 * model.trend[2]) + " % a cm along the probe"
                            : "none stands out");
}

void print_published(std::ostream& out, const PublishedValue& value) {
  std::string text = four_digits(value.value);
  if (!std::isnan(value.sd)) text += " +- " + four_digits(value.sd);
  if (value.units != "1") text += " " + value.units;
  text += ", " + value.statistic + " of ";
  text += std::isnan(value.n) ? "an unknown number" : four_digits(value.n);
  text += " (" + value.population + "); " + value.condition;
  out << "  " << value.quantity << " by " << value.method << ": " << text << "\n";
  out << "      "
      << (value.read_from == "unchecked" ? "not checked" : "from its " + value.read_from) << ": "
      << value.reference << (value.note.empty() ? "" : " (" + value.note + ")") << "\n";
}

}  // namespace stiff::tool
