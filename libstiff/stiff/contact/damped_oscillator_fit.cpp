#include "stiff/contact/damped_oscillator_fit.h"

#include "stiff/contact/damped_oscillator_start.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

#include <Eigen/Cholesky>
#include <Eigen/LU>

namespace stiff {
namespace {

using Fit = DampedOscillatorFit;
using Vector = Fit::Vector;
using Matrix = Fit::Matrix;
using Complex = std::complex<double>;
constexpr int kParameters = Fit::parameters;
// Derivatives and, last, the residual: one product gives all of the normal equations.
using Rows = Eigen::Matrix<double, Eigen::Dynamic, kParameters + 1>;
using Normal = Eigen::Matrix<double, kParameters + 1, kParameters + 1>;
constexpr int kMostSteps = 60;
constexpr int kMostWindows = 4;
constexpr int kMostWidenings = 6;
constexpr Index kFewestPush = 4;  // samples
constexpr Index kFewestFree = 16;
constexpr double kWidening_s = 2e-3;  // to each side, at most
constexpr double kUnexplained = 4;    // standard deviations of the noise
constexpr double kAccepted = 3;       // of the noise: what is left once the edges are out
constexpr double kExplained = 2e-3;   // of the push

// The samples in use: before the push, in it, after it; those between are left out.
struct Parts {
  Index before_end, push_first, push_end, after_first, size;
  Index used() const { return before_end + (push_end - push_first) + (size - after_first); }
  bool operator==(const Parts&) const = default;
};

struct Trace {
  std::span<const double> a;
  double step_s;
  double mid_s;
  Index edge;  // samples that an edge may touch to each side
};

// The first sample more than `edge` samples after an edge, and one past the last such before it.
Parts parts_of(double onset_s, double end_s, const Trace& trace) {
  const auto size = static_cast<Index>(trace.a.size());
  const auto edge = static_cast<double>(trace.edge);
  const auto after = [&](double t) {
    return std::clamp<Index>(static_cast<Index>(std::floor(t / trace.step_s + edge)) + 1, 0, size);
  };
  const auto before = [&](double t) {
    return std::clamp<Index>(static_cast<Index>(std::ceil(t / trace.step_s - edge)), 0, size);
  };
  Parts parts{before(onset_s), after(onset_s), before(end_s), after(end_s), size};
  parts.push_end = std::max(parts.push_end, parts.push_first);
  return parts;
}

// An edge ends where the fit explains the samples beside it: those that it does not are left out
// too, up to so many to each side, as long as the push keeps enough.
Parts widened(const Parts& parts, const Trace& trace, const Fit& fit, Index most, double limit) {
  const auto unexplained = [&](Index i) {
    const double time = static_cast<double>(i) * trace.step_s;
    return std::abs(trace.a[static_cast<std::size_t>(i)] - fit.at(time)) > limit;
  };
  Parts wide = parts;
  const auto push = [&] { return wide.push_end - wide.push_first; };
  for (Index k = 0; k < most; ++k) {
    if (wide.before_end > 8 && unexplained(wide.before_end - 1)) --wide.before_end;
    if (push() > kFewestPush && unexplained(wide.push_first)) ++wide.push_first;
    if (push() > kFewestPush && unexplained(wide.push_end - 1)) --wide.push_end;
    if (wide.size - wide.after_first > kFewestFree && unexplained(wide.after_first)) {
      ++wide.after_first;
    }
  }
  return wide;
}

// One step of a decaying rotation; a product of these replaces an exponential a sample.
Complex rotation(const Vector& p, double time_s) {
  return std::exp(Complex(-p[Fit::decay], p[Fit::omega]) * time_s);
}

// s, ds/dtau, ds/dsigma, ds/domega from z = e^((-sigma + i omega) tau).
struct Response {
  double s, slope, by_decay, by_omega;
};

Response response(Complex z, double tau, double decay, double omega) {
  const double c = z.real(), n = z.imag(), ratio = decay / omega;
  const double s = c - ratio * n;
  return {s, -2 * decay * c + (decay * ratio - omega) * n, -tau * s - n / omega,
          -tau * (n + ratio * c) + ratio / omega * n};
}

// Fills `rows` (used samples) at `p`; the last column is data minus model.
void linearise(const Trace& trace, const Parts& parts, const Vector& p, Rows& rows) {
  const double amplitude = p[Fit::amplitude], decay = p[Fit::decay], omega = p[Fit::omega];
  const Complex step = rotation(p, trace.step_s);
  const Complex back = rotation(p, -p[Fit::duration]);
  Index row = 0;
  const auto put = [&](Index i, double by_onset, double by_duration, double shape, double by_decay,
                       double by_omega) {
    const double t = static_cast<double>(i) * trace.step_s - trace.mid_s;
    rows(row, Fit::onset) = by_onset;
    rows(row, Fit::duration) = by_duration;
    rows(row, Fit::amplitude) = shape;
    rows(row, Fit::decay) = by_decay;
    rows(row, Fit::omega) = by_omega;
    rows(row, Fit::offset) = 1;
    rows(row, Fit::drift) = t;
    rows(row, kParameters) = trace.a[static_cast<std::size_t>(i)] - amplitude * shape -
                             p[Fit::offset] - p[Fit::drift] * t;
    ++row;
  };
  for (Index i = 0; i < parts.before_end; ++i) put(i, 0, 0, 0, 0, 0);
  const auto since = [&](Index i) { return static_cast<double>(i) * trace.step_s - p[Fit::onset]; };
  Complex z = rotation(p, since(parts.push_first));
  for (Index i = parts.push_first; i < parts.push_end; ++i, z *= step) {
    const Response r = response(z, since(i), decay, omega);
    put(i, -amplitude * r.slope, 0, r.s, amplitude * r.by_decay, amplitude * r.by_omega);
  }
  z = rotation(p, since(parts.after_first));
  for (Index i = parts.after_first; i < parts.size; ++i, z *= step) {
    const double tau = since(i);
    const Response on = response(z, tau, decay, omega);
    const Response off = response(z * back, tau - p[Fit::duration], decay, omega);
    put(i, -amplitude * (on.slope - off.slope), amplitude * off.slope, on.s - off.s,
        amplitude * (on.by_decay - off.by_decay), amplitude * (on.by_omega - off.by_omega));
  }
}

Normal normal_equations(const Trace& trace, const Parts& parts, const Vector& p, Rows& rows) {
  linearise(trace, parts, p, rows);
  Normal normal;
  normal.noalias() = rows.transpose() * rows;
  return normal;
}

bool possible(const Vector& p, const Trace& trace) {
  const double length_s = trace.step_s * static_cast<double>(trace.a.size());
  return p.allFinite() && p[Fit::omega] > 0 && p[Fit::omega] * trace.step_s < std::numbers::pi &&
         p[Fit::duration] > 0 && std::abs(p[Fit::decay]) * length_s < 300;
}

// Amplitude, offset and drift are linear: solved at once for given times and swing.
double solve_linear(const Trace& trace, const Parts& parts, Vector& p, Rows& rows) {
  p[Fit::amplitude] = 1;
  p[Fit::offset] = p[Fit::drift] = 0;
  const Normal all = normal_equations(trace, parts, p, rows);
  constexpr int kLinear[3] = {Fit::amplitude, Fit::offset, Fit::drift};
  Eigen::Matrix3d h;
  Eigen::Vector3d g;
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) h(i, j) = all(kLinear[i], kLinear[j]);
    g[i] = all(kLinear[i], kParameters);
  }
  const Eigen::Vector3d change = h.ldlt().solve(g);
  p[Fit::amplitude] += change[0];
  p[Fit::offset] = change[1];
  p[Fit::drift] = change[2];
  return all(kParameters, kParameters) - change.dot(g);
}

