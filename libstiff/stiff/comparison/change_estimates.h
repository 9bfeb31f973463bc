#pragma once

#include "stiff/comparison/bca_bootstrap.h"
#include "stiff/comparison/change_samples.h"
#include "stiff/result/table.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace stiff {

/// One estimator of one contrast.
struct ChangeRow {
  const ChangeSample* sample = nullptr;
  std::string estimator;  ///< `mean_difference`, `percent_change`, `hodges_lehmann`, `dz`, `gz`,
                          ///< `dav`, `gav`, `drm`, `grm`, `tost_difference`, `tost_percent`
  std::string interval;  ///< how it was made: `t`, `welch`, `bca`, `rank`, `noncentral_t`, `normal`
  std::string units;
  TestedEstimate estimate;
  double confidence = 0.95;
  double margin_low = kNaN;
  double margin_high = kNaN;
  std::string family;  ///< in which p is adjusted; empty without a p
  double p_holm = kNaN;
  std::string note;
};

/// All estimators of all contrasts, in the order of the samples. Means by t (between arms Welch's)
/// and by bootstrap, in the quantity's unit and in per cent on the logarithmic scale; for paired
/// contrasts Hodges-Lehmann with the signed rank test and the effect sizes; equivalence where a
/// margin is given. A family is one estimator of one quantity over all muscles, sides and arms,
/// apart for changes, sides and arms. \param samples outlive the rows. \pre workers >= 1; they
/// change no bit.
std::vector<ChangeRow> change_rows(std::span<const ChangeSample> samples,
                                   const ChangeOptions& options, const BootstrapOptions& bootstrap,
                                   int workers);

/// The table `changes`.
Table changes_table(std::span<const ChangeRow> rows);

}  // namespace stiff
