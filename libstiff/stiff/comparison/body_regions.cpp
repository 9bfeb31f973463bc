#include "stiff/comparison/body_regions.h"

#include <algorithm>
#include <array>
#include <utility>

namespace stiff {
namespace {

using Phrase = std::pair<std::string_view, std::string_view>;  // words, region

/// Longer phrases first: "back of the head" is no back. An empty region: words that name none.
constexpr auto kPhrases = std::to_array<Phrase>({
    {"back of the head", "head_back"},
    {"side of the head", "head"},
    {"angle of the jaw", "jaw"},
    {"base of the neck", "neck"},
    {"achilles tendon", "foot"},
    {"shoulder blade", "upper_back"},
    {"lumbar spine", "low_back"},
    {"sitting bone", "buttock"},
    {"upper back", "upper_back"},
    {"lower back", "low_back"},
    {"lower leg", "calf"},
    {"upper leg", "thigh"},
    {"upper arm", "arm"},
    {"low back", "low_back"},
    {"big toe", "foot"},
    {"back of", ""},
    {"back thigh", "thigh"},
    {"occiput", "head_back"},
    {"headache", "head"},
    {"head", "head"},
    {"skull", "head"},
    {"scalp", "head"},
    {"crown", "head"},
    {"migraine", "head"},
    {"forehead", "forehead"},
    {"eyebrow", "forehead"},
    {"brow", "forehead"},
    {"temple", "temple"},
    {"eye", "eye"},
    {"orbit", "eye"},
    {"ear", "ear"},
    {"cheek", "face"},
    {"face", "face"},
    {"jaw", "jaw"},
    {"tooth", "jaw"},
    {"teeth", "jaw"},
    {"chin", "jaw"},
    {"tmj", "jaw"},
    {"neck", "neck"},
    {"throat", "neck"},
    {"nape", "neck"},
    {"cervical", "neck"},
    {"shoulder", "shoulder"},
    {"deltoid", "shoulder"},
    {"scapula", "upper_back"},
    {"thoracic", "upper_back"},
    {"lumbar", "low_back"},
    {"sacrum", "low_back"},
    {"sacroiliac", "low_back"},
    {"tailbone", "buttock"},
    {"back", "back"},
    {"spine", "back"},
    {"vertebra", "back"},
    {"arm", "arm"},
    {"elbow", "elbow"},
    {"forearm", "forearm"},
    {"wrist", "hand"},
    {"hand", "hand"},
    {"palm", "hand"},
    {"thumb", "hand"},
    {"finger", "hand"},
    {"chest", "chest"},
    {"breast", "chest"},
    {"rib", "chest"},
    {"belly", "abdomen"},
    {"abdomen", "abdomen"},
    {"stomach", "abdomen"},
    {"groin", "groin"},
    {"buttock", "buttock"},
    {"hip", "hip"},
    {"pelvis", "hip"},
    {"thigh", "thigh"},
    {"hamstring", "thigh"},
    {"knee", "knee"},
    {"kneecap", "knee"},
    {"calf", "calf"},
    {"calves", "calf"},
    {"shin", "calf"},
    {"ankle", "foot"},
    {"heel", "foot"},
    {"foot", "foot"},
    {"feet", "foot"},
    {"instep", "foot"},
    {"sole", "foot"},
    {"toe", "foot"},
    {"leg", "leg"},
});

constexpr auto kParts = std::to_array<Phrase>({{"head_back", "head"},
                                               {"forehead", "head"},
                                               {"temple", "head"},
                                               {"eye", "head"},
                                               {"ear", "head"},
                                               {"face", "head"},
                                               {"jaw", "face"},
                                               {"upper_back", "back"},
                                               {"low_back", "back"},
                                               {"forearm", "arm"},
                                               {"elbow", "arm"},
                                               {"groin", "abdomen"},
                                               {"thigh", "leg"},
                                               {"knee", "leg"},
                                               {"calf", "leg"}});

bool is_part(std::string_view part, std::string_view whole) {
  return std::any_of(kParts.begin(), kParts.end(),
                     [&](const Phrase& one) { return one.first == part && one.second == whole; });
}

/// Lower-case words of letters, one blank around each: " behind the right eye ".
std::string spaced_words(std::string_view text) {
  std::string words = " ";
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') {
      words.push_back(static_cast<char>(c - 'A' + 'a'));
    } else if (c >= 'a' && c <= 'z') {
      words.push_back(c);
    } else if (words.back() != ' ') {
      words.push_back(' ');
    }
  }
  if (words.back() != ' ') words.push_back(' ');
  return words;
}

/// Length of the phrase at a word's begin, in the singular or plural; 0 where it is another.
std::size_t length_of(std::string_view phrase, std::string_view rest) {
  if (!rest.starts_with(phrase)) return 0;
  const std::string_view behind = rest.substr(phrase.size());
  if (behind.starts_with(' ')) return phrase.size();
  return behind.starts_with("s ") ? phrase.size() + 1 : 0;
}

}  // namespace

BodyRegions body_regions(std::string_view text) {
  const std::string words = spaced_words(text);
  BodyRegions out;
  const bool left = words.find(" left ") != std::string::npos;
  const bool right = words.find(" right ") != std::string::npos;
  if (left != right) out.side = left ? "left" : "right";
  for (std::size_t at = 1; at < words.size();) {
    const std::string_view rest = std::string_view(words).substr(at);
    std::size_t taken = 0;
    for (const auto& [phrase, region] : kPhrases) {
      taken = length_of(phrase, rest);
      if (taken == 0) continue;
      const bool known = region.empty() ||
                         std::find(out.names.begin(), out.names.end(), region) != out.names.end();
      if (!known) out.names.emplace_back(region);
      break;
    }
    at = taken > 0 ? at + taken + 1 : words.find(' ', at) + 1;
  }
  return out;
}

std::string agreeing_region(std::span<const std::string> felt, std::span<const std::string> known) {
  for (const std::string& one : felt) {
    for (const std::string& other : known) {
      if (one == other || is_part(one, other) || is_part(other, one)) return one;
    }
  }
  return "";
}

}  // namespace stiff
