#include "stiff/phantom/speckle.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <boost/random/uniform_01.hpp>

namespace stiff {

namespace {

constexpr double kCut = 4;  ///< exp(-8): what is cut off is 3e-4 of a point's peak

/// cos and sin of -2 pi turns, for whole arrays at once; own polynomials, since a library's would
/// not be the same bits on every machine and are not vectorised. Error below 1e-6.
void rotate(const float* turns, float* cosine, float* sine, Index size) {
  const auto sine_of = [](float m) {  // m in [-1/4, 1/4] turns
    const float x = m * 6.28318531f;
    const float x2 = x * x;
    return x *
           (1 + x2 * (-1.66666667e-1f +
                      x2 * (8.33333333e-3f +
                            x2 * (-1.98412698e-4f + x2 * (2.75573192e-6f - x2 * 2.50521084e-8f)))));
  };
  constexpr float kRound = 12582912.f;  // 1.5 * 2^23: adding it rounds to a whole number
  for (Index i = 0; i < size; ++i) {
    const float whole = (turns[i] + kRound) - kRound;
    const float r = turns[i] - whole;
    const float a = std::abs(r);
    cosine[i] = sine_of(0.25f - a);
    sine[i] = -std::copysign(sine_of(0.25f - std::abs(a - 0.25f)), r);
  }
}

/// exp(-q) for 0 <= q <= 80, relative error below 1e-6.
inline float decay(float q) {
  constexpr float kRound = 12582912.f;
  const float power = -std::min(q, 80.f) * 1.44269504f;
  const float whole = (power + kRound) - kRound;
  const float f = (power - whole) * 0.693147181f;
  const float fraction =
      1 +
      f * (1 + f * (0.5f + f * (1.66666667e-1f +
                                f * (4.16666667e-2f + f * (8.33333333e-3f + f * 1.38888889e-3f)))));
  const auto exponent = static_cast<std::int32_t>(whole) + 127;
  return fraction * std::bit_cast<float>(exponent << 23);
}

/// Cubic Lagrange weights about a fractional index, held within the axis.
struct Cubic {
  Index first = 0;
  std::array<float, 4> weight{};
};

Cubic cubic(const Axis& axis, double coordinate) {
  const double index =
      std::clamp(axis.index_of(coordinate), 0.0, static_cast<double>(axis.size - 1));
  const Index first = std::clamp<Index>(static_cast<Index>(index) - 1, 0, axis.size - 4);
  const double t = index - static_cast<double>(first);
  return {first,
          {static_cast<float>(-(t - 1) * (t - 2) * (t - 3) / 6),
           static_cast<float>(t * (t - 2) * (t - 3) / 2),
           static_cast<float>(-t * (t - 1) * (t - 3) / 2),
           static_cast<float>(t * (t - 1) * (t - 2) / 6)}};
}

struct Range {
  Index low = 0;
  Index high = -1;
};

Range pixels(const Axis& axis, double low, double high) {
  return {std::max<Index>(0, static_cast<Index>(std::ceil(axis.index_of(low)))),
          std::min<Index>(axis.size - 1, static_cast<Index>(std::floor(axis.index_of(high))))};
}

class Painter {
 public:
  Painter(View3<std::complex<float>> iq, const Axis& axial_m, const Axis& lateral_m,
          const MotionGrid& motion, const PhantomEcho& echo)
      : iq_(iq),
        axial_(axial_m),
        lateral_(lateral_m),
        motion_(motion),
        psf_(point_spread(echo)),
        turns_per_m_(2 * echo.centre_frequency_hz / echo.sound_speed_m_per_s),
        frames_(iq.time()) {
    const auto size = static_cast<std::size_t>(frames_);
    for (auto* v : {&u_, &turns_, &cosine_, &sine_}) v->resize(size);
    strength_re_.assign(size, 1.f);
    strength_im_.assign(size, 0.f);
    row_.resize(2 * size);
  }

  std::span<float> strength_re() { return strength_re_; }
  std::span<float> strength_im() { return strength_im_; }

