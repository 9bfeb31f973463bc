#include "stiff/io/export_people.h"

#include "stiff/io/muscles_table.h"
#include "stiff/io/number_text.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace stiff {
namespace {

constexpr std::size_t kLongestCode = 12;
constexpr std::size_t kLongestWord = 4;  // of a code that no name is made of
constexpr std::array<std::string_view, 12> kCodeWords{
    "subj",    "subject", "patient", "control", "participant", "person",
    "proband", "testee",  "athlete", "case",    "client",      "volunteer"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

// The words of a name, folded: between blanks, punctuation and digits.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto take = [&] {
    const std::string folded = folded_name(word);
    if (folded.size() > 1) words.push_back(folded);
    word.clear();
  };
  for (const char c : text) {
    const bool letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    if (letter) {
      word.push_back(c);
    } else {
      take();
    }
  }
  take();
  return words;
}

// The digits of a date in the orders in which people write it, with the year whole and short.
std::vector<std::string> date_forms(std::string_view date) {
  std::vector<std::string> parts;
  bool again = true;
  for (const char c : date) {
    if (!is_digit(c)) {
      again = true;
      continue;
    }
    if (again) parts.emplace_back();
    again = false;
    parts.back().push_back(c);
  }
  if (parts.size() == 1 && parts[0].size() == 8) {
    const std::string all = parts[0];
    const bool year_first = all.starts_with("19") || all.starts_with("20");
    parts = year_first ? std::vector{all.substr(0, 4), all.substr(4, 2), all.substr(6)}
                       : std::vector{all.substr(0, 2), all.substr(2, 2), all.substr(4)};
  }
  if (parts.size() < 3) return {};
  for (std::string& part : parts) {
    if (part.size() == 1) part.insert(0, "0");
  }
  const std::size_t at = parts[0].size() == 4 ? 0 : 2;
  const std::string year = parts[at];
  const std::string one = parts[at == 0 ? 1 : 0];
  const std::string two = parts[at == 0 ? 2 : 1];
  std::vector<std::string> forms;
  for (const std::string& y : {year, year.substr(year.size() - 2)}) {
    for (const std::string& form : {y + one + two, y + two + one, one + two + y, two + one + y}) {
      forms.push_back(form);
    }
  }
  return forms;
}

// "7,62E+18": digits, an exponent with its sign, nothing else.
bool is_spoilt(std::string_view id) {
  const std::size_t e = id.find_first_of("eE");
  if (e == std::string_view::npos || e == 0 || e + 2 >= id.size()) return false;
  if (id[e + 1] != '+' && id[e + 1] != '-') return false;
  const auto all = [](std::string_view text, std::string_view also) {
    return std::all_of(text.begin(), text.end(), [&](char c) {
      return is_digit(c) || also.find(c) != std::string_view::npos;
    });
  };
  return all(id.substr(0, e), ".,") && all(id.substr(e + 2), "");
}

bool is_code(std::string_view label) {
  if (label.empty() || label.size() > kLongestCode) return false;
  if (digits_of(label).empty()) return false;
  if (!std::all_of(label.begin(), label.end(), [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      })) {
    return false;
  }
  const std::vector<std::string> words = words_of(label);
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return word.size() <= kLongestWord ||
           std::find(kCodeWords.begin(), kCodeWords.end(), word) != kCodeWords.end();
  });
}

std::string label_of(std::string_view id) {
  std::string label(trimmed(id));
  if (label.starts_with("sub-")) label.erase(0, 4);
  label.erase(
      std::remove_if(label.begin(), label.end(), [](char c) { return c == '-' || c == '_'; }),
      label.end());
  return label;
}

std::string key_of(const ExportPerson& person) {
  const bool has_id = !is_missing(person.id) && !is_spoilt(trimmed(person.id));
  if (has_id) return "i" + std::string(trimmed(person.id));
  return "n" + folded_name(person.name) + "\n" + digits_of(person.birth_date);
}

}  // namespace

void ExportPeople::learn(const ExportPerson& person, std::string_view operator_name) {
  const bool names_itself =
      folded_name(person.name) == folded_name(person.id) && is_code(label_of(person.id));
  std::vector<std::string> words = words_of(operator_name);
  if (!names_itself) {
    const std::vector<std::string> more = words_of(person.name);
    words.insert(words.end(), more.begin(), more.end());
  }
  words_.insert(words.begin(), words.end());
  const std::vector<std::string> forms = date_forms(person.birth_date);
  dates_.insert(forms.begin(), forms.end());
  if (!is_known(person)) return;
  others_[key_of(person)].insert(folded_name(person.name) + "\n" + digits_of(person.birth_date));
  codes_.insert(label_of(person.id));
}

bool ExportPeople::is_known(const ExportPerson& person) {
  return key_of(person) != "n\n";
}

std::string ExportPeople::coded(std::string_view id) const {
  if (is_spoilt(trimmed(id))) return {};
  const std::string label = label_of(id);
  if (!is_code(label)) return {};
  const std::string folded = folded_name(label);
  const std::string digits = digits_of(label);
  for (const std::string& word : words_) {
    // A short word may stand in any code by chance; a whole one is the person's.
    const bool whole = folded.substr(0, folded.find_first_of("0123456789")) == word;
    if (whole || (word.size() > 2 && folded.find(word) != std::string::npos)) return {};
  }
  for (const std::string& date : dates_) {
    if (digits.find(date) != std::string::npos) return {};
  }
  return label;
}

std::string ExportPeople::next_number() {
  while (true) {
    std::string number = std::to_string(++last_number_);
    if (number.size() < 2) number.insert(0, "0");
    std::string label = "p" + number;
    if (codes_.count(label) == 0 && taken_.count(label) == 0) return label;
  }
}

std::string ExportPeople::label(const ExportPerson& person) {
  const auto [at, fresh] = labels_.try_emplace(key_of(person));
  if (!fresh) return at->second;
  std::string label = at->first.front() == 'i' ? coded(person.id) : std::string();
  if (label.empty() || taken_.count(label) > 0) {
    label = next_number();
    ++renamed_;
  }
  taken_.insert(label);
  return at->second = label;
}

bool ExportPeople::holds_name(std::string_view text) const {
  const std::string folded = folded_name(text);
  return std::any_of(words_.begin(), words_.end(), [&](const std::string& word) {
    return word == folded || (word.size() > 2 && folded.find(word) != std::string::npos);
  });
}

std::size_t ExportPeople::doubtful() const {
  return static_cast<std::size_t>(std::count_if(
      others_.begin(), others_.end(), [](const auto& one) { return one.second.size() > 1; }));
}

}  // namespace stiff
