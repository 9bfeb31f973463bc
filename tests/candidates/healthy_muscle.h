#pragma once

#include "stiff/baseline/healthy_field.h"
#include "stiff/baseline/log_map.h"
#include "stiff/dsp/random_field.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>

namespace stiff_test {

/// An ellipse in which the true kPa are `ratio` times what they would be.
struct Place {
  double lateral_mm = 0, axial_mm = 0;
  double semi_major_mm = 4, semi_minor_mm = 4;
  double angle_deg = 0;
  double ratio = 1.68;  // the public's 32.28 over 19.16 kPa
  bool box = false;     // a band with straight ends

  bool holds(double lateral, double axial, double share = 1) const {
    const double a = angle_deg * 0.017453292519943295;
    const double x = lateral - lateral_mm, z = axial - axial_mm;
    const double u = (x * std::cos(a) + z * std::sin(a)) / (share * semi_major_mm);
    const double v = (-x * std::sin(a) + z * std::cos(a)) / (share * semi_minor_mm);
    return box ? std::abs(u) <= 1 && std::abs(v) <= 1 : u * u + v * v <= 1;
  }
};

/// How healthy muscle is made for these tests: 130 x 121 pixels of 0.3 mm, ln kPa = level + uneven
/// field, seen through a window and with an error. Written apart from the library's phantom.
struct Muscle {
  double length_mm = 4;  // 1/e, exp(-(r/l)^kappa)
  double kappa = 1;
  double cv = 0.1;
  double blur_mm = 1.0;  // SD of a Gaussian window on ln kPa, as the chain's is about
  double error = 0.05;   // relative standard error of a pixel; larger with depth
  double error_length_mm = 1.5;
  double between = 0.15;    // SD of ln kPa between people
  double within = 0.05;     // between the sides of one person
  double slope_per_cm = 0;  // ln kPa a cm of depth

  stiff::Axis axial() const { return {5e-3, 0.3e-3, 130}; }
  stiff::Axis lateral() const { return {-18e-3, 0.3e-3, 121}; }
};

/// Separable Gaussian window, mirrored at the edges.
inline void blur(stiff::Picture<float>& picture, double sd_pixels) {
  if (!(sd_pixels > 0)) return;
  const int reach = static_cast<int>(std::ceil(4 * sd_pixels));
  std::vector<float> kernel;
  float sum = 0;
  for (int i = -reach; i <= reach; ++i) {
    kernel.push_back(static_cast<float>(std::exp(-0.5 * i * i / (sd_pixels * sd_pixels))));
    sum += kernel.back();
  }
  for (float& k : kernel) k /= sum;
  const auto mirrored = [](stiff::Index i, stiff::Index n) {
    if (i < 0) i = -i - 1;
    return i >= n ? 2 * n - 1 - i : i;
  };
  for (int turn = 0; turn < 2; ++turn) {
    stiff::Picture<float> out = stiff::Picture<float>::Zero(picture.rows(), picture.cols());
    for (int k = -reach; k <= reach; ++k) {
      const float w = kernel[static_cast<std::size_t>(k + reach)];
      for (stiff::Index z = 0; z < picture.rows(); ++z) {
        out.row(z) += w * picture.row(mirrored(z + k, picture.rows()));
      }
    }
    picture = out.transpose().eval();
  }
}

class Muscles {
 public:
  explicit Muscles(const Muscle& muscle)
      : muscle_(muscle),
        uneven_(muscle.axial().size, muscle.lateral().size,
                stiff::powered_exponential(muscle.length_mm / 0.3, muscle.length_mm / 0.3,
                                           muscle.kappa)),
        noise_(muscle.axial().size, muscle.lateral().size,
               stiff::powered_exponential(muscle.error_length_mm / 0.3,
                                          muscle.error_length_mm / 0.3, 2)) {}

  struct Made {
    stiff::LogMap map;
    stiff::Picture<float> truth;  // ln kPa before the window
  };

  /// \param level ln kPa. \param number of the map in its endless sequence.
  Made map(std::uint64_t seed, std::uint64_t number, double level,
           const std::vector<Place>& places = {}) {
    uneven_.draw(seed, number / 2, field_);
    noise_.draw(seed ^ 0x5EEDULL, number / 2, error_);
    const auto& field = number % 2 == 0 ? field_.first : field_.second;
    const auto& error = number % 2 == 0 ? error_.first : error_.second;
    Made out;
    out.truth = static_cast<float>(muscle_.cv) * field + static_cast<float>(level);
    const stiff::Axis axial = muscle_.axial(), lateral = muscle_.lateral();
    for (stiff::Index z = 0; z < out.truth.rows(); ++z) {
      for (stiff::Index x = 0; x < out.truth.cols(); ++x) {
        out.truth(z, x) += static_cast<float>(muscle_.slope_per_cm * (axial[z] * 100 - 2));
        for (const Place& place : places) {
          if (place.holds(lateral[x] * 1e3, axial[z] * 1e3)) {
            out.truth(z, x) += static_cast<float>(std::log(place.ratio));
          }
        }
      }
    }
    stiff::Picture<float> seen = out.truth;
    blur(seen, muscle_.blur_mm / 0.3);
    out.map.axial_m = axial;
    out.map.lateral_m = lateral;
    out.map.std_error.resize(seen.rows(), seen.cols());
    for (stiff::Index z = 0; z < seen.rows(); ++z) {
      const double size = muscle_.error * (0.6 + 0.8 * static_cast<double>(z) / 129);
      out.map.std_error.row(z).setConstant(static_cast<float>(size));
      seen.row(z) += static_cast<float>(size) * error.row(z);
    }
    out.map.value = seen;
    out.map.valid = seen.size();
    out.map.field = stiff::Picture<unsigned char>::Constant(seen.rows(), seen.cols(), 1);
    return out;
  }

 private:
  Muscle muscle_;
  stiff::RandomField uneven_, noise_;
  stiff::RandomFieldPair field_, error_;
};

/// The field entry of a cohort, each person with both sides.
inline stiff::FieldEntry cohort_field(Muscles& muscles, const Muscle& muscle, std::uint64_t seed,
                                      int people, int sides = 2) {
  boost::random::mt19937_64 engine(seed);
  boost::random::normal_distribution<double> normal;
  stiff::FieldCohort cohort;
  stiff::BaselineKey key;
  key.muscle = "uppertrapezius";
  key.quantity = "shear_modulus";
  key.units = "kPa";
  std::uint64_t number = 0;
  for (int person = 0; person < people; ++person) {
    const double level = std::log(19.16) + muscle.between * normal(engine);
    for (int side = 0; side < sides; ++side) {
      const auto made = muscles.map(seed, number++, level + muscle.within * normal(engine));
      cohort.add(key, std::to_string(person), "", stiff::kNaN, made.map);
    }
  }
  return cohort.entries().front();
}

}  // namespace stiff_test
