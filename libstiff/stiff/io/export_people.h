#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// What a row of a device's export says of the person, for telling people apart while it is read.
/// None of it may be written, shown, or put into a checksum.
struct ExportPerson {
  std::string id;
  std::string name;
  std::string birth_date;
};

/// Labels for the people of an export that lead to nobody.
///
/// An identifier is kept where it is a code: letters and digits (`-` and `_` go), at most 12, with
/// a digit, and no word of more than four letters that is not one as `sub`, `patient` or `control`;
/// where it holds no word of a name or an operator in the file, and no birth date. Any other is a
/// number `p01`, `p02`, ... in the order in which the people stand in the file. One that a
/// spreadsheet has spoilt (7,62E+18) is no identifier: then name and birth date tell people apart.
class ExportPeople {
 public:
  /// Words that no label may hold, of a cell with a name (of a subject, an operator). Of a subject
  /// whose name is its own identifier, as many labs fill it in, there is none.
  void learn(const ExportPerson& person, std::string_view operator_name);

  /// Whether anything tells this person from another.
  static bool is_known(const ExportPerson& person);
  /// The person's label; the same for the same person. \pre is_known, all rows were learned
  std::string label(const ExportPerson& person);
  /// Whether a free text holds a word of a name, also within a word of its own.
  bool holds_name(std::string_view text) const;

  std::size_t renamed() const { return renamed_; }
  /// People of one identifier with more than one name or birth date.
  std::size_t doubtful() const;

 private:
  std::string coded(std::string_view id) const;
  std::string next_number();

  std::set<std::string> words_;  // folded words of names
  std::set<std::string> dates_;  // birth dates as digits, in the orders in which people write them
  std::set<std::string> codes_;  // identifiers that may stay, as labels
  std::map<std::string, std::string> labels_;            // by the key of a person
  std::map<std::string, std::set<std::string>> others_;  // by that key: names with birth dates
  std::set<std::string> taken_;
  std::size_t renamed_ = 0;
  std::size_t last_number_ = 0;
};

}  // namespace stiff
