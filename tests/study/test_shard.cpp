#include "stiff/core/error.h"
#include "stiff/study/shard.h"

#include <catch2/catch.hpp>

using namespace stiff;

TEST_CASE("a shard is i of n with i from 1 to n") {
  CHECK(parse_shard("2/10").index == 2);
  CHECK(parse_shard("2/10").count == 10);
  CHECK(parse_shard("1/1").whole());
  for (const char* wrong : {"", "2", "0/3", "4/3", "-1/3", "1/0", "1/", "/3", "1/3 ", "a/3",
                            "1.0/3", "1/99999999999"}) {
    INFO(wrong);
    CHECK_THROWS_AS(parse_shard(wrong), Error);
  }
}

TEST_CASE("shards share a study out: each place in exactly one, sizes within one of each other") {
  for (int count = 1; count <= 7; ++count) {
    std::vector<int> sizes(static_cast<std::size_t>(count), 0);
    for (std::size_t place = 0; place < 23; ++place) {
      int holders = 0;
      for (int index = 1; index <= count; ++index) {
        if (Shard{index, count}.holds(place)) {
          ++holders;
          ++sizes[static_cast<std::size_t>(index - 1)];
        }
      }
      CHECK(holders == 1);
    }
    CHECK(*std::max_element(sizes.begin(), sizes.end()) -
              *std::min_element(sizes.begin(), sizes.end()) <=
          1);
  }
}

TEST_CASE("a job array's task is a shard where the array is whole") {
  const auto shard = [](const char* id, const char* count, const char* low, const char* high,
                        const char* step) {
    const Shard s = shard_of_array_task(id, count, low, high, step);
    return std::make_pair(s.index, s.count);
  };
  CHECK(shard("0", "4", "0", "3", "1") == std::make_pair(1, 4));
  CHECK(shard("4", "4", "1", "4", "1") == std::make_pair(4, 4));
  CHECK(shard("10", "3", "5", "15", "5") == std::make_pair(2, 3));
  CHECK(shard("2", "3", "1", "3", "") == std::make_pair(2, 3));
  // --array=3,7 of an array of ten: two tasks run again, and this is not the first half of the
  // study.
  CHECK_THROWS_AS(shard_of_array_task("3", "2", "3", "7", "1"), Error);
  CHECK_THROWS_AS(shard_of_array_task("3", "", "", "", ""), Error);
  CHECK_THROWS_AS(shard_of_array_task("x", "2", "1", "2", "1"), Error);
}
