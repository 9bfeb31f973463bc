#include "stiff/baseline/healthy_baseline.h"
#include "stiff/core/error.h"
#include "stiff/io/baseline_file.h"

#include <algorithm>
#include <iostream>

#include "tools/command.h"
#include "tools/output_path.h"

namespace stiff::tool {
namespace {

struct MergeSettings {
  std::filesystem::path out;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(RequiredOption{{"out", "FILE", "The merged baseline to write"}}, self.out);
  }
};

/// The results that a file rests on, added to those before it. \throws Error (bad_data) where one
/// is there already: its people would count twice.
void add_inputs(Provenance& provenance, const Provenance& more, const std::string& file) {
  for (const auto& [name, checksum] : more.input_sha256) {
    const bool there = std::any_of(provenance.input_sha256.begin(), provenance.input_sha256.end(),
                                   [&](const auto& input) { return input.second == checksum; });
    if (there) {
      throw Error(ErrorKind::bad_data,
                  file + ": rests on the same results as one before it: people would count twice");
    }
    provenance.input_sha256.emplace_back(name, checksum);
  }
}

int baseline_merge(const MergeSettings& settings, const Call& call) {
  refuse_existing(settings.out);
  Provenance provenance = call.provenance;
  HealthyBaseline merged;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const BaselineFile file = read_baseline_file(call.arguments[i]);
    add_inputs(provenance, file.provenance, call.arguments[i]);
    if (i == 0) {
      merged = file.baseline;
      continue;
    }
    if (file.baseline.content != merged.content || file.baseline.confidence != merged.confidence) {
      std::cerr << "stiff: " << call.arguments[i]
                << ": its limits were of another content or confidence; those of the first file "
                   "hold\n";
    }
    merged = merge_baselines(merged, file.baseline);
  }
  make_folder(settings.out.parent_path());
  write_baseline_file(settings.out, merged, provenance);
  std::cerr << "stiff: " << merged.entries.size()
            << (merged.entries.size() == 1 ? " entry in " : " entries in ") << settings.out.string()
            << "\n";
  return 0;
}

}  // namespace

extern const Command kBaselineMerge;
const Command kBaselineMerge{
    .name = "baseline merge",
    .summary = "Makes one baseline of several, without their raw data",
    .description =
        "People are added entry by entry, and every number is made anew: the result is that of a "
        "baseline built of all cohorts at once. Entries of other devices, methods or states stay "
        "apart. Two files that rest on the same results, or hold the same people, are refused.",
    .arguments = {{"BASELINE", "Two or more baselines", 2, kAnyNumber}},
    .examples = {{"stiff baseline merge a.h5 b.h5 --out healthy.h5",
                  "Two labs' cohorts as one baseline"}},
    .job = job<MergeSettings, baseline_merge>};

}  // namespace stiff::tool
