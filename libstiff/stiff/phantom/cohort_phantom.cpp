#include "stiff/phantom/cohort_phantom.h"

#include "stiff/core/error.h"
#include "stiff/phantom/speed_map.h"

#include <cmath>
#include <numbers>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>

namespace stiff {

namespace {

constexpr double kEdgeM = 0.2e-3;
constexpr double kSpareM = 1e-3;
constexpr double kTrendFromM = 20e-3;

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::usage, "cohort: " + what);
}

/// Seeds far apart for neighbouring numbers (splitmix64's finaliser).
std::uint64_t seed_of(std::uint64_t seed, std::uint64_t part) {
  std::uint64_t z = seed + 0x9E3779B97F4A7C15ull * (part + 1);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

using Random = boost::random::mt19937_64;

double even(Random& random, double low, double high) {
  return low < high ? boost::random::uniform_real_distribution<double>(low, high)(random) : low;
}

double normal(Random& random, double sd) {
  return sd * boost::random::normal_distribution<double>()(random);
}

struct RangeCheck {
  template <class Field>
  void operator()(const Option& option, const Field& field) const {
    const auto value = static_cast<double>(field);
    if (!(value >= option.low && value <= option.high)) {
      refuse("--" + std::string(option.name) + " is out of its range");
    }
  }
};

/// Half of what a place takes up, lateral and axial.
Point half_box(const Nodule& place) {
  const double c = std::cos(place.tilt_rad), s = std::sin(place.tilt_rad);
  const double a = place.semi_lateral_m, b = place.semi_axial_m;
  if (place.shape == NoduleShape::bar) {
    return {std::abs(c) * (a - b) + b, std::abs(s) * (a - b) + b};
  }
  return {std::hypot(c * a, s * b), std::hypot(s * a, c * b)};
}

/// Whether two places with `kSpareM` between them touch: points along the axis of one, and all
/// round, are tried against the other, both ways.
bool meet(Nodule one, Nodule other) {
  for (int turn = 0; turn < 2; ++turn) {
    Nodule wide = other;
    wide.semi_axial_m += kSpareM;
    wide.semi_lateral_m += kSpareM;
    const double c = std::cos(one.tilt_rad), s = std::sin(one.tilt_rad);
    for (double share : {0.0, 0.5, 1.0}) {
      for (int n = 0; n < 32; ++n) {
        const double angle = 2 * std::numbers::pi * n / 32;
        const double p = share * one.semi_lateral_m * std::cos(angle);
        const double q = share * one.semi_axial_m * std::sin(angle);
        const Point at{one.centre.lateral_m + c * p - s * q, one.centre.axial_m + s * p + c * q};
        if (share_inside(wide, 0, at) > 0) return true;
      }
    }
    std::swap(one, other);
  }
  return false;
}

CohortLesion put(CohortLesion lesion, const std::vector<CohortLesion>& there,
                 const LesionField& field, Random& random) {
  const Point half = half_box(lesion.place);
  const Point low{field.low.lateral_m + half.lateral_m + kSpareM,
                  field.low.axial_m + half.axial_m + kSpareM};
  const Point high{field.high.lateral_m - half.lateral_m - kSpareM,
                   field.high.axial_m - half.axial_m - kSpareM};
  if (!(low.lateral_m <= high.lateral_m && low.axial_m <= high.axial_m)) {
    refuse(std::string("a ") + (lesion.kind == LesionKind::nodule ? "nodule" : "band") +
           " is larger than the valid field; make it smaller or the map larger");
  }
  for (int attempt = 0; attempt < 1000; ++attempt) {
    lesion.place.centre = {even(random, low.lateral_m, high.lateral_m),
                           even(random, low.axial_m, high.axial_m)};
    bool free = true;
    for (const CohortLesion& other : there) free = free && !meet(lesion.place, other.place);
    if (free) return lesion;
  }
  refuse("no room for so many nodules and bands in one muscle");
}

std::vector<CohortLesion> lesions_of(const CohortLesions& options, double muscle_kpa,
                                     const LesionField& field, double density, Random& random) {
  std::vector<CohortLesion> result;
  const auto add = [&](LesionKind kind, double ratio, const Nodule& shape) {
    CohortLesion lesion{kind, shape, ratio, ratio * muscle_kpa};
    lesion.place.speed_m_per_s = std::sqrt(1e3 * lesion.modulus_kpa / density);
    result.push_back(put(lesion, result, field, random));
  };
  for (int n = 0; n < options.bands; ++n) {
    const double angle =
        options.fibre_angle_deg + even(random, -options.fibre_spread_deg, options.fibre_spread_deg);
    add(LesionKind::band, options.band_ratio,
        {.centre = {},
         .semi_lateral_m = options.band_length_m / 2,
         .semi_axial_m = options.band_width_m / 2,
         .tilt_rad = angle * std::numbers::pi / 180,
         .shape = NoduleShape::bar});
  }
  for (int n = 0; n < options.nodules; ++n) {
    add(LesionKind::nodule, options.nodule_ratio,
        {.centre = {},
         .semi_lateral_m = options.nodule_diameter_m / 2,
         .semi_axial_m = options.nodule_diameter_m / 2});
  }
  return result;
}

CohortPerson person_of(const CohortPhantomOptions& options, int number, bool patient,
                       std::uint64_t seed, const LesionField& field, double density) {
  Random random(seed);
  CohortPerson person{.number = number, .patient = patient, .sex = {}, .age = 0, .recordings = {}};
  person.sex = even(random, 0, 1) < 0.5 ? "female" : "male";
  person.age = boost::random::uniform_int_distribution<int>(20, 70)(random);
  const double centre =
      std::log(options.people.modulus_pa / 1e3) + normal(random, options.people.between_sd);
  const bool left_is_affected = even(random, 0, 1) < 0.5;
  for (int n = 0; n < options.people.sides; ++n) {
    CohortRecording one;
    one.person = number;
    one.patient = patient;
    one.side = n == 0 ? "right" : "left";
    one.modulus_kpa = std::exp(centre + normal(random, options.people.within_sd));
    one.seed = seed_of(seed, static_cast<std::uint64_t>(n));
    const bool affected = options.people.sides == 1 || (n == 1) == left_is_affected;
    if (patient && affected) {
      one.lesions = lesions_of(options.lesions, one.modulus_kpa, field, density, random);
    }
    person.recordings.push_back(std::move(one));
  }
  return person;
}

}  // namespace

