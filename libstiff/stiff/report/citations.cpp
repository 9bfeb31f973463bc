#include "stiff/report/citations.h"

#include <algorithm>

namespace stiff {

void Citations::add(const PageMethods& methods) {
  const std::size_t count = std::min(methods.references.size(), methods.reference_keys.size());
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& key = methods.reference_keys[i];
    const bool there = std::any_of(known_.begin(), known_.end(),
                                   [&](const auto& one) { return one.first == key; });
    if (!there) known_.emplace_back(key, methods.references[i]);
  }
}

std::size_t Citations::number_of(const std::string& key) {
  const auto known =
      std::find_if(known_.begin(), known_.end(), [&](const auto& one) { return one.first == key; });
  if (known == known_.end()) return 0;
  const auto found = std::find(cited_.begin(), cited_.end(), key);
  if (found != cited_.end()) return static_cast<std::size_t>(found - cited_.begin()) + 1;
  cited_.push_back(key);
  return cited_.size();
}

std::string Citations::cite(std::initializer_list<const char*> keys) {
  std::string text;
  for (const char* key : keys) {
    const std::size_t number = number_of(key);
    if (number == 0) continue;
    text += (text.empty() ? " [" : ", ") + std::to_string(number);
  }
  return text.empty() ? text : text + "]";
}

Prose& Prose::say(std::string_view words) {
  text_ += words;
  return *this;
}

Prose& Prose::cite(std::initializer_list<const char*> keys) {
  text_ += citations_.cite(keys);
  return *this;
}

Markup Citations::list() const {
  Markup out;
  if (known_.empty()) return out;
  const auto text_of = [&](const std::string& key) {
    return std::find_if(known_.begin(), known_.end(),
                        [&](const auto& one) { return one.first == key; })
        ->second;
  };
  out.open("ol", {{"class", "references"}});
  for (const std::string& key : cited_) out.element("li", text_of(key));
  std::vector<std::string> others;
  for (const auto& [key, text] : known_) {
    if (std::find(cited_.begin(), cited_.end(), key) == cited_.end()) others.push_back(text);
  }
  std::sort(others.begin(), others.end());
  for (const std::string& text : others) out.element("li", text);
  return out.close();
}

}  // namespace stiff
