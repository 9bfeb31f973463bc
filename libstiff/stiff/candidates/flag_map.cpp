#include "stiff/candidates/flag_map.h"

#include "stiff/baseline/map_sums.h"
#include "stiff/candidates/candidate_values.h"
#include "stiff/candidates/smoothed_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace stiff {
namespace {

constexpr float kMarkZ = 2;                // a mark stands at least this far out
constexpr double kShapeWindow_m = 0.6e-3;  // SD: below the blur of the maps, above a pixel
constexpr std::size_t kMostMarks = 20;     // of a map
constexpr std::array<const char*, kScores> kScoreNames{"own", "side", "healthy"};

std::string name_of(ScoreKind kind) {
  for (const Choice<ScoreKind>& choice : choices(kind)) {
    if (choice.value == kind) return std::string(choice.name);
  }
  return "";
}

FlaggedRecording recording_of(const FlagInput& input, const FlagReference& reference) {
  FlaggedRecording out;
  out.identity = input.identity;
  out.quantity = reference.entry().key.quantity;
  out.units = input.units;
  out.score = name_of(reference.options().score);
  out.expected = reference.expected();
  out.people = static_cast<std::int64_t>(reference.entry().people.size());
  out.baseline = std::exp(reference.entry().model.level.location);
  out.upper_limit = std::exp(reference.upper_limit());
  out.healthy_share = reference.healthy_share();
  out.valid_area_mm2 = static_cast<double>(input.map->valid) * input.map->pixel_area_mm2();
  return out;
}

FlaggedMap refused(FlagInput const& input, const FlagReference& reference, std::string why) {
  FlaggedMap out;
  out.recording = recording_of(input, reference);
  out.recording.status = Status::refused;
  out.recording.message = std::move(why);
  out.recording.expected = kNaN;
  return out;
}

/// A group of connected places with its clearest one.
struct Peak {
  std::size_t place = 0;
  float statistic = 0;
  float z = 0;
  float p = 1;
};

std::vector<Peak> peaks_of(const FamilyWise& verdict, const AnalysisGrid& grid,
                           const std::vector<unsigned char>& inside) {
  std::vector<int> number;
  const int count = connected(grid.axial_m.size, grid.lateral_m.size, inside, number);
  std::vector<Peak> peaks(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] == 0) continue;
    Peak& peak = peaks[static_cast<std::size_t>(number[i] - 1)];
    // All of a cluster has one extent: its highest place is its peak.
    const auto rank = std::make_pair(verdict.statistic[i], verdict.z[i]);
    if (peak.statistic > 0 && !(rank > std::make_pair(peak.statistic, peak.z))) continue;
    peak = {i, verdict.statistic[i], verdict.z[i], verdict.p[i]};
  }
  std::stable_sort(peaks.begin(), peaks.end(), [](const Peak& a, const Peak& b) {
    return a.p < b.p || (a.p == b.p && a.statistic > b.statistic);
  });
  return peaks;
}

std::vector<Peak> flagged_peaks(const FamilyWise& verdict, const AnalysisGrid& grid, double alpha) {
  std::vector<unsigned char> inside(verdict.p.size());
  for (std::size_t i = 0; i < inside.size(); ++i) inside[i] = verdict.p[i] <= alpha;
  return peaks_of(verdict, grid, inside);
}

std::vector<CandidateMark> marks_of(const FamilyWise& verdict, const AnalysisGrid& grid,
                                    const std::string& id, double alpha) {
  std::vector<unsigned char> inside(verdict.p.size());
  for (std::size_t i = 0; i < inside.size(); ++i) {
    inside[i] = verdict.z[i] > kMarkZ || verdict.p[i] <= alpha;
  }
  std::vector<CandidateMark> marks;
  for (const Peak& peak : peaks_of(verdict, grid, inside)) {
    if (marks.size() == kMostMarks) break;
    CandidateMark mark;
    mark.recording_id = id;
    mark.number = static_cast<int>(marks.size()) + 1;
    const auto place = static_cast<Index>(peak.place);
    mark.axial_mm = grid.axial_m[place / grid.lateral_m.size] * 1e3;
    mark.lateral_mm = grid.lateral_m[place % grid.lateral_m.size] * 1e3;
    mark.z = verdict.z[peak.place];
    mark.statistic = peak.statistic;
    mark.p_fwer = peak.p;
    mark.flagged = peak.p <= alpha;
    marks.push_back(mark);
  }
  return marks;
}

