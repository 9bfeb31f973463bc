#include "stiff/dsp/connected_regions.h"

#include <algorithm>
#include <cstddef>

namespace stiff {

int connected(Index rows, Index columns, const std::vector<unsigned char>& inside,
              std::vector<int>& number) {
  number.assign(inside.size(), 0);
  std::vector<Index> open;
  int count = 0;
  for (Index start = 0; start < rows * columns; ++start) {
    if (!inside[static_cast<std::size_t>(start)] || number[static_cast<std::size_t>(start)] > 0) {
      continue;
    }
    number[static_cast<std::size_t>(start)] = ++count;
    open.assign(1, start);
    while (!open.empty()) {
      const Index row = open.back() / columns, column = open.back() % columns;
      open.pop_back();
      for (Index z = std::max<Index>(0, row - 1); z <= std::min(rows - 1, row + 1); ++z) {
        for (Index x = std::max<Index>(0, column - 1); x <= std::min(columns - 1, column + 1);
             ++x) {
          const auto at = static_cast<std::size_t>(z * columns + x);
          if (!inside[at] || number[at] > 0) continue;
          number[at] = count;
          open.push_back(z * columns + x);
        }
      }
    }
  }
  return count;
}

}  // namespace stiff
