#include "stiff/contact/loading_fit.h"

#include "stiff/contact/loading_start.h"
#include "stiff/contact/loading_step.h"
#include "stiff/core/error.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace stiff {
namespace {

using Eigen::Index;

constexpr std::size_t kFewestSamples = 16;
constexpr std::size_t kFewestInAir = 6;
// Chi-squared of two parameters (where the contact is, how steep) that is taken for contact: 1e-7 a
// candidate, of which a search has some fifty.
constexpr double kContactChi = 32;
// And of one parameter, that there is air before: 1e-4.
constexpr double kAirChi = 15;
// The prior odds of a model by its terms, as minus twice their logarithm: 1 to e for each bend or
// drift. Larger ones bring an elastic layer's intervals nearer to 95 % (96.5 as it is) and take
// more from those of a tissue that relaxes, where a term that is left out is a bias.
constexpr double kPriorPerTerm = 2;
// What the first term left out does, over what the last one did. Legendre's series of e^(-x u), u
// from 0 to 1, falls by x / (4 k + 2) from term k to the next: 0.1 to 0.3 of the terms here, for a
// time constant between the ramp and a third of it.
constexpr double kNextTerm = 0.2;
// Models of smaller odds against the best are left out.
constexpr double kLeastOdds = 0.02;

// Sums of A_k u^k: the secant modulus, or the slope's, with the error that the covariance gives.
Estimate modulus_of(const LoadingFit& fit, const Indenter& indenter, double depth_m, bool tangent) {
  const Index count = fit.value.size(), first = count - fit.terms;
  Eigen::VectorXd by = Eigen::VectorXd::Zero(count);
  double value = 0;
  const double u = depth_m / fit.depth_m;
  // dF/dG = sum A_k u^k (1 + k G / (w G')).
  const double share = tangent && depth_m > 0 ? indenter.force_over_modulus_m2(depth_m) /
                                                    (depth_m * indenter.slope_m(depth_m))
                                              : 0;
  for (int k = 0; k < fit.terms; ++k) {
    const double power = std::pow(u, k), factor = 1 + k * share;
    value += fit.value[first + k] * power * factor;
    by[first + k] = power * factor;
    if (k > 0) by[0] -= k * fit.value[first + k] * std::pow(u, k - 1) * factor / fit.depth_m;
  }
  return make_estimate(value, std::sqrt(by.dot(fit.covariance * by)), 1, fit.n, fit.dof);
}

LoadingFit refused(Reason reason, LoadingFit::Contact contact = LoadingFit::Contact::found) {
  LoadingFit fit;
  fit.reason = reason;
  fit.contact = contact;
  if (reason == Reason::none) return fit;  // to be filled
  fit.contact_depth_m = fit.secant_pa = fit.tangent_pa = fit.contact_tangent_pa =
      no_estimate(reason);
  return fit;
}

LoadingFit fitted(const LoadingData& data, const Indenter& indenter, const LoadingDescent& descent,
                  double contact_error_m, const LoadingFitOptions& options) {
  const LoadingState& state = descent.state;
  const double depth = data.deepest_m - state.contact_m;
  if (!descent.converged || !(depth > 0)) return refused(Reason::not_converged);
  LoadingFit fit = refused(indenter.refusal(depth));
  fit.terms = state.model.terms;
  fit.drift = state.model.drift;
  fit.mid_s = state.mid_s;
  fit.depth_m = state.scale_m;
  fit.deepest_m = data.deepest_m;
  fit.n = static_cast<std::int64_t>(data.time_s.size());
  fit.dof = static_cast<double>(fit.n - state.model.parameters());
  fit.air_noise_n = descent.last.scatter.air_n;
  fit.noise_n = descent.last.scatter.tissue_n;
  fit.misfit = loading_misfit(data, indenter, state, options.misfit_level);
  fit.value.resize(1 + state.linear.size());
  fit.value << state.contact_m, state.linear;
  fit.covariance = fit.misfit * descent.last.covariance;
  if (contact_error_m > 0) {
    // What a move of the given contact does to the rest: the step back to the best from beside it.
    LoadingState moved = state;
    moved.contact_m += contact_error_m;
    const LoadingScatter scatter = bounded(descent.last.scatter, 0);
    const LoadingVector change = loading_step(data, indenter, moved, scatter).change;
    Eigen::VectorXd by(fit.value.size());
    by << contact_error_m, change.tail(state.linear.size());
    fit.covariance += by * by.transpose();
  }
  fit.contact_depth_m =
      make_estimate(state.contact_m, std::sqrt(fit.covariance(0, 0)), 1, fit.n, fit.dof);
  if (!fit.ok()) return fit;
  fit.secant_pa = modulus_of(fit, indenter, depth, false);
  fit.tangent_pa = modulus_of(fit, indenter, depth, true);
  fit.contact_tangent_pa = modulus_of(fit, indenter, 0, false);
  return fit;
}

struct Chosen {
  LoadingModel model;
  LoadingCandidate candidate;
  double weight = 0;  // odds against the best
};

// The models that rise, the likeliest first, with their odds by the criterion.
std::vector<Chosen> choose(const ThinnedLoading& thinned, const Indenter& indenter,
                           bool contact_free, double contact_m, const LoadingFitOptions& options) {
  std::vector<Chosen> all;
  for (const bool drift : {false, true}) {
    if (drift && !options.drift) continue;
    for (int terms = 1; terms <= options.most_terms; ++terms) {
      const LoadingModel model{terms, drift, contact_free};
      LoadingCandidate candidate = contact_free ? search_contact(thinned, indenter, model)
                                                : solve_at(thinned, indenter, model, contact_m);
      if (!std::isfinite(candidate.squares)) continue;
      const double criterion = bayes_criterion(thinned, candidate.squares, model.parameters()) +
                               kPriorPerTerm * (terms - 1 + (drift ? 1 : 0));
      all.push_back({model, std::move(candidate), criterion});
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Chosen& a, const Chosen& b) { return a.weight < b.weight; });
  const double least = all.empty() ? 0 : all.front().weight;
  for (Chosen& one : all) one.weight = std::exp(-0.5 * (one.weight - least));
  return all;
}

// Contact is found, lies before the record, or there is none (see the constants above).
LoadingFit::Contact contact_of(const ThinnedLoading& thinned, const Indenter& indenter,
                               const Chosen& chosen, const LoadingData& data,
                               const LoadingFitOptions& options) {
  const double squares = chosen.candidate.squares;
  const double variance =
      squares / static_cast<double>(thinned.force_n.size() - chosen.model.parameters());
  if (!((squares_of_air(thinned, false) - squares) / variance > kContactChi)) {
    return LoadingFit::Contact::never;
  }
  const double low = thinned.depth_m.minCoeff();
  LoadingModel straight{1, false, false};
  const double from_start = low - 1e-3 * (thinned.deepest_m - low);
  if (options.drift) {
    // A drift does as well: it is none where the depth's line does as well as that, as on a ramp
    // from the first sample on, where time and depth are one.
    const double drifting = squares_of_air(thinned, true);
    if (!((drifting - squares) / variance > kContactChi)) {
      const double line = solve_at(thinned, indenter, straight, from_start).squares;
      return (line - drifting) / variance < kAirChi ? LoadingFit::Contact::before_record
                                                    : LoadingFit::Contact::never;
    }
  }
  straight = chosen.model;
  straight.contact_free = false;
  const double line = solve_at(thinned, indenter, straight, from_start).squares;
  const auto in_air = static_cast<std::size_t>(
      std::count_if(data.instrument_m.begin(), data.instrument_m.end(),
                    [&](double depth) { return depth < chosen.candidate.contact_m; }));
  const bool air = (line - squares) / variance > kAirChi && in_air >= kFewestInAir;
  return air ? LoadingFit::Contact::found : LoadingFit::Contact::before_record;
}

LoadingDescent descent_from(const LoadingData& data, const ThinnedLoading& thinned,
                            const Indenter& indenter, const Chosen& chosen) {
  LoadingState state;
  state.model = chosen.model;
  state.contact_m = chosen.candidate.contact_m;
  state.scale_m = data.deepest_m - state.contact_m;
  state.mid_s = thinned.mid_s;
  state.linear = chosen.candidate.linear;
  const double size = thinned.force_n.maxCoeff() - thinned.force_n.minCoeff();
  const double scatter =
      std::sqrt(chosen.candidate.squares / static_cast<double>(thinned.force_n.size()));
  return descend(data, indenter, state, bounded({scatter, scatter}, size), size);
}

void check(std::span<const double> time_s, std::span<const double> force_n,
           std::span<const double> depth_m) {
  if (force_n.size() != time_s.size() || depth_m.size() != time_s.size()) {
    throw Error(ErrorKind::usage, "time, force and depth of a way in differ in length");
  }
}

// Each model's answer by its odds; the scatter between them is part of the error (Hoeting1999).
Estimate averaged(const std::vector<LoadingFit>& fits, const std::vector<double>& odds,
                  Estimate LoadingFit::*member) {
  double sum = 0, mean = 0, variance = 0;
  for (std::size_t i = 0; i < fits.size(); ++i) {
    if (!(fits[i].*member).has_value()) return fits.front().*member;
    sum += odds[i];
    mean += odds[i] * (fits[i].*member).value;
  }
  mean /= sum;
  for (std::size_t i = 0; i < fits.size(); ++i) {
    const Estimate& one = fits[i].*member;
    const double off = one.value - mean;
    variance += odds[i] / sum * (one.std_error * one.std_error + off * off);
  }
  return make_estimate(mean, std::sqrt(variance), 1, fits.front().n, fits.front().dof);
}

// The descent of each model whose odds count; the likeliest that converges is the curve.
LoadingFit fit_all(const LoadingData& data, const ThinnedLoading& thinned, const Indenter& indenter,
                   const std::vector<Chosen>& models, double contact_error_m,
                   const LoadingFitOptions& options) {
  std::vector<LoadingFit> fits;
  std::vector<double> odds;
  LoadingFit first = refused(Reason::not_converged);
  for (const Chosen& one : models) {
    if (!fits.empty() && one.weight < kLeastOdds * odds.front()) break;
    LoadingFit fit = fitted(data, indenter, descent_from(data, thinned, indenter, one),
                            contact_error_m, options);
    if (fit.reason == Reason::not_converged) continue;
    if (!fit.ok()) return fit;
    fits.push_back(std::move(fit));
    odds.push_back(one.weight);
  }
  if (fits.empty()) return first;
  LoadingFit fit = fits.front();
  // A curve that bends is a series cut short: what its last term moved tells of the next one.
  LoadingFit shorter = first;
  for (const Chosen& one : models) {
    if (fit.terms < 2 || one.model.terms != fit.terms - 1 || one.model.drift != fit.drift) continue;
    shorter = fitted(data, indenter, descent_from(data, thinned, indenter, one), contact_error_m,
                     options);
  }
  for (const auto member : {&LoadingFit::contact_depth_m, &LoadingFit::secant_pa,
                            &LoadingFit::tangent_pa, &LoadingFit::contact_tangent_pa}) {
    fit.*member = averaged(fits, odds, member);
    if (!shorter.ok() || !(fit.*member).has_value()) continue;
    const Estimate& e = fit.*member;
    const double moved = kNextTerm * ((fits.front().*member).value - (shorter.*member).value);
    fit.*member = make_estimate(e.value, std::hypot(e.std_error, moved), 1, e.n, fit.dof);
  }
  return fit;
}

// A flat end in touch from the first sample on: the line through all.
LoadingFit fit_without_air(const LoadingData& data, const ThinnedLoading& thinned,
                           const Indenter& indenter, const LoadingFitOptions& options) {
  if (indenter.shape() != ProbeShape::flat) {
    return refused(Reason::outside_field, LoadingFit::Contact::before_record);
  }
  const LoadingModel line{1, false, false};
  const double low = thinned.depth_m.minCoeff();
  const double contact = low - 1e-3 * (data.deepest_m - low);
  const Chosen chosen{line, solve_at(thinned, indenter, line, contact), 1};
  if (!std::isfinite(chosen.candidate.squares)) return refused(Reason::no_contact);
  LoadingFit fit = fit_all(data, thinned, indenter, {chosen}, 0, options);
  fit.contact = LoadingFit::Contact::before_record;
  fit.contact_depth_m = no_estimate(Reason::outside_field);
  return fit;
}

}  // namespace

