#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace stiff {

/// A technique of treatment, as a line of datasets/techniques.tsv says it.
struct Technique {
  std::string label;  ///< `ischemic_compression`: as results name it
  std::string name;
  std::vector<std::string> synonyms;
};

/// The techniques by name: a controlled list, which a study's own table extends. Names are compared
/// without case, blanks, punctuation and accents.
class TechniqueTable {
 public:
  /// The list that this version was built with (datasets/techniques.tsv).
  static TechniqueTable shipped();

  /// Adds a table with the column `technique` and, where wanted, `name` and `synonyms` (`|` between
  /// them). A technique that is known gets more names. \throws Error (no_input, io); (bad_data)
  /// with the line: no technique, one that stands twice, one name for two techniques.
  void extend(const std::filesystem::path& table);

  /// Of a label, name or synonym; null where there is none.
  const Technique* find(std::string_view name) const;
  /// Names that look most like it, one a technique, the nearest first.
  std::vector<std::string> nearest(std::string_view name, std::size_t count = 3) const;

  const std::vector<Technique>& all() const { return techniques_; }

 private:
  void read(std::string text, const std::filesystem::path& path);

  std::vector<Technique> techniques_;
  std::unordered_map<std::string, std::size_t> by_name_;  // folded name to place
};

}  // namespace stiff
