#include "stiff/study/shard.h"

#include "stiff/core/error.h"

#include <charconv>
#include <optional>
#include <string>

namespace stiff {
namespace {

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

constexpr int kMostShards = 1'000'000;

bool sane(int index, int count) {
  return index >= 1 && index <= count && count <= kMostShards;
}

}  // namespace

Shard parse_shard(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto index = whole_number(text.substr(0, slash));
    const auto count = whole_number(text.substr(slash + 1));
    if (index && count && sane(*index, *count)) return {*index, *count};
  }
  throw Error(ErrorKind::usage, "--shard takes i/n with i from 1 to n, such as 2/10, not '" +
                                    std::string(text) + "'");
}

Shard shard_of_array_task(std::string_view id, std::string_view count, std::string_view minimum,
                          std::string_view maximum, std::string_view step) {
  const auto task = whole_number(id);
  const auto tasks = whole_number(count);
  const auto first = whole_number(minimum);
  const auto last = whole_number(maximum);
  const auto stride = step.empty() ? std::optional<int>(1) : whole_number(step);
  if (task && tasks && first && last && stride && *stride > 0) {
    const int index = (*task - *first) / *stride + 1;
    const int expected = (*last - *first) / *stride + 1;
    const bool on_stride = (*task - *first) % *stride == 0;
    if (on_stride && expected == *tasks && sane(index, *tasks)) return {index, *tasks};
  }
  throw Error(
      ErrorKind::usage,
      "the job array's variables (SLURM_ARRAY_TASK_ID and others) do not say which share of "
      "the study this task is; give --shard i/n");
}

}  // namespace stiff