double LoadingFit::offset_n(double time_s) const {
  return value[1] + (drift ? value[2] * (time_s - mid_s) : 0.0);
}

double loading_force_n(const LoadingFit& fit, const Indenter& indenter, double time_s,
                       double depth_m) {
  LoadingState state;
  state.model = {fit.terms, fit.drift, true};
  state.contact_m = fit.value[0];
  state.scale_m = fit.depth_m;
  state.mid_s = fit.mid_s;
  state.linear = fit.value.tail(fit.value.size() - 1);
  return loading_force_n(state, indenter, time_s, depth_m);
}

LoadingFit fit_loading(std::span<const double> time_s, std::span<const double> force_n,
                       std::span<const double> depth_m, const Indenter& indenter, double deepest_m,
                       const LoadingFitOptions& options) {
  check(time_s, force_n, depth_m);
  if (time_s.size() < kFewestSamples) return refused(Reason::too_few);
  const LoadingData data = loading_data(time_s, force_n, depth_m, deepest_m);
  const ThinnedLoading thinned = thin(time_s, force_n, depth_m, deepest_m);
  const std::vector<Chosen> models = choose(thinned, indenter, true, kNaN, options);
  if (models.empty()) return refused(Reason::no_contact, LoadingFit::Contact::never);
  switch (contact_of(thinned, indenter, models.front(), data, options)) {
    case LoadingFit::Contact::never:
      return refused(Reason::no_contact, LoadingFit::Contact::never);
    case LoadingFit::Contact::before_record:
      return fit_without_air(data, thinned, indenter, options);
    case LoadingFit::Contact::found:
      break;
  }
  return fit_all(data, thinned, indenter, models, 0, options);
}

LoadingFit fit_loading_from(std::span<const double> time_s, std::span<const double> force_n,
                            std::span<const double> depth_m, const Indenter& indenter,
                            double deepest_m, const Estimate& contact_depth_m,
                            const LoadingFitOptions& options) {
  check(time_s, force_n, depth_m);
  if (time_s.size() < kFewestSamples) return refused(Reason::too_few);
  if (!contact_depth_m.has_value()) return refused(contact_depth_m.reason);
  const LoadingData data = loading_data(time_s, force_n, depth_m, deepest_m);
  const ThinnedLoading thinned = thin(time_s, force_n, depth_m, deepest_m);
  const std::vector<Chosen> models =
      choose(thinned, indenter, false, contact_depth_m.value, options);
  if (models.empty()) return refused(Reason::no_contact);
  LoadingFit fit = fit_all(data, thinned, indenter, models, contact_depth_m.std_error, options);
  fit.contact_depth_m = contact_depth_m;
  return fit;
}

}  // namespace stiff
