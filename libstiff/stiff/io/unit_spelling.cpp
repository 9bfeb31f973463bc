#include "stiff/io/unit_spelling.h"

#include "stiff/io/number_text.h"
#include "stiff/io/units.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace stiff {
namespace {

constexpr auto kWords = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"sec", "s"},           {"secs", "s"},         {"second", "s"},        {"seconds", "s"},
    {"msec", "ms"},         {"millisecond", "ms"}, {"milliseconds", "ms"}, {"usec", "us"},
    {"microseconds", "us"}, {"newton", "N"},       {"newtons", "N"},       {"metre", "m"},
    {"meter", "m"},         {"metres", "m"},       {"meters", "m"},        {"millimetre", "mm"},
    {"millimeter", "mm"},   {"millimetres", "mm"}, {"millimeters", "mm"},  {"micron", "um"},
    {"microns", "um"},      {"hertz", "Hz"},
});

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// One spelling of what may stand between and behind the parts: "m/s2" for m_s2, m·s⁻², m s^-2.
std::string with_slash(std::string_view written) {
  std::string text(trimmed(written));
  replace_all(text, "\xc2\xb2", "2");      // superscript two
  replace_all(text, "\xc2\xb3", "3");      // superscript three
  replace_all(text, "\xe2\x81\xbb", "-");  // superscript minus
  replace_all(text, "\xe2\x88\x92", "-");  // minus sign
  replace_all(text, "\xc2\xb9", "1");      // superscript one
  replace_all(text, "\xc2\xb7", " ");      // middle dot
  replace_all(text, "\xe2\x8b\x85", " ");  // dot operator
  for (const std::string_view gone : {"^", "**"}) replace_all(text, gone, "");
  for (const std::string_view blank : {"*", ".", "_per_", "_", "  "}) {
    replace_all(text, blank, blank == "_per_" ? "/" : " ");
  }
  for (const std::string_view slash : {" /", "/ "}) replace_all(text, slash, "/");
  if (text.ends_with("/sec2")) text.replace(text.size() - 4, 4, "s2");
  if (text.ends_with("/s/s")) text.replace(text.size() - 4, 4, "/s2");
  if (text.ends_with("-2") || text.ends_with("-1") || text.ends_with("-3")) {
    const std::size_t blank = text.rfind(' ');
    if (blank == std::string::npos) return text;
    const char power = text.back();
    text[blank] = '/';
    text.resize(text.size() - 2);
    if (power != '1') text.push_back(power);
  } else if (const std::size_t blank = text.find(' '); blank != std::string::npos) {
    text[blank] = '/';  // m_s2, mm_s
  }
  return text;
}

bool same_letters(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

// Whether a text in another case means the unit. Where its first letter is m or M it is mega or
// milli: "MM" in a heading of capitals is millimetres, "mPa" and "Mm" are nothing that is known.
bool means(std::string_view text, std::string_view unit) {
  if (!same_letters(text, unit)) return false;
  if (lower(text.front()) != 'm' || text.size() == 1 || text.front() == unit.front()) return true;
  return unit.front() == 'm' &&
         std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string known(std::string_view text) {
  const auto names = unit_names();
  const auto exact = std::find(names.begin(), names.end(), text);
  if (exact != names.end()) return std::string(*exact);
  const auto other =
      std::find_if(names.begin(), names.end(), [&](std::string_view n) { return means(text, n); });
  return other == names.end() ? std::string{} : std::string(*other);
}

}  // namespace

std::string usual_unit(std::string_view written) {
  const std::string_view plain = trimmed(written);
  if (plain.empty()) return {};
  if (std::string unit = known(plain); !unit.empty()) return unit;
  const std::string text = with_slash(plain);
  if (std::string unit = known(text); !unit.empty()) return unit;
  for (const auto& [word, unit] : kWords) {
    if (same_letters(text, word)) return std::string(unit);
  }
  return {};
}

namespace {

std::optional<Heading> in_brackets(std::string_view text) {
  constexpr std::array<std::pair<char, char>, 3> kBrackets{{{'[', ']'}, {'(', ')'}, {'{', '}'}}};
  for (const auto& [open, close] : kBrackets) {
    if (text.empty() || text.back() != close) continue;
    const std::size_t at = text.rfind(open);
    if (at == std::string_view::npos || at == 0) continue;
    const std::string_view inside = trimmed(text.substr(at + 1, text.size() - at - 2));
    const std::string unit = usual_unit(inside);
    return Heading{std::string(trimmed(text.substr(0, at))),
                   unit.empty() ? std::string(inside) : unit};
  }
  return std::nullopt;
}

}  // namespace

Heading split_heading(std::string_view text) {
  const std::string_view whole = trimmed(text);
  if (std::optional<Heading> heading = in_brackets(whole)) return *heading;
  for (const char mark : {'/', '_'}) {
    for (std::size_t at = whole.find(mark, 1); at != std::string_view::npos;
         at = whole.find(mark, at + 1)) {
      const std::string unit = usual_unit(whole.substr(at + 1));
      if (unit.empty() || unit == "1") continue;  // tap_1 is a number, not a unit
      return {std::string(trimmed(whole.substr(0, at))), unit};
    }
  }
  return {std::string(whole), ""};
}

}  // namespace stiff