  void paint(double x_m, double z_m) {
    read_motion(x_m, z_m);
    const auto [least, most] = std::minmax_element(u_.begin(), u_.end());
    const Range rows = pixels(axial_, z_m + *least - kCut * psf_.axial_sigma_m,
                              z_m + *most + kCut * psf_.axial_sigma_m);
    const Range columns =
        pixels(lateral_, x_m - kCut * psf_.lateral_sigma_m, x_m + kCut * psf_.lateral_sigma_m);
    if (rows.low > rows.high || columns.low > columns.high) return;
    rotate_strength(z_m);
    for (Index z = rows.low; z <= rows.high; ++z) {
      shape_row(axial_[z] - z_m);
      for (Index x = columns.low; x <= columns.high; ++x) {
        const double d = (lateral_[x] - x_m) / psf_.lateral_sigma_m;
        add_row(decay(static_cast<float>(d * d / 2)), z, x);
      }
    }
  }

 private:
  void read_motion(double x_m, double z_m) {
    const Cubic x = cubic(motion_.lateral_m, x_m);
    const Cubic z = cubic(motion_.axial_m, z_m);
    std::fill(u_.begin(), u_.end(), 0.f);
    for (Index i = 0; i < 4; ++i) {
      for (Index j = 0; j < 4; ++j) {
        const float w =
            z.weight[static_cast<std::size_t>(i)] * x.weight[static_cast<std::size_t>(j)];
        const auto trace = motion_.value.trace(z.first + i, x.first + j);
        for (std::size_t t = 0; t < u_.size(); ++t) u_[t] += w * trace[t];
      }
    }
  }

  /// cosine_, sine_ become the scatterer's strength times exp(-i 4 pi f0 (z + u)/c).
  void rotate_strength(double z_m) {
    const double whole = turns_per_m_ * z_m;
    const auto base = static_cast<float>(whole - std::floor(whole));
    const auto scale = static_cast<float>(turns_per_m_);
    for (std::size_t t = 0; t < u_.size(); ++t) turns_[t] = base + scale * u_[t];
    rotate(turns_.data(), cosine_.data(), sine_.data(), frames_);
    for (std::size_t t = 0; t < u_.size(); ++t) {
      const float re = cosine_[t] * strength_re_[t] - sine_[t] * strength_im_[t];
      sine_[t] = cosine_[t] * strength_im_[t] + sine_[t] * strength_re_[t];
      cosine_[t] = re;
    }
  }

  void shape_row(double distance_m) {
    const auto d = static_cast<float>(distance_m);
    const auto scale = static_cast<float>(0.5 / (psf_.axial_sigma_m * psf_.axial_sigma_m));
    for (std::size_t t = 0; t < u_.size(); ++t) {
      const float w = decay((d - u_[t]) * (d - u_[t]) * scale);
      row_[2 * t] = w * cosine_[t];
      row_[2 * t + 1] = w * sine_[t];
    }
  }

  void add_row(float weight, Index z, Index x) {
    // std::complex<float> is two floats by the standard.
    float* out = reinterpret_cast<float*>(iq_.trace(z, x).data());
    const float* in = row_.data();
    const Index size = 2 * frames_;
    for (Index i = 0; i < size; ++i) out[i] += weight * in[i];
  }

  View3<std::complex<float>> iq_;
  const Axis& axial_;
  const Axis& lateral_;
  const MotionGrid& motion_;
  PointSpread psf_;
  double turns_per_m_;
  Index frames_;
  std::vector<float> u_, turns_, cosine_, sine_, strength_re_, strength_im_, row_;
};

/// Fills a scatterer's strength over the frames.
class Strength {
 public:
  Strength(const SpeckleProcess& process, std::span<const double> time_s, double scale)
      : scale_(scale), constant_(std::isinf(process.correlation_s)) {
    for (std::size_t t = 0; t < time_s.size(); ++t) {
      const double gap = t == 0 ? 0 : time_s[t] - time_s[t - 1];
      keep_.push_back(std::exp(-gap / process.correlation_s));
    }
  }

