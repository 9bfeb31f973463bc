#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace stiff {

/// The minimum of a function of N numbers without its derivatives, by a simplex that reflects,
/// expands, contracts and shrinks (NelderMead1965, with the usual 1, 2, 1/2, 1/2). A first step of
/// 0 holds its number fixed. Ends after `most` calls, or where the simplex' values differ by less
/// than `tolerance`: a local minimum, and near it at best. No randomness.
template <std::size_t N, class Cost>
std::array<double, N> simplex_minimum(const Cost& cost, const std::array<double, N>& start,
                                      const std::array<double, N>& first_steps, int most,
                                      double tolerance) {
  using Point = std::array<double, N>;
  using Corner = std::pair<double, Point>;
  std::array<Corner, N + 1> simplex;
  std::size_t corners = 1;
  simplex[0] = {cost(start), start};
  for (std::size_t i = 0; i < N; ++i) {
    if (first_steps[i] == 0) continue;
    Point point = start;
    point[i] += first_steps[i];
    simplex[corners++] = {cost(point), point};
  }
  int calls = static_cast<int>(corners);
  const auto by_cost = [](const Corner& a, const Corner& b) { return a.first < b.first; };
  const auto end = simplex.begin() + static_cast<std::ptrdiff_t>(corners);
  while (corners > 1) {
    std::stable_sort(simplex.begin(), end, by_cost);
    Corner& worst = simplex[corners - 1];
    if (calls >= most || worst.first - simplex[0].first < tolerance) break;
    Point middle{};
    for (std::size_t c = 0; c + 1 < corners; ++c) {
      for (std::size_t i = 0; i < N; ++i) {
        middle[i] += simplex[c].second[i] / static_cast<double>(corners - 1);
      }
    }
    const auto along = [&](double share) {
      Point point;
      for (std::size_t i = 0; i < N; ++i) {
        point[i] = middle[i] + share * (worst.second[i] - middle[i]);
      }
      ++calls;
      return Corner{cost(point), point};
    };
    const Corner reflected = along(-1);
    if (reflected.first < simplex[0].first) {
      const Corner expanded = along(-2);
      worst = expanded.first < reflected.first ? expanded : reflected;
    } else if (reflected.first < simplex[corners - 2].first) {
      worst = reflected;
    } else {
      const Corner contracted = along(reflected.first < worst.first ? -0.5 : 0.5);
      if (contracted.first < std::min(reflected.first, worst.first)) {
        worst = contracted;
      } else {
        for (std::size_t c = 1; c < corners; ++c) {
          for (std::size_t i = 0; i < N; ++i) {
            simplex[c].second[i] = 0.5 * (simplex[c].second[i] + simplex[0].second[i]);
          }
          simplex[c].first = cost(simplex[c].second);
          ++calls;
        }
      }
    }
  }
  return simplex[0].second;
}

}  // namespace stiff
