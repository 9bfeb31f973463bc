#include "stiff/result/people.h"

#include "stiff/result/table_columns.h"

#include <vector>

namespace stiff {

std::string plain_label(std::string_view label) {
  std::string out;
  for (const char c : label) {
    if (c == ' ' || c == '_' || c == '-') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::string sex_of(const std::string& text) {
  const std::string plain = plain_label(text);
  for (const char* word : {"f", "female", "w", "woman", "women"}) {
    if (plain == word) return "female";
  }
  for (const char* word : {"m", "male", "man", "men"}) {
    if (plain == word) return "male";
  }
  return "";
}

std::map<std::string, Person> people_of(const Table& participants) {
  using Texts = std::vector<std::string>;
  const Texts& labels = values_of_column<std::string>(participants, "participant_id");
  const auto texts = [&](const char* name, const char* other) {
    const Texts* column = column_if<std::string>(participants, name);
    return column ? column : column_if<std::string>(participants, other);
  };
  const Texts* sex = texts("sex", "gender");
  const Texts* group = texts("group", "arm");
  const auto* age = column_if<double>(participants, "age");
  std::map<std::string, Person> people;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    Person& person = people[labels[i]];
    if (sex) person.sex = sex_of((*sex)[i]);
    if (group) person.group = (*group)[i];
    if (age && (*age)[i] >= 0) person.age = (*age)[i];
  }
  return people;
}

}  // namespace stiff
