#include "stiff/io/reference_texts.h"

#include "stiff/io/references_text.h"

namespace stiff {

std::string reference_text(std::string_view key) {
  const std::string_view all = references_text();
  const std::string begin = "- **" + std::string(key) + "**: ";
  const std::size_t at = all.find(begin);
  if (at == std::string_view::npos) return std::string(key);
  const std::size_t from = at + begin.size();
  return std::string(all.substr(from, all.find('\n', from) - from));
}

std::vector<std::string> reference_texts(const std::vector<std::string>& keys) {
  std::vector<std::string> texts;
  for (const std::string& key : keys) texts.push_back(reference_text(key));
  return texts;
}

}  // namespace stiff
