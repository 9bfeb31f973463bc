#include "stiff/comparison/map_registration.h"

#include "stiff/comparison/picture_correlation.h"
#include "stiff/comparison/smoothed_picture.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <vector>

#include <Eigen/Dense>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace stiff {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kCoarse = 1e-3;
constexpr double kMiddle = 0.5e-3;
constexpr double kCoarseTurn = 2 * kDegree;
constexpr std::size_t kClimbed = 8;
constexpr double kLongestLag = 12e-3;  // beyond it a picture without its background is uncorrelated

using Vector = Eigen::Vector3d;  // lateral shift, axial shift, rotation

/// Both pictures at one fineness.
class Level {
 public:
  Level(const LocatedPicture& fixed, const LocatedPicture& moving, double cell_m,
        const RigidMotion& about)
      : fixed_(smoothed(fixed, cell_m / 2)),
        moving_(smoothed(moving, cell_m / 2)),
        samples_(sampled(fixed_, cell_m)),
        about_(about) {
    const auto area = [](const LocatedPicture& p) {
      return static_cast<double>(p.value.isFinite().count()) * p.axial_m.step * p.lateral_m.step;
    };
    const double cell = fixed_.axial_m.step * static_cast<double>(samples_.axial_stride) *
                        fixed_.lateral_m.step * static_cast<double>(samples_.lateral_stride);
    smaller_ = std::min(area(fixed_), area(moving_)) / cell;
  }
  RigidMotion motion(const Vector& at) const {
    RigidMotion out = about_;
    out.shift_lateral_m = at[0];
    out.shift_axial_m = at[1];
    out.rotation_rad = at[2];
    return out;
  }
  MovedCorrelation at(const Vector& place) const {
    return moved_correlation(samples_, moving_, motion(place));
  }
  double overlap(Index n) const { return static_cast<double>(n) / smaller_; }
  const PictureSamples& samples() const { return samples_; }
  const LocatedPicture& fixed() const { return fixed_; }
  const LocatedPicture& moving() const { return moving_; }

 private:
  LocatedPicture fixed_, moving_;
  PictureSamples samples_;
  RigidMotion about_;
  double smaller_ = 0;
};

struct Place {
  Vector at = Vector::Zero();
  double score = -2;
};

struct Bounds {
  double shift, turn, overlap;
  bool hold(const Vector& at) const {
    constexpr double kRounding = 1 + 1e-9;
    return std::abs(at[0]) <= shift * kRounding && std::abs(at[1]) <= shift * kRounding &&
           std::abs(at[2]) <= turn * kRounding;
  }
};

double score(const Level& level, const Vector& at, const Bounds& bounds) {
  if (!bounds.hold(at)) return -2;
  const MovedCorrelation one = level.at(at);
  if (!(level.overlap(one.n) >= bounds.overlap) || !(one.value == one.value)) return -2;
  return one.value;
}

/// Every place of the search, best first: each of those kept is a maximum among its neighbours, as
/// far as none better lies within two steps. Much overlap counts for more, so that a corner which
/// fits by chance does not win.
std::vector<Place> coarse_places(const Level& level, const Bounds& bounds) {
  const auto half = [](double range, double step) {
    return static_cast<int>(std::floor(range / step + 1e-9));
  };
  const int shifts = half(bounds.shift, kCoarse), turns = half(bounds.turn, kCoarseTurn);
  std::vector<Place> all;
  for (int turn = -turns; turn <= turns; ++turn) {
    for (int z = -shifts; z <= shifts; ++z) {
      for (int x = -shifts; x <= shifts; ++x) {
        const Vector at(x * kCoarse, z * kCoarse, turn * kCoarseTurn);
        const MovedCorrelation one = level.at(at);
        const double overlap = level.overlap(one.n);
        if (!(overlap >= bounds.overlap) || !(one.value == one.value)) continue;
        all.push_back({at, one.value * std::sqrt(std::min(1.0, overlap))});
      }
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Place& a, const Place& b) { return a.score > b.score; });
  std::vector<Place> kept;
  for (const Place& place : all) {
    const auto near = [&](const Place& other) {
      const Vector d = (place.at - other.at).cwiseAbs();
      return d[0] < 2.5 * kCoarse && d[1] < 2.5 * kCoarse && d[2] < 2.5 * kCoarseTurn;
    };
    if (std::none_of(kept.begin(), kept.end(), near)) kept.push_back(place);
    if (kept.size() == kClimbed) break;
  }
  return kept;
}

/// The 27 places about one.
template <class Visit>
void for_neighbours(Visit visit) {
  for (int turn = -1; turn <= 1; ++turn) {
    for (int z = -1; z <= 1; ++z) {
      for (int x = -1; x <= 1; ++x) visit(Vector(x, z, turn));
    }
  }
}

Place climb(const Level& level, Place place, const Vector& step, const Bounds& bounds) {
  place.score = score(level, place.at, bounds);
  constexpr int kMostSteps = 60;
  for (int n = 0; n < kMostSteps; ++n) {
    Place best = place;
    for_neighbours([&](const Vector& u) {
      if (u.isZero()) return;
      const Vector at = place.at + u.cwiseProduct(step);
      const double here = score(level, at, bounds);
      if (here > best.score) best = {at, here};
    });
    if (!(best.score > place.score)) break;
    place = best;
  }
  return place;
}

