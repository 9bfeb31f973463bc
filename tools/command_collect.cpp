#include "stiff/study/run_study.h"

#include <iostream>

#include "tools/command.h"
#include "tools/study_summary.h"

namespace stiff::tool {
namespace {

struct CollectSettings {};

int collect(const CollectSettings&, const Call& call) {
  const OutputFolder folder = OutputFolder::existing(call.arguments.front());
  const RunSummary summary = collect_study(folder);
  print_summary(std::cerr, summary);
  std::cerr << "stiff: results in " << folder.paths().results_file().string() << "\n";
  return summary.all_ok() ? 0 : 1;
}

}  // namespace

extern const Command kCollect;
const Command kCollect{
    .name = "collect",
    .summary = "Joins the shards of `stiff run --shard` into results.h5",
    .description =
        "Builds DIR/results.h5 from the parts that the shards of one study left in DIR, in the "
        "study's order: the bytes are those of a run without shards. Ends with 66 where parts are "
        "missing or belong to an earlier run, and with 1 where some recording is not ok.",
    .arguments = {{"DIR", "The folder that the shards were given as --out", 1, 1}},
    .examples = {{"stiff collect results", "After all shards are done"}},
    .job = job<CollectSettings, collect>};

}  // namespace stiff::tool