// Which of some swings explains the trace best.
bool start(const Trace& trace, const TapWindow& window, const Parts& parts, Vector& best,
           Rows& rows) {
  const double fs = 1 / trace.step_s;
  const auto swing = trace.a.subspan(static_cast<std::size_t>(parts.after_first));
  double lowest = std::numeric_limits<double>::infinity();
  for (const double lag_s : {2e-3, 5e-3, 12e-3}) {
    const SwingStart guess =
        linear_prediction(swing, fs, std::max(1, static_cast<int>(lag_s * fs + 0.5)));
    Vector p = Vector::Zero();
    p[Fit::onset] = window.onset_s;
    p[Fit::duration] = window.end_s - window.onset_s;
    p[Fit::decay] = guess.decay_per_s;
    p[Fit::omega] = guess.omega_rad_per_s;
    if (!possible(p, trace)) continue;
    const double cost = solve_linear(trace, parts, p, rows);
    if (cost < lowest) {
      lowest = cost;
      best = p;
    }
  }
  return std::isfinite(lowest);
}

struct Minimum {
  Vector p;
  Normal normal;
  bool converged = false;
  int steps = 0;
};

Minimum minimise(const Trace& trace, const Parts& parts, const Vector& from, Rows& rows) {
  rows.resize(parts.used(), kParameters + 1);
  Minimum at{from, normal_equations(trace, parts, from, rows), false, 0};
  double damping = 1e-4;
  const double dof = static_cast<double>(parts.used() - kParameters);
  while (at.steps < kMostSteps) {
    ++at.steps;
    Matrix h = at.normal.topLeftCorner<kParameters, kParameters>();
    const Vector g = at.normal.topRightCorner<kParameters, 1>();
    const Vector scale = h.diagonal().cwiseSqrt().cwiseInverse();
    if (!scale.allFinite()) return at;
    h = scale.asDiagonal() * h * scale.asDiagonal();
    h.diagonal().array() += damping;
    const Vector step = scale.asDiagonal() * h.ldlt().solve(scale.asDiagonal() * g);
    const double cost = at.normal(kParameters, kParameters);
    // The fall that a linear model promises, against the noise's own share of the cost: at 1e-8 a
    // parameter is within 1e-4 of its standard error. Without noise rounding ends the descent.
    const double promise = step.dot(g);
    const double rounding =
        1e-26 * at.p[Fit::amplitude] * at.p[Fit::amplitude] * static_cast<double>(parts.used());
    const Vector next = at.p + step;
    const bool last = promise < std::max(1e-8 * cost / dof, rounding);
    if (possible(next, trace)) {
      const Normal there = normal_equations(trace, parts, next, rows);
      if (there(kParameters, kParameters) <= cost) {
        at.p = next;
        at.normal = there;
        at.converged = last;
        if (last) return at;
        damping = std::max(damping * 0.1, 1e-12);
        continue;
      }
    }
    if (last) {
      at.converged = true;
      return at;
    }
    damping = std::max(damping * 10, 1e-10);
    if (damping > 1e8) return at;
  }
  return at;
}

