#include "tools/study_summary.h"

#include <ostream>

namespace stiff::tool {

void print_summary(std::ostream& out, const RunSummary& summary) {
  const std::size_t all = summary.ok + summary.refused + summary.failed;
  out << "stiff: " << all << (all == 1 ? " recording: " : " recordings: ") << summary.ok << " ok, "
      << summary.refused << " refused, " << summary.failed << " failed; " << summary.computed
      << " computed, " << all - summary.computed << " kept\n";
}

}  // namespace stiff::tool
