#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace stiff {

/// Draws whole people with replacement (Efron1993), so that what is alike within a person stays
/// together, and shows each resample: how often each person is in it. The n-th resample depends on
/// the seed, the number of people and n alone.
void for_each_resample(std::size_t people, int resamples, std::uint64_t seed,
                       const std::function<void(std::span<const int> times)>& use);

/// Numbers the people 0, 1, ... in the order of their first case. \returns how many there are.
std::size_t number_people(std::span<const std::int64_t> person, std::vector<std::size_t>& numbers);

/// The share's quantile of the values (Hyndman and Fan's seventh: linear between the order
/// statistics). Reorders them; NaN without any.
double quantile_of(std::vector<double>& values, double share);

}  // namespace stiff
