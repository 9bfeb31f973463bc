#include "stiff/io/muscles_table.h"

#include <algorithm>
#include <array>
#include <utility>

namespace stiff {
namespace {

// The base letters of U+00C0 to U+00FF (UTF-8 C3 80 to C3 BF), as people type them without accents.
constexpr std::array<std::string_view, 64> kLatinOne{
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y"};

using Fold = std::pair<std::string_view, std::string_view>;
constexpr auto kPolish = std::to_array<Fold>({{"\xC4\x84", "a"},
                                              {"\xC4\x85", "a"},
                                              {"\xC4\x86", "c"},
                                              {"\xC4\x87", "c"},
                                              {"\xC4\x98", "e"},
                                              {"\xC4\x99", "e"},
                                              {"\xC5\x81", "l"},
                                              {"\xC5\x82", "l"},
                                              {"\xC5\x83", "n"},
                                              {"\xC5\x84", "n"},
                                              {"\xC5\x92", "oe"},
                                              {"\xC5\x93", "oe"},
                                              {"\xC5\x9A", "s"},
                                              {"\xC5\x9B", "s"},
                                              {"\xC5\xB9", "z"},
                                              {"\xC5\xBA", "z"},
                                              {"\xC5\xBB", "z"},
                                              {"\xC5\xBC", "z"}});

// What one character is folded to, and how many bytes it has. Other scripts stay as they are.
std::pair<std::string, std::size_t> fold_one(std::string_view text) {
  const auto byte = static_cast<unsigned char>(text.front());
  if (byte >= 'A' && byte <= 'Z') return {{static_cast<char>(byte - 'A' + 'a')}, 1};
  if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) return {{text.front()}, 1};
  if (byte < 0x80) return {"", 1};
  const std::string_view two = text.substr(0, 2);
  if (byte == 0xC3 && two.size() == 2) {
    return {std::string(kLatinOne[static_cast<unsigned char>(two[1]) & 0x3FU]), 2};
  }
  if (byte == 0xC2) return {"", 2};  // no-break space, middle dot and their like
  const auto polish = std::find_if(kPolish.begin(), kPolish.end(),
                                   [&](const Fold& fold) { return fold.first == two; });
  if (polish != kPolish.end()) return {std::string(polish->second), 2};
  return {{text.front()}, 1};
}

bool is_separator(std::string_view text) {
  return fold_one(text).first.empty();
}

// The words of a text, between blanks and punctuation.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = std::min(fold_one(text.substr(at)).second, text.size() - at);
    if (is_separator(text.substr(at))) {
      if (at > begin) words.push_back(text.substr(begin, at - begin));
      begin = at + size;
    }
    at += size;
  }
  if (text.size() > begin) words.push_back(text.substr(begin));
  return words;
}

constexpr std::array<std::string_view, 21> kLeft{
    "left",   "l",         "lt",        "lft",      "links",    "li",       "linke",
    "linker", "linkes",    "sin",       "sinister", "sinistra", "sinistro", "sinistrum",
    "gauche", "izquierda", "izquierdo", "izq",      "esquerda", "esquerdo", "lewy"};
constexpr std::array<std::string_view, 21> kRight{
    "right",   "r",       "rt",      "rgt",     "rechts", "re",      "rechte",
    "rechter", "rechtes", "dex",     "dexter",  "dextra", "destra",  "destro",
    "droite",  "droit",   "derecha", "derecho", "der",    "direita", "prawy"};

bool is_in(const std::array<std::string_view, 21>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Within a name only what cannot be a part of it: "droit" and "der" are words of names too.
bool is_side_within(std::string_view folded, bool left) {
  if (folded == "droit" || folded == "der" || folded == "re" || folded == "li") return false;
  return is_in(left ? kLeft : kRight, folded);
}

}  // namespace

std::string folded_name(std::string_view text) {
  std::string name;
  for (std::size_t at = 0; at < text.size();) {
    const auto [folded, size] = fold_one(text.substr(at));
    name += folded;
    at += size;
  }
  return name;
}

std::optional<std::string> side_of_word(std::string_view word) {
  const std::string folded = folded_name(word);
  if (folded.empty()) return "";
  if (is_in(kLeft, folded)) return "left";
  if (is_in(kRight, folded)) return "right";
  return std::nullopt;
}

SidedName split_side(std::string_view text) {
  SidedName out;
  bool left = false;
  bool right = false;
  for (const std::string_view word : words_of(text)) {
    const std::string folded = folded_name(word);
    if (is_side_within(folded, true)) {
      left = true;
    } else if (is_side_within(folded, false)) {
      right = true;
    } else {
      out.name += (out.name.empty() ? "" : " ") + std::string(word);
    }
  }
  if (left != right) out.side = left ? "left" : "right";
  return out;
}

}  // namespace stiff