/// The pixel of the map that lies at a place of the grid.
Index pixel_of(const LogMap& map, const AnalysisGrid& grid, std::size_t place) {
  const auto at = static_cast<Index>(place);
  const Index z = map.axial_m.nearest(grid.axial_m[at / grid.lateral_m.size]);
  const Index x = map.lateral_m.nearest(grid.lateral_m[at % grid.lateral_m.size]);
  return z * map.value.cols() + x;
}

/// The place of the grid that is nearest to a pixel of the map.
Index place_of(const LogMap& map, const AnalysisGrid& grid, Index z, Index x) {
  return grid.axial_m.nearest(map.axial_m[z]) * grid.lateral_m.size +
         grid.lateral_m.nearest(map.lateral_m[x]);
}

void draw_scores(const LogMap& map, const FieldModel& model, const AnalysisGrid& grid,
                 const FieldScores& scores, CandidateMap& out) {
  Picture<float>* const pictures[kScores] = {&out.z_own, &out.z_side, &out.z_healthy};
  for (int score = 0; score < kScores; ++score) {
    if (!scores.has(score)) continue;
    Picture<float>& picture = *pictures[score];
    picture = Picture<float>::Constant(map.value.rows(), map.value.cols(),
                                       std::numeric_limits<float>::quiet_NaN());
    for (Index z = 0; z < map.value.rows(); ++z) {
      for (Index x = 0; x < map.value.cols(); ++x) {
        if (!map.has(z, x)) continue;
        const double trend = trend_at(model, map.axial_m[z] * 1e3, map.lateral_m[x] * 1e3);
        picture(z, x) = static_cast<float>(scores.z_at(
            score, place_of(map, grid, z, x), map.value(z, x), map.std_error(z, x), trend));
      }
    }
  }
}

/// Statistic and p of each pixel: those of the place of the grid that is nearest.
void draw_verdict(const LogMap& map, const AnalysisGrid& grid, const FamilyWise& verdict,
                  CandidateMap& out) {
  const Index rows = map.value.rows(), columns = map.value.cols();
  out.statistic = Picture<float>::Constant(rows, columns, std::numeric_limits<float>::quiet_NaN());
  out.p_fwer = out.statistic;
  for (Index z = 0; z < rows; ++z) {
    for (Index x = 0; x < columns; ++x) {
      if (!map.has(z, x)) continue;
      const auto place = static_cast<std::size_t>(place_of(map, grid, z, x));
      out.statistic(z, x) = verdict.statistic[place];
      out.p_fwer(z, x) = verdict.p[place];
    }
  }
}

float largest(const Picture<float>& picture) {
  float most = -std::numeric_limits<float>::infinity();
  for (Index i = 0; i < picture.size(); ++i) {
    if (picture.data()[i] > most) most = picture.data()[i];
  }
  return std::isfinite(most) ? most : std::numeric_limits<float>::quiet_NaN();
}

}  // namespace

