#include "stiff/io/edit_distance.h"

#include <algorithm>
#include <vector>

namespace stiff {

std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row[b.size()];
}

double name_distance(std::string_view word, std::string_view known) {
  const std::size_t longer = std::max(word.size(), known.size());
  if (longer == 0) return 0;
  const double distance =
      static_cast<double>(edits_between(word, known)) / static_cast<double>(longer);
  return word.size() > 3 && known.find(word) != std::string_view::npos ? 0.5 * distance : distance;
}

}  // namespace stiff
