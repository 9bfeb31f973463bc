#pragma once

#include <cstddef>
#include <string_view>

namespace stiff {

/// One of `count` equal shares of a study, for as many machines or array tasks: the recordings
/// whose place in the study's order is index - 1, index - 1 + count, ...
struct Shard {
  int index = 1;  ///< 1 to count
  int count = 1;

  bool whole() const { return count == 1; }
  bool holds(std::size_t place) const {
    return place % static_cast<std::size_t>(count) == static_cast<std::size_t>(index - 1);
  }
};

/// The shard of a text `i/n`. \throws Error (usage) where it is none.
Shard parse_shard(std::string_view text);

/// The shard of a task of a Slurm job array, of the variables SLURM_ARRAY_TASK_ID, _COUNT, _MIN,
/// _MAX and _STEP (an empty text where one is not set). \throws Error (usage) where they do not say
/// it beyond doubt, as in an array of which only some tasks run again.
Shard shard_of_array_task(std::string_view id, std::string_view count, std::string_view minimum,
                          std::string_view maximum, std::string_view step);

}  // namespace stiff