double detrended_median(const LogMap& map, const FieldModel& model) {
  std::vector<float> values;
  for (Index z = 0; z < map.value.rows(); ++z) {
    for (Index x = 0; x < map.value.cols(); ++x) {
      if (!map.has(z, x)) continue;
      values.push_back(map.value(z, x) - static_cast<float>(trend_at(model, map.axial_m[z] * 1e3,
                                                                     map.lateral_m[x] * 1e3)));
    }
  }
  if (values.empty()) return kNaN;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

FlaggedMap flag_map(const FlagInput& input, const FlagReference& reference) {
  const LogMap& map = *input.map;
  const FlagOptions& options = reference.options();
  const FieldModel& model = reference.entry().model;
  const AnalysisGrid& grid = reference.healthy().grid();
  const double area = static_cast<double>(map.valid) * map.pixel_area_mm2();
  if (map.valid == 0) return refused(input, reference, "no valid pixel");
  if (area < options.least_area_mm2) {
    return refused(input, reference,
                   "only " + std::to_string(static_cast<long>(area)) + " mm2 of valid field");
  }
  FieldScores scores(map, model, grid, input.other, reference.own_scale(), options.surroundings_m);
  if (options.score == ScoreKind::side && !scores.has(1)) {
    return refused(input, reference,
                   input.other.known ? "the baseline does not say how alike two sides are"
                                     : "no recording of the other side");
  }
  if (options.score == ScoreKind::healthy && !scores.has(2)) {
    return refused(input, reference, "the baseline is of too few people to say what is healthy");
  }
  Enhancement enhancement(grid.axial_m.size, grid.lateral_m.size, grid.pixel_area_mm2());
  const FamilyWise verdict = family_wise(scores, reference.healthy(), options, enhancement);

  FlaggedMap out;
  out.recording = recording_of(input, reference);
  out.map.identity = input.identity;
  out.map.axial_m = map.axial_m;
  out.map.lateral_m = map.lateral_m;
  out.map.label = Picture<std::int32_t>::Zero(map.value.rows(), map.value.cols());
  draw_scores(map, model, grid, scores, out.map);
  draw_verdict(map, grid, verdict, out.map);
  out.marks = marks_of(verdict, grid, input.identity.recording_id, options.alpha);
  ValueContext context = value_context(input, reference, scores);
  std::vector<unsigned char> taken(static_cast<std::size_t>(map.value.size()), 0);
  const std::vector<Peak> peaks = flagged_peaks(verdict, grid, options.alpha);
  if (!peaks.empty()) {
    context.smooth = smoothed_map(map, kShapeWindow_m);
    context.edge_distance_mm = edge_distance_mm(map);
  }
  for (const Peak& peak : peaks) {
    const Index seed = pixel_of(map, grid, peak.place);
    if (taken[static_cast<std::size_t>(seed)]) continue;
    const int score = verdict.which[peak.place];
    const CandidateRegion region = region_and_level(context, score, seed, taken);
    Candidate candidate = describe_candidate(context, region, score, seed);
    candidate.number = static_cast<int>(out.candidates.size()) + 1;
    candidate.score = kScoreNames[static_cast<std::size_t>(score)];
    candidate.p_fwer = peak.p;
    candidate.alpha = options.alpha;
    const Picture<float>& z = score == 0   ? out.map.z_own
                              : score == 1 ? out.map.z_side
                                           : out.map.z_healthy;
    candidate.z = -std::numeric_limits<double>::infinity();
    for (const Index pixel : region.pixels) {
      taken[static_cast<std::size_t>(pixel)] = 1;
      out.map.label.data()[pixel] = candidate.number;
      candidate.z = std::max(candidate.z, static_cast<double>(z.data()[pixel]));
    }
    out.candidates.push_back(std::move(candidate));
  }
  FlaggedRecording& recording = out.recording;
  recording.found = static_cast<int>(out.candidates.size());
  recording.p_fwer = verdict.p_least;
  recording.z_max_own = largest(out.map.z_own);
  recording.z_max_side = out.map.z_side.size() > 0 ? largest(out.map.z_side) : kNaN;
  recording.z_max_healthy = out.map.z_healthy.size() > 0 ? largest(out.map.z_healthy) : kNaN;
  const double by_score[] = {recording.z_max_own, recording.z_max_side, recording.z_max_healthy};
  recording.z_max = options.score == ScoreKind::any
                        ? std::fmax(by_score[0], std::fmax(by_score[1], by_score[2]))
                        : by_score[static_cast<int>(options.score)];
  recording.median = std::exp(scores.median());
  recording.heterogeneity_index = context.share_above(reference.upper_limit());
  return out;
}

}  // namespace stiff
