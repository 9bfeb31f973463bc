#include "stiff/comparison/candidate_fate.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stiff {
namespace {

constexpr double kMillimetres = 1e3;

bool in_ellipse(const Candidate& c, double lateral_mm, double axial_mm) {
  const double turn = c.orientation_deg * std::numbers::pi / 180;
  const double x = lateral_mm - c.centroid_lateral_mm, z = axial_mm - c.centroid_axial_mm;
  const double major = (std::cos(turn) * x + std::sin(turn) * z) / (c.major_axis_mm / 2);
  const double minor = (-std::sin(turn) * x + std::cos(turn) * z) / (c.minor_axis_mm / 2);
  return major * major + minor * minor <= 1;
}

bool holds(const PlacedCandidates& of, const Candidate& c, const RigidMotion::Place& at) {
  if (of.label.size() == 0) {
    return in_ellipse(c, at.lateral_m * kMillimetres, at.axial_m * kMillimetres);
  }
  const double z = std::round(of.axial_m.index_of(at.axial_m));
  const double x = std::round(of.lateral_m.index_of(at.lateral_m));
  const bool there = z >= 0 && x >= 0 && z < static_cast<double>(of.label.rows()) &&
                     x < static_cast<double>(of.label.cols());
  return there && of.label(static_cast<Index>(z), static_cast<Index>(x)) == c.number;
}

double pixels(const Picture<unsigned char>& region) {
  return static_cast<double>((region != 0).count());
}

struct Match {
  const CandidateOnGrid* other = nullptr;
  double overlap = kNaN;
  double distance_mm = kNaN;
};

Match best_match(const CandidateOnGrid& one, const std::vector<CandidateOnGrid>& others,
                 const FateOptions& options) {
  Match best;
  for (const CandidateOnGrid& other : others) {
    const double smaller = std::min(pixels(one.region), pixels(other.region));
    const double both = static_cast<double>((one.region != 0 && other.region != 0).count());
    const double overlap = smaller > 0 ? both / smaller : 0;
    const double distance =
        std::hypot(one.lateral_mm - other.lateral_mm, one.axial_mm - other.axial_mm);
    if (!(overlap >= options.match_overlap || distance <= options.match_distance_mm)) continue;
    const bool better = !best.other || overlap > best.overlap ||
                        (overlap == best.overlap && distance < best.distance_mm);
    if (better) best = {&other, overlap, distance};
  }
  return best;
}

CandidateFate fate_of(const CandidateOnGrid& one, const Match& match, bool was_before,
                      bool other_scored, const Picture<unsigned char>& seen,
                      const FateOptions& options) {
  CandidateFate out;
  out.of_first = was_before;
  (was_before ? out.number_pre : out.number_post) = one.number;
  out.region = one.region;
  const double whole = std::max(one.whole, pixels(one.region));
  out.seen = whole > 0 ? static_cast<double>((one.region != 0 && seen != 0).count()) / whole : 0;
  if (match.other) {
    (was_before ? out.number_post : out.number_pre) = match.other->number;
    out.overlap = match.overlap;
    out.distance_mm = match.distance_mm;
    out.fate = Fate::stayed;
  } else if (!other_scored) {
    out.why = "the other recording was not scored";
  } else if (!(out.seen >= options.min_seen)) {
    out.why = "the other map does not see the place";
  } else {
    out.fate = was_before ? Fate::vanished : Fate::came;
  }
  return out;
}

}  // namespace

std::string_view to_string(Fate fate) {
  switch (fate) {
    case Fate::vanished:
      return "vanished";
    case Fate::stayed:
      return "stayed";
    case Fate::came:
      return "came";
    case Fate::unknown:
      break;
  }
  return "unknown";
}

std::vector<CandidateOnGrid> candidates_on_grid(const PlacedCandidates& of, const Axis& axial_m,
                                               const Axis& lateral_m,
                                               const std::optional<RigidMotion>& motion) {
  std::vector<CandidateOnGrid> out;
  for (const Candidate& c : of.candidates) {
    if (c.kind == CandidateKind::site) continue;
    CandidateOnGrid one;
    one.number = c.number;
    one.region = Picture<unsigned char>::Zero(axial_m.size, lateral_m.size);
    for (Index z = 0; z < axial_m.size; ++z) {
      for (Index x = 0; x < lateral_m.size; ++x) {
        const RigidMotion::Place here{lateral_m[x], axial_m[z]};
        const auto at = motion ? motion->forward(here.lateral_m, here.axial_m) : here;
        one.region(z, x) = holds(of, c, at) ? 1 : 0;
      }
    }
    const RigidMotion::Place centre{c.centroid_lateral_mm / kMillimetres,
                                    c.centroid_axial_mm / kMillimetres};
    const auto back = motion ? motion->backward(centre.lateral_m, centre.axial_m) : centre;
    one.lateral_mm = back.lateral_m * kMillimetres;
    one.axial_mm = back.axial_m * kMillimetres;
    const double pixel_m2 = axial_m.step * lateral_m.step;
    const double whole_m2 = of.label.size() > 0
                                ? static_cast<double>((of.label == c.number).count()) *
                                      of.axial_m.step * of.lateral_m.step
                                : std::numbers::pi / 4 * c.major_axis_mm * c.minor_axis_mm /
                                      (kMillimetres * kMillimetres);
    one.whole = whole_m2 / pixel_m2;
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<CandidateFate> candidate_fates(const PlacedCandidates& pre,
                                           const PlacedCandidates& post, const RigidMotion& motion,
                                           const Picture<unsigned char>& seen, const Axis& axial_m,
                                           const Axis& lateral_m, const FateOptions& options) {
  if (seen.rows() != axial_m.size || seen.cols() != lateral_m.size) {
    throw Error(ErrorKind::usage, "what both maps see has not the size of the axes");
  }
  const std::vector<CandidateOnGrid> before = candidates_on_grid(pre, axial_m, lateral_m);
  const std::vector<CandidateOnGrid> after = candidates_on_grid(post, axial_m, lateral_m, motion);
  std::vector<CandidateFate> out;
  for (const CandidateOnGrid& one : before) {
    out.push_back(fate_of(one, best_match(one, after, options), true, post.scored, seen, options));
  }
  for (const CandidateOnGrid& one : after) {
    const auto is_named = [&](const CandidateFate& row) { return row.number_post == one.number; };
    if (std::any_of(out.begin(), out.end(), is_named)) continue;
    out.push_back(fate_of(one, best_match(one, before, options), false, pre.scored, seen, options));
  }
  return out;
}

}  // namespace stiff