/// The quadratic through the 27 values about a place, by least squares, in steps.
struct Quadratic {
  Vector gradient = Vector::Zero();
  Eigen::Matrix3d hessian = Eigen::Matrix3d::Zero();
  bool whole = true;  ///< all 27 values are there
};
Quadratic quadratic_about(const Level& level, const Vector& at, const Vector& step, bool turns) {
  Eigen::Matrix<double, 27, 10> design;
  Eigen::Matrix<double, 27, 1> values;
  Quadratic out;
  Index row = 0;
  for_neighbours([&](const Vector& u) {
    design.row(row) << 1, u[0], u[1], u[2], u[0] * u[0] / 2, u[1] * u[1] / 2, u[2] * u[2] / 2,
        u[0] * u[1], u[0] * u[2], u[1] * u[2];
    values[row] = level.at(at + u.cwiseProduct(step)).value;
    if (!(values[row] == values[row])) out.whole = false;
    ++row;
  });
  if (!out.whole) return out;
  const Eigen::Matrix<double, 10, 1> c = design.colPivHouseholderQr().solve(values);
  out.gradient = c.segment<3>(1);
  out.hessian << c[4], c[7], c[8], c[7], c[5], c[9], c[8], c[9], c[6];
  if (!turns) {  // the rotation is held: it moves nothing and takes nothing from the shift
    out.gradient[2] = 0;
    out.hessian.row(2).setZero();
    out.hessian.col(2).setZero();
    out.hessian(2, 2) = -1;
  }
  return out;
}

std::string words(const char* format, double a, double b) {
  std::array<char, 160> text{};
  std::snprintf(text.data(), text.size(), format, a, b);
  return text.data();
}

/// Both pictures on the fixed one's samples.
double pairs_at(const Level& level, const RigidMotion& motion, double& cell_axial_m,
                double& cell_lateral_m) {
  const LocatedPicture& p = level.fixed();
  const Index down = level.samples().axial_stride, across = level.samples().lateral_stride;
  const Index rows = (p.value.rows() + down - 1) / down;
  const Index columns = (p.value.cols() + across - 1) / across;
  Picture<float> a(rows, columns), b(rows, columns);
  for (Index z = 0; z < rows; ++z) {
    for (Index x = 0; x < columns; ++x) {
      const auto at = motion.forward(p.lateral_m[x * across], p.axial_m[z * down]);
      a(z, x) = p.value(z * down, x * across);
      b(z, x) = static_cast<float>(bilinear(level.moving(), at.axial_m, at.lateral_m));
    }
  }
  cell_axial_m = p.axial_m.step * static_cast<double>(down);
  cell_lateral_m = p.lateral_m.step * static_cast<double>(across);
  return independent_pairs(a, b, static_cast<Index>(kLongestLag / cell_axial_m),
                           static_cast<Index>(kLongestLag / cell_lateral_m));
}

/// Chance that the correlation of unrelated pictures is somewhere as high: that of one place, as
/// Student's t, made a normal u, and of a field of such (Worsley1996, its term of three dimensions)
///   V |L|^(1/2) (2 pi)^-2 (u^2 - 1) exp(-u^2/2),
/// V the search, |L|^(1/2) = 1/l^3 its roughness: the correlation over places has the length l of
/// 2 l^2 = 2 spot/pi, spot = sum r_a r_b the area over which it is about the same.
double chance(double r, double n, double spot_m2, double reach_m, const Bounds& bounds) {
  if (!(n > 3) || !(r > 0)) return 1;
  if (!(r < 1)) return 0;
  const double t = r * std::sqrt((n - 2) / (1 - r * r));
  const double one = boost::math::cdf(
      boost::math::complement(boost::math::students_t_distribution<double>(n - 2), t));
  if (!(one > 1e-300)) return 0;
  const double u = boost::math::quantile(boost::math::complement(boost::math::normal(), one));
  if (!(u > 2)) return 1;
  const double length = std::sqrt(2 * spot_m2 / std::numbers::pi);
  const double shift = std::max(1.0, 2 * bounds.shift / length);
  const double turn = std::max(1.0, 2 * bounds.turn * reach_m / length);
  const double density =
      (u * u - 1) * std::exp(-u * u / 2) / (4 * std::numbers::pi * std::numbers::pi);
  return std::min(1.0, one + shift * shift * turn * density);
}

void check_size(const LocatedPicture& picture) {
  const bool fits = picture.value.rows() == picture.axial_m.size &&
                    picture.value.cols() == picture.lateral_m.size && picture.value.size() > 0;
  if (!fits) throw Error(ErrorKind::usage, "a picture to register has not the size of its axes");
}

/// The middle of what a picture shows.
RigidMotion about_middle(const LocatedPicture& picture) {
  RigidMotion out;
  out.centre_lateral_m = (picture.lateral_m.first + picture.lateral_m.last()) / 2;
  out.centre_axial_m = (picture.axial_m.first + picture.axial_m.last()) / 2;
  return out;
}

