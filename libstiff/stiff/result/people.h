#pragma once

#include "stiff/core/estimate.h"
#include "stiff/result/table.h"

#include <map>
#include <string>
#include <string_view>

namespace stiff {

/// A label as it is compared: lower case, without blanks, `_` and `-`.
std::string plain_label(std::string_view label);

/// `female` and `male` for what tables write: F, female, w, woman ...; M, male, man ...; else
/// empty.
std::string sex_of(const std::string& text);

/// What `participants.tsv` says of one of a study's people. An empty text is "not said".
struct Person {
  std::string sex;    ///< `female`, `male` or empty
  double age = kNaN;  ///< years
  std::string group;  ///< of the column `group`, else `arm`
};

/// The people of a table with the columns participant_id, sex (or gender), age, group (or arm), by
/// participant_id. \throws Error (bad_data): no participant_id.
std::map<std::string, Person> people_of(const Table& participants);

}  // namespace stiff