// Leaves out more beside the edges where that explains the rest: a swing that the oscillator does
// not describe anywhere is not to be cut until it fits.
void widen_edges(const Trace& trace, const TapWindow& window, Parts& parts, Minimum& best,
                 Rows& rows, int& steps) {
  const Parts narrow = parts;
  Parts tried = parts;
  Minimum found = best;
  const double push = std::abs(best.p[Fit::amplitude]);
  const double limit = std::max(kUnexplained * window.noise_m_per_s2, kExplained * push);
  const auto most = static_cast<Index>(kWidening_s / trace.step_s);
  for (int turn = 0; turn < kMostWidenings && found.converged; ++turn) {
    Fit at;
    at.value = found.p;
    at.mid_s = trace.mid_s;
    const Parts wide = widened(narrow, trace, at, most, limit);
    if (wide == tried) break;
    tried = wide;
    found = minimise(trace, tried, found.p, rows);
    steps += found.steps;
  }
  const double variance =
      found.normal(kParameters, kParameters) / static_cast<double>(tried.used() - kParameters);
  const double accepted = std::max(kAccepted * window.noise_m_per_s2, kExplained * push);
  if (tried == narrow || !found.converged || !(std::sqrt(variance) <= accepted)) return;
  parts = tried;
  best = found;
}

// \return whether the minimum is one of a swing that decays, with an error for each parameter.
bool fill(Fit& fit, const Minimum& best, const Parts& parts, const Trace& trace) {
  const Matrix h = best.normal.topLeftCorner<kParameters, kParameters>();
  const Vector scale = h.diagonal().cwiseSqrt().cwiseInverse();
  const Matrix scaled = scale.asDiagonal() * h * scale.asDiagonal();
  const Eigen::LDLT<Matrix> factors(scaled);
  if (!factors.isPositive() || !(best.p[Fit::decay] > 0)) return false;
  fit.n = parts.used();
  fit.dof = static_cast<double>(fit.n - kParameters);
  const double variance = best.normal(kParameters, kParameters) / fit.dof;
  fit.value = best.p;
  fit.covariance =
      variance * (scale.asDiagonal() * factors.solve(Matrix::Identity()) * scale.asDiagonal());
  fit.mid_s = trace.mid_s;
  fit.residual_std = std::sqrt(variance);
  return true;
}

}  // namespace

DampedOscillatorFit fit_damped_oscillator(std::span<const double> a, double sampling_frequency_hz,
                                          const TapWindow& window) {
  Fit fit;
  fit.reason = window.reason;
  if (!fit.ok()) return fit;
  if (!(sampling_frequency_hz > 0)) {
    throw Error(ErrorKind::usage, "a tap needs a positive sampling frequency");
  }
  const double step_s = 1 / sampling_frequency_hz;
  const Trace trace{a, step_s, 0.5 * step_s * static_cast<double>(a.size() - 1), window.edge};
  Parts parts = parts_of(window.onset_s, window.end_s, trace);
  const auto enough = [&] {
    return parts.push_end - parts.push_first >= kFewestPush &&
           parts.size - parts.after_first >= kFewestFree;
  };
  if (!enough()) {
    fit.reason = Reason::too_few;
    return fit;
  }
  Rows rows(parts.used(), kParameters + 1);
  Minimum best;
  if (!start(trace, window, parts, best.p, rows)) {
    fit.reason = Reason::not_converged;
    return fit;
  }
  for (int turn = 0; turn < kMostWindows; ++turn) {
    best = minimise(trace, parts, best.p, rows);
    fit.iterations += best.steps;
    const Parts next =
        parts_of(best.p[Fit::onset], best.p[Fit::onset] + best.p[Fit::duration], trace);
    // What the detection left out stays out: the fit must not win back a sample of the edge.
    const Parts both{std::min(parts.before_end, next.before_end),
                     std::max(parts.push_first, next.push_first),
                     std::min(parts.push_end, next.push_end),
                     std::max(parts.after_first, next.after_first), parts.size};
    if (!best.converged || both == parts) break;
    parts = both;
    if (!enough()) break;
  }
  if (best.converged && enough()) widen_edges(trace, window, parts, best, rows, fit.iterations);
  if (!best.converged || !enough() || !fill(fit, best, parts, trace)) {
    fit.reason = Reason::not_converged;
    return fit;
  }
  fit.noise_ratio = fit.residual_std / window.noise_m_per_s2;
  return fit;
}

}  // namespace stiff
