#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace stiff {

/// What is known of a muscle, as a line of datasets/muscles.tsv says it.
struct Muscle {
  std::string label;  ///< `uppertrapezius`: what stands behind `muscle-` in a file's name
  std::string name;
  std::string latin;
  std::vector<std::string> synonyms;  ///< as people, labs and devices write it, in any language
  std::string region;                 ///< `neck`, `shoulder`, `leg`, ...
  std::string side = "paired";        ///< `paired` or `midline`
  std::string fibre_direction;
  std::string depth_mm;   ///< from the skin to the muscle where published, as text; empty otherwise
  std::string referral;   ///< where its trigger points are known to hurt
  std::string complaint;  ///< what people with them come for
  std::vector<std::string> references;  ///< keys of REFERENCES.md, or of the user's own

  bool paired() const { return side != "midline"; }
};

/// The muscles by name. Names are compared without case, blanks, punctuation, accents, and the
/// words `musculus`, `muscle` or `M.`, so that "M. trapezius, pars descendens" is found.
class MuscleTable {
 public:
  /// The table that this version was built with (datasets/muscles.tsv).
  static MuscleTable shipped();

  /// Adds a table of the same columns, of which only `label` must be there. A label that is known
  /// gets the cells that are not empty, and more synonyms; another is a new muscle. A name that was
  /// another muscle's becomes this one's: the user's table has the last word.
  /// \throws Error (no_input, io); (bad_data) with the line: no label, a label that is not small
  /// letters and digits, a side that is neither `paired` nor `midline`, one name for two muscles.
  void extend(const std::filesystem::path& table);

  /// Of a label, name, Latin name or synonym; null where there is none.
  const Muscle* find(std::string_view name) const;
  /// \throws Error (bad_data) where there is none, with the nearest names.
  const Muscle& at(std::string_view name) const;
  /// Names that look most like it, at most `count`, one a muscle, the nearest first.
  std::vector<std::string> nearest(std::string_view name, std::size_t count = 3) const;

  const std::vector<Muscle>& all() const { return muscles_; }

 private:
  void add(Muscle muscle, bool replaces);
  void read(std::string text, const std::filesystem::path& path, bool replaces);

  std::vector<Muscle> muscles_;
  std::unordered_map<std::string, std::size_t> by_name_;  // folded name to place
};

/// A name as it is compared: letters and digits, without case and accents.
std::string folded_name(std::string_view text);

/// `left` or `right` for a side as people write it ("Left", "L", "links", "sin.", "gauche"); `""`
/// for an empty text; nothing for any other.
std::optional<std::string> side_of_word(std::string_view word);

/// A text with the word of a side in it, taken apart: "Upper trapezius (L)" is "Upper trapezius"
/// and `left`. The side is empty where there is no such word, or both.
struct SidedName {
  std::string name;
  std::string side;
};
SidedName split_side(std::string_view text);

}  // namespace stiff
