#include "stiff/candidates/flag_sites.h"

#include "stiff/baseline/baseline_key.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

namespace stiff {
namespace {

BaselineKey key_of(const SiteValue& site) {
  BaselineKey key;
  key.muscle = site.identity.muscle;
  key.quantity = site.quantity;
  key.units = site.units;
  key.method = site.method;
  key.device = site.identity.device;
  key.state = site.identity.state;
  key.posture = site.identity.posture;
  key.probe_direction = site.identity.probe_direction;
  return key;
}

/// Whose sites are tested together.
auto family_of(const SiteValue& site) {
  return std::make_tuple(site.identity.participant, site.identity.session, site.quantity);
}

/// The same place on the other side.
const SiteValue* other_side(const std::vector<SiteValue>& sites, const SiteValue& site) {
  for (const SiteValue& other : sites) {
    const RecordingIdentity &a = site.identity, &b = other.identity;
    const bool same = a.participant == b.participant && a.session == b.session &&
                      a.muscle == b.muscle && a.site == b.site && a.run == b.run &&
                      a.state == b.state && site.quantity == other.quantity &&
                      site.method == other.method;
    if (same && a.side != b.side && !a.side.empty() && !b.side.empty() &&
        other.estimate.has_value()) {
      return &other;
    }
  }
  return nullptr;
}

double side_z(const SiteValue& site, const SiteValue* other, const BaselineEntry& entry) {
  const double within = entry.components.within;
  if (!other || !(within > 0)) return kNaN;
  const auto scaled = [&](const Estimate& e) {
    return entry.log_scale ? std::log(e.value) : e.value;
  };
  const auto error = [&](const Estimate& e) {
    const double s = entry.log_scale ? e.std_error / e.value : e.std_error;
    return s >= 0 ? s * s : 0.0;
  };
  return (scaled(site.estimate) - scaled(other->estimate)) /
         std::sqrt(2 * within + error(site.estimate) + error(other->estimate));
}

Estimate over(const Estimate& value, double divisor) {
  return make_estimate(value.value / divisor, value.std_error / divisor, value.quality, value.n);
}

Candidate candidate_of(const SiteValue& site, const BaselineScore& score,
                       const BaselineEntry& entry) {
  Candidate out;
  out.recording_id = site.identity.recording_id;
  out.muscle = site.identity.muscle;
  out.side = site.identity.side;
  out.site = site.identity.site;
  out.number = 1;
  out.kind = CandidateKind::site;
  out.quantity = site.quantity;
  out.units = site.units;
  out.mean = site.estimate;
  out.core = no_estimate(Reason::too_few);
  out.peak = no_estimate(Reason::too_few);
  out.baseline = entry.location;
  out.baseline.value = score.expected;
  out.ratio = over(site.estimate, score.expected);
  out.difference = site.estimate;
  for (double* number : {&out.difference.value, &out.difference.ci_low, &out.difference.ci_high}) {
    *number -= score.expected;
  }
  out.score = "healthy";
  out.z = score.z;
  out.quality = site.estimate.quality;
  out.referral = site.referral;
  return out;
}

}  // namespace

FlaggedSites flag_sites(const std::vector<SiteValue>& sites, const HealthyBaseline& baseline,
                        double alpha) {
  FlaggedSites out;
  std::map<decltype(family_of(sites.front())), int> family_size;
  std::vector<BaselineScore> scores(sites.size());
  std::vector<const BaselineEntry*> entries(sites.size(), nullptr);
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const SiteValue& site = sites[i];
    FlaggedRecording row;
    row.identity = site.identity;
    row.quantity = site.quantity;
    row.units = site.units;
    row.score = "healthy";
    row.median = site.estimate.value;
    const auto refuse = [&](const std::string& why) {
      row.status = Status::refused;
      row.message = why;
    };
    if (!site.estimate.has_value()) {
      refuse("no value: " + std::string(to_string(site.estimate.reason)));
    } else {
      const BaselineMatch match = matching_entry(baseline, key_of(site));
      if (!match.entry) {
        refuse(match.refusal);
      } else {
        scores[i] = score_value(*match.entry,
                                {site.estimate.value, site.estimate.std_error, site.sex, site.age});
        if (scores[i].reason != Reason::none) {
          refuse(scores[i].reason == Reason::too_few
                     ? "the baseline is of too few people: no spread between them is known"
                     : "a value that this quantity cannot have");
        } else {
          entries[i] = match.entry;
          ++family_size[family_of(site)];
        }
      }
    }
    out.recordings.push_back(std::move(row));
  }
  for (std::size_t i = 0; i < sites.size(); ++i) {
    if (!entries[i]) continue;
    const SiteValue& site = sites[i];
    FlaggedRecording& row = out.recordings[i];
    const int family = family_size[family_of(site)];
    row.p_fwer = std::min(1.0, family * scores[i].p_upper);
    row.z_max = row.z_max_healthy = scores[i].z;
    row.z_max_side = side_z(site, other_side(sites, site), *entries[i]);
    row.baseline = scores[i].expected;
    row.upper_limit = entries[i]->limits.upper;
    row.expected = alpha / family;
    row.people = static_cast<std::int64_t>(entries[i]->people.size());
    row.message = scores[i].note;
    CandidateMark mark;
    mark.recording_id = site.identity.recording_id;
    mark.number = 1;
    mark.z = scores[i].z;
    mark.statistic = scores[i].z;
    mark.p_fwer = row.p_fwer;
    mark.flagged = row.p_fwer <= alpha;
    out.marks.push_back(mark);
    if (!mark.flagged) continue;
    row.found = 1;
    Candidate candidate = candidate_of(site, scores[i], *entries[i]);
    candidate.p_fwer = row.p_fwer;
    candidate.alpha = alpha;
    out.candidates.push_back(std::move(candidate));
  }
  return out;
}

}  // namespace stiff
