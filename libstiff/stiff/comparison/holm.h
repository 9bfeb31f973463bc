#pragma once

#include <span>
#include <string>
#include <vector>

namespace stiff {

/// p values that hold the chance of any false rejection in a family of m tests at the level that
/// they are compared with, whatever the tests' dependence (Holm1979):
///
///     p_holm of the i-th smallest = max over j <= i of min(1, (m - j + 1) p_j)
///
/// NaN is no test: it stays NaN and does not count in m. The order of the result is that of the
/// input. \pre every other p lies in 0 to 1. \throws Error (usage) where one does not.
std::vector<double> holm_adjusted(std::span<const double> p);

/// The same within each family apart: `family[i]` names that of `p[i]`. \throws Error (usage) where
/// the two differ in length.
std::vector<double> holm_within(std::span<const double> p, std::span<const std::string> family);

}  // namespace stiff
