#include "tools/commands.h"

#include <vector>

namespace stiff::tool {

// A new command is a file command_<name>.cpp, a line here and one in CMakeLists.txt.
extern const Command kSimulateSwe;
extern const Command kSimulateMyotonometry;
extern const Command kSimulateIndentation;
extern const Command kSimulateCompression;
extern const Command kSimulateTwitch;
extern const Command kSimulateTrial;
extern const Command kSimulateCohort;
extern const Command kImport;
extern const Command kInfo;
extern const Command kRun;
extern const Command kCollect;
extern const Command kBaselineBuild;
extern const Command kBaselineShow;
extern const Command kBaselineMerge;
extern const Command kBaselinePublished;
extern const Command kCompareReliability;
extern const Command kCompareChange;
extern const Command kCompareModel;
extern const Command kCompareLink;
extern const Command kCompareMaps;
extern const Command kComparePlan;
extern const Command kFlag;
extern const Command kEvaluate;
extern const Command kReport;
extern const Command kDemo;

std::span<const Command* const> all_commands() {
  static const std::vector<const Command*> all{&kSimulateSwe,
                                               &kSimulateMyotonometry,
                                               &kSimulateIndentation,
                                               &kSimulateCompression,
                                               &kSimulateTwitch,
                                               &kSimulateTrial,
                                               &kSimulateCohort,
                                               &kImport,
                                               &kInfo,
                                               &kRun,
                                               &kCollect,
                                               &kBaselineBuild,
                                               &kBaselineShow,
                                               &kBaselineMerge,
                                               &kBaselinePublished,
                                               &kCompareReliability,
                                               &kCompareChange,
                                               &kCompareModel,
                                               &kCompareLink,
                                               &kCompareMaps,
                                               &kComparePlan,
                                               &kFlag,
                                               &kEvaluate,
                                               &kReport,
                                               &kDemo};
  return all;
}

}  // namespace stiff::tool
