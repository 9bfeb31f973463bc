#include "stiff/comparison/change_estimates.h"

#include "stiff/comparison/effect_size.h"
#include "stiff/comparison/equivalence.h"
#include "stiff/comparison/hodges_lehmann.h"
#include "stiff/comparison/holm.h"
#include "stiff/comparison/paired_change.h"
#include "stiff/comparison/welch_difference.h"
#include "stiff/comparison/wilcoxon_signed_rank.h"

#include <cmath>
#include <cstddef>

namespace stiff {
namespace {

constexpr std::size_t kFewForBca = 20;

bool is_paired(const ChangeSample& sample) {
  return sample.contrast != ContrastKind::between_arms;
}

/// The bootstrap's samples of all contrasts: changes and, after them, logarithms.
std::vector<BcaInterval> all_bootstraps(std::span<const ChangeSample> samples,
                                        const BootstrapOptions& options, int workers) {
  std::vector<BootstrapSample> all;
  for (const ChangeSample& sample : samples) {
    all.push_back({sample.changes, sample.other_changes});
    all.push_back({sample.logs, sample.other_logs});
  }
  return bca_intervals(all, options, workers);
}

/// The rows of one contrast.
class Rows {
 public:
  Rows(const ChangeSample& sample, const ChangeOptions& options, std::vector<ChangeRow>& out)
      : sample_(sample), options_(options), out_(out) {}

  void add_means(const BcaInterval& of_changes, const BcaInterval& of_logs) {
    const char* const how = is_paired(sample_) ? "t" : "welch";
    const std::string& units = sample_.kind.units;
    const TestedEstimate mean = estimate_of(sample_.changes, sample_.other_changes);
    add("mean_difference", how, units, mean);
    add_bca("mean_difference", units, mean, of_changes);
    const TestedEstimate log = estimate_of(sample_.logs, sample_.other_logs);
    const bool has_logs = !sample_.logs.empty();
    add("percent_change", how, "%", has_logs ? as_percent(log) : no_logarithms());
    if (has_logs) {
      BcaInterval percent = of_logs;
      percent.ci_low = percent_of_log(of_logs.ci_low);
      percent.ci_high = percent_of_log(of_logs.ci_high);
      add_bca("percent_change", "%", as_percent(log), percent);
    } else {
      out_.back().note = "a value is not above 0: no logarithm";
    }
    add_equivalence(mean, log);
  }

  void add_ranks() {
    ChangeRow& row =
        add("hodges_lehmann", "rank", sample_.kind.units, hodges_lehmann(sample_.changes));
    if (!(row.estimate.p >= 0)) return;
    const SignedRankMethod method = signed_rank_test(sample_.changes).method;
    add_note(row, method == SignedRankMethod::exact ? "exact signed rank test"
                                                    : "signed rank test by normal approximation");
    if (std::isnan(row.estimate.ci_low)) add_note(row, "below 6 people no 95 % interval");
  }

  void add_effects() {
    const bool has_levels = !sample_.before.empty();
    PairedEffects effects;
    if (has_levels) {
      effects = paired_effects(sample_.before, sample_.after);
    } else {
      effects.dz = effect_of_changes(sample_.changes);
    }
    add_effect("dz", "gz", "noncentral_t", effects.dz);
    if (!has_levels) return;
    add_effect("dav", "gav", "normal", effects.dav);
    add_effect("drm", "grm", "normal", effects.drm);
  }

 private:
  TestedEstimate estimate_of(const std::vector<double>& own, const std::vector<double>& other,
                             double confidence = 0.95) const {
    return is_paired(sample_) ? mean_change(own, confidence)
                              : welch_difference(own, other, confidence);
  }

  TestedEstimate no_logarithms() const {
    TestedEstimate out;
    out.n = static_cast<std::int64_t>(sample_.people.size());
    out.reason = Reason::out_of_range;
    return out;
  }

  static void add_note(ChangeRow& row, const std::string& note) {
    row.note += (row.note.empty() ? "" : "; ") + note;
  }