std::vector<CohortPerson> cohort_people(const CohortPhantomOptions& options,
                                        const LesionField& field, double density) {
  CohortPeople::describe(options.people, RangeCheck{});
  CohortLesions::describe(options.lesions, RangeCheck{});
  if (options.lesions.band_width_m > options.lesions.band_length_m) {
    refuse("--band-width is above --band-length");
  }
  if (options.people.patients > 0 && options.lesions.nodules + options.lesions.bands == 0) {
    refuse("patients need --nodules or --bands");
  }
  if (options.people.people + options.people.patients == 0) refuse("nobody is in it");
  std::vector<CohortPerson> result;
  // Two sequences of seeds, so that one more healthy person changes no patient.
  for (int n = 0; n < options.people.people; ++n) {
    result.push_back(person_of(options, n + 1, false,
                               seed_of(options.seed, 2 * static_cast<std::uint64_t>(n)), field,
                               density));
  }
  for (int n = 0; n < options.people.patients; ++n) {
    result.push_back(person_of(options, options.people.people + n + 1, true,
                               seed_of(options.seed, 2 * static_cast<std::uint64_t>(n) + 1), field,
                               density));
  }
  return result;
}

CohortMaps::CohortMaps(const CohortGrid& grid, const UnevenMuscle& uneven,
                       const MapChainOptions& chain, double density)
    : axial_m_{grid.shallow_m, grid.pitch_m, grid.rows},
      lateral_m_{-0.5 * grid.pitch_m * (grid.columns - 1), grid.pitch_m, grid.columns},
      uneven_(uneven),
      density_(density),
      chain_(axial_m_, lateral_m_, chain),
      field_(grid.rows, grid.columns,
             powered_exponential(uneven.axial_length_m / grid.pitch_m,
                                 uneven.lateral_length_m / grid.pitch_m, uneven.exponent)) {
  CohortGrid::describe(grid, RangeCheck{});
  UnevenMuscle::describe(uneven, RangeCheck{});
}

LesionField CohortMaps::field() const {
  const Picture<float>& error = chain_.relative_error();
  const auto has_value = error >= 0;
  const Eigen::ArrayXi in_row = has_value.rowwise().count().cast<int>();
  const Index full = in_row.maxCoeff();
  Index low_row = axial_m_.size, high_row = -1, low_column = lateral_m_.size, high_column = -1;
  for (Index i = 0; i < axial_m_.size; ++i) {
    if (in_row[i] < full) continue;
    low_row = std::min(low_row, i), high_row = std::max(high_row, i);
  }
  for (Index j = 0; j < lateral_m_.size; ++j) {
    if (!(error(low_row, j) >= 0)) continue;
    low_column = std::min(low_column, j), high_column = std::max(high_column, j);
  }
  return {{lateral_m_[low_column], axial_m_[low_row]},
          {lateral_m_[high_column], axial_m_[high_row]}};
}

Picture<float> CohortMaps::true_modulus(const CohortRecording& recording) const {
  RandomFieldPair pair;
  field_.draw(recording.seed, 0, pair);
  const double variance = std::log1p(uneven_.cv * uneven_.cv), sd = std::sqrt(variance);
  Picture<float> modulus(axial_m_.size, lateral_m_.size);
  for (Index i = 0; i < axial_m_.size; ++i) {
    const double trend = uneven_.trend_per_m * (axial_m_[i] - kTrendFromM);
    for (Index j = 0; j < lateral_m_.size; ++j) {
      double value = recording.modulus_kpa *
                     std::exp(sd * static_cast<double>(pair.first(i, j)) - variance / 2 + trend);
      for (const CohortLesion& lesion : recording.lesions) {
        const double share = share_inside(lesion.place, kEdgeM, {lateral_m_[j], axial_m_[i]});
        value = (1 - share) * value + share * lesion.modulus_kpa;
      }
      modulus(i, j) = static_cast<float>(value);
    }
  }
  return modulus;
}

MeasuredMap CohortMaps::measure(const CohortRecording& recording) const {
  return chain_.measure(true_modulus(recording), density_, seed_of(recording.seed, 0));
}

}  // namespace stiff