/// Fills in errors and chance, and says whether the registration holds.
void judge(MapRegistration& out, const Level& level, const Quadratic& peak, const Vector& step,
           const Bounds& bounds, const RegistrationOptions& options) {
  double cell_z = 0, cell_x = 0;
  out.independent_pairs = pairs_at(level, out.motion, cell_z, cell_x);
  const double n = out.independent_pairs, r = out.correlation;
  const MovedCorrelation here =
      level.at({out.motion.shift_lateral_m, out.motion.shift_axial_m, out.motion.rotation_rad});
  const LocatedPicture& p = level.fixed();
  const double reach =
      std::hypot(p.lateral_m.last() - p.lateral_m.first, p.axial_m.last() - p.axial_m.first) / 4;
  out.p_chance =
      n > 0 ? chance(r, n, static_cast<double>(here.n) / n * cell_z * cell_x, reach, bounds) : 1;
  const Eigen::Matrix3d cov = (-peak.hessian).inverse() * std::max(0.0, 1 - r * r) / (2 * n * r);
  const auto error = [&](Index i) { return step[i] * std::sqrt(cov(i, i)); };
  out.shift_lateral_std_error_m = error(0);
  out.shift_axial_std_error_m = error(1);
  out.rotation_std_error_rad = bounds.turn > 0 ? error(2) : kNaN;
  if (!(r >= options.min_correlation)) {
    out.why = words("correlation %.3g is below %.3g", r, options.min_correlation);
  } else if (!(out.p_chance <= options.alpha)) {
    out.why =
        words("unrelated pictures would correlate so with chance %.2g (%.3g independent pairs)",
              out.p_chance, n);
  }
  out.accepted = out.why.empty();
}

/// The search with the options as they are.
MapRegistration searched(const LocatedPicture& fixed, const LocatedPicture& moving,
                         const RegistrationOptions& options) {
  const Bounds bounds{options.max_shift_m, options.max_rotation_deg * kDegree, options.min_overlap};
  MapRegistration out;
  out.motion = about_middle(fixed);
  const Level coarse(fixed, moving, kCoarse, out.motion);
  const std::vector<Place> starts = coarse_places(coarse, bounds);
  if (starts.empty()) {
    out.why = "the pictures have too little in common, or do not vary";
    return out;
  }
  const Level middle(fixed, moving, kMiddle, out.motion);
  Place best;
  for (const Place& start : starts) {
    const Place place = climb(middle, start, {kMiddle, kMiddle, kCoarseTurn / 2}, bounds);
    if (place.score > best.score) best = place;
  }
  const Level fine(fixed, moving, options.resolution_m, out.motion);
  const double shift_step = options.resolution_m / 2;
  // A turn that moves the picture's outer parts by about the shift's step.
  const Vector step(shift_step, shift_step, shift_step / 8e-3);
  best = climb(fine, best, step, bounds);
  out.motion = fine.motion(best.at);
  out.correlation = best.score;
  out.overlap = fine.overlap(fine.at(best.at).n);
  const bool edge = std::abs(best.at[0]) > bounds.shift - step[0] ||
                    std::abs(best.at[1]) > bounds.shift - step[1] ||
                    (bounds.turn > 0 && std::abs(best.at[2]) > bounds.turn - step[2]);
  if (!(best.score > -2) || edge) {
    out.why =
        edge ? "the best place lies at the edge of the search" : "no place has enough overlap";
    return out;
  }
  const Quadratic peak = quadratic_about(fine, best.at, step, bounds.turn > 0);
  const Vector move = -peak.hessian.inverse() * peak.gradient;
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> bend(peak.hessian);
  if (!peak.whole || !(bend.eigenvalues().maxCoeff() < 0) || !(move.cwiseAbs().maxCoeff() < 2)) {
    out.why = "the correlation has no clear maximum";
    return out;
  }
  const Vector at = best.at + move.cwiseProduct(step);
  out.motion = fine.motion(at);
  out.correlation = fine.at(at).value;
  judge(out, fine, peak, step, bounds, options);
  return out;
}

}  // namespace

MapRegistration register_pictures(const LocatedPicture& fixed_given,
                                  const LocatedPicture& moving_given,
                                  const RegistrationOptions& options) {
  check_size(fixed_given);
  check_size(moving_given);
  const LocatedPicture fixed = without_background(fixed_given, options.background_m);
  const LocatedPicture moving = without_background(moving_given, options.background_m);
  const MapRegistration whole = searched(fixed, moving, options);
  const bool judged = whole.independent_pairs == whole.independent_pairs;
  if (judged || !(options.max_rotation_deg > 0)) return whole;
  RegistrationOptions unturned = options;
  unturned.max_rotation_deg = 0;
  unturned.alpha = options.alpha / 2;  // the second try
  const MapRegistration shifted = searched(fixed, moving, unturned);
  return shifted.accepted ? shifted : whole;
}

}  // namespace stiff