  ChangeRow& add(const std::string& estimator, const std::string& interval,
                 const std::string& units, const TestedEstimate& estimate) {
    ChangeRow row;
    row.sample = &sample_;
    row.estimator = estimator;
    row.interval = interval;
    row.units = units;
    row.estimate = estimate;
    row.note = sample_.note;
    if (!std::isnan(estimate.p)) {
      row.family =
          contrast_name(sample_.contrast) + " of " + sample_.kind.quantity + ", " + estimator;
    }
    out_.push_back(row);
    return out_.back();
  }

  void add_bca(const std::string& estimator, const std::string& units,
               const TestedEstimate& estimate, const BcaInterval& interval) {
    TestedEstimate only;
    only.n = estimate.n;
    only.reason = estimate.reason != Reason::none ? estimate.reason : Reason::none;
    only.value = estimate.value;
    only.ci_low = interval.ci_low;
    only.ci_high = interval.ci_high;
    ChangeRow& row = add(estimator, "bca", units, only);
    if (sample_.people.size() < kFewForBca) {
      add_note(row, "a bootstrap of so few people holds less than the stated 95 %");
    }
  }

  void add_effect(const char* plain, const char* corrected, const char* interval,
                  const EffectSize& effect) {
    TestedEstimate estimate;
    estimate.n = static_cast<std::int64_t>(sample_.people.size());
    estimate.value = effect.value;
    estimate.ci_low = effect.ci_low;
    estimate.ci_high = effect.ci_high;
    if (std::isnan(effect.value)) {
      estimate.reason = sample_.people.size() < 3 ? Reason::too_few : Reason::low_signal;
    }
    add(plain, interval, "1", estimate);
    estimate.value = effect.corrected;
    add(corrected, interval, "1", estimate);
  }

  void add_tost(const char* estimator, const std::string& units, const TestedEstimate& estimate,
                double low, double high, bool is_log) {
    TestedEstimate out = estimate;
    const Equivalence test = equivalence(estimate, low, high);
    out.p = test.p;
    out.statistic = kNaN;
    out.ci_low = test.ci_low;
    out.ci_high = test.ci_high;
    if (is_log) out = as_percent(out);
    ChangeRow& row = add(estimator, is_paired(sample_) ? "t" : "welch", units, out);
    row.confidence = 0.90;
    row.margin_low = is_log ? percent_of_log(low) : low;
    row.margin_high = is_log ? percent_of_log(high) : high;
    if (!std::isnan(test.p)) {
      add_note(row, test.equivalent ? "within the margin (5 %, before Holm)"
                                    : "not shown to be within the margin");
    }
  }

  void add_equivalence(const TestedEstimate& mean, const TestedEstimate& log) {
    if (options_.margin > 0) {
      add_tost("tost_difference", sample_.kind.units, mean, -options_.margin, options_.margin,
               false);
    }
    if (options_.margin_percent > 0 && !sample_.logs.empty()) {
      add_tost("tost_percent", "%", log, std::log1p(-options_.margin_percent / 100),
               std::log1p(options_.margin_percent / 100), true);
    }
  }

  const ChangeSample& sample_;
  const ChangeOptions& options_;
  std::vector<ChangeRow>& out_;
};

}  // namespace

std::vector<ChangeRow> change_rows(std::span<const ChangeSample> samples,
                                   const ChangeOptions& options, const BootstrapOptions& bootstrap,
                                   int workers) {
  const std::vector<BcaInterval> intervals = all_bootstraps(samples, bootstrap, workers);
  std::vector<ChangeRow> out;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    Rows rows(samples[i], options, out);
    rows.add_means(intervals[2 * i], intervals[2 * i + 1]);
    if (!is_paired(samples[i])) continue;
    rows.add_ranks();
    rows.add_effects();
  }
  std::vector<double> p;
  std::vector<std::string> families;
  for (const ChangeRow& row : out) {
    p.push_back(row.estimate.p);
    families.push_back(row.family);
  }
  const std::vector<double> adjusted = holm_within(p, families);
  for (std::size_t i = 0; i < out.size(); ++i) out[i].p_holm = adjusted[i];
  return out;
}

}  // namespace stiff