  template <class Random>
  void draw(Random& random, std::span<float> re, std::span<float> im) {
    if (constant_) {
      // Of one size: its place already makes its phase random.
      std::fill(re.begin(), re.end(), static_cast<float>(scale_));
      std::fill(im.begin(), im.end(), 0.f);
      return;
    }
    const double each = scale_ * std::numbers::sqrt2 / 2;
    double a = each * normal_(random), b = each * normal_(random);
    for (std::size_t t = 0; t < re.size(); ++t) {
      if (t > 0) {
        const double fresh = each * std::sqrt(1 - keep_[t] * keep_[t]);
        a = keep_[t] * a + fresh * normal_(random);
        b = keep_[t] * b + fresh * normal_(random);
      }
      re[t] = static_cast<float>(a);
      im[t] = static_cast<float>(b);
    }
  }

 private:
  double scale_;
  bool constant_;
  std::vector<double> keep_;
  boost::random::normal_distribution<double> normal_;
};

}  // namespace

PointSpread point_spread(const PhantomEcho& echo) {
  // exp(-x^2/(2 s^2)) is at half height at x = 1.1774 s.
  const double half = std::sqrt(2 * std::log(2.0));
  const double spectrum_sigma_hz =
      0.5 * echo.fractional_bandwidth * echo.centre_frequency_hz / half;
  const double envelope_sigma_s = 1 / (2 * std::numbers::pi * spectrum_sigma_hz);
  const double wavelength_m = echo.sound_speed_m_per_s / echo.centre_frequency_hz;
  return {envelope_sigma_s * echo.sound_speed_m_per_s / 2,
          wavelength_m * echo.f_number / (2 * half)};
}

void add_speckle(View3<std::complex<float>> iq, const Axis& axial_m, const Axis& lateral_m,
                 const MotionGrid& motion, std::span<const double> time_s, const PhantomEcho& echo,
                 const SpeckleProcess& process, std::uint64_t seed) {
  if (motion.axial_m.size < 4 || motion.lateral_m.size < 4 || motion.value.time() != iq.time() ||
      iq.axial() != axial_m.size || iq.lateral() != lateral_m.size ||
      static_cast<Index>(time_s.size()) != iq.time()) {
    throw Error(ErrorKind::usage,
                "add_speckle: the sizes of picture, motion and times do not agree");
  }
  const PointSpread psf = point_spread(echo);
  const double per_m2 = echo.scatterers_per_mm2 * 1e6;
  // The mean of sum a^2 w^2 over a Poisson process: density x E[a^2] x integral of w^2.
  const double echo_power = per_m2 * std::numbers::pi * psf.axial_sigma_m * psf.lateral_sigma_m;
  Strength strength(process, time_s, std::sqrt(process.power / echo_power));
  Painter painter(iq, axial_m, lateral_m, motion, echo);

  // Cell by cell in the order of memory, for the cache.
  const double margin_x = kCut * psf.lateral_sigma_m;
  double furthest = 0;
  for (Index i = 0; i < motion.value.size(); ++i) {
    furthest = std::max(furthest, std::abs(static_cast<double>(motion.value.data()[i])));
  }
  const double margin_z = kCut * psf.axial_sigma_m + furthest;
  const double step = 0.5e-3;
  const double x0 = lateral_m.first - margin_x, z0 = axial_m.first - margin_z;
  const auto cells_x = static_cast<Index>(std::ceil((lateral_m.last() + margin_x - x0) / step));
  const auto cells_z = static_cast<Index>(std::ceil((axial_m.last() + margin_z - z0) / step));
  boost::random::mt19937_64 random(seed);
  boost::random::poisson_distribution<int, double> count(per_m2 * step * step);
  boost::random::uniform_01<double> uniform;
  for (Index i = 0; i < cells_z; ++i) {
    for (Index j = 0; j < cells_x; ++j) {
      for (int left = count(random); left > 0; --left) {
        const double z = z0 + step * (static_cast<double>(i) + uniform(random));
        const double x = x0 + step * (static_cast<double>(j) + uniform(random));
        strength.draw(random, painter.strength_re(), painter.strength_im());
        painter.paint(x, z);
      }
    }
  }
}

}  // namespace stiff
