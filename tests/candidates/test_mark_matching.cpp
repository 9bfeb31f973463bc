#include "stiff/candidates/mark_matching.h"

#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>

using stiff::kNaN;
using stiff::LabelledPlace;
using stiff::MarkVerdict;
using stiff::RatedMark;

namespace {

using Places = std::vector<LabelledPlace>;
using Marks = std::vector<RatedMark>;
using Verdicts = std::vector<MarkVerdict>;
constexpr auto kFound = MarkVerdict::found;
constexpr auto kNeither = MarkVerdict::neither;
constexpr auto kOff = MarkVerdict::off;

}  // namespace

TEST_CASE("A place is found once, by its highest mark; a second mark is neither true nor false") {
  const Places places{{.lateral_mm = 0, .axial_mm = 10}, {.lateral_mm = 20, .axial_mm = 10}};
  const Marks marks{{1, 10, 2.0}, {0, 12, 5.0}, {10, 10, 9.0}, {-4, 13, 1.0}};
  const auto matched = stiff::match_marks(places, marks, 5);
  CHECK(matched.verdict == Verdicts{kNeither, kFound, kOff, kNeither});
  CHECK(matched.mark_of_place == std::vector<std::ptrdiff_t>{1, -1});
}

TEST_CASE("A mark on two places finds the nearest that is left") {
  const Places places{{.lateral_mm = 0, .axial_mm = 0}, {.lateral_mm = 4, .axial_mm = 0}};
  const Marks marks{{1, 0, 3.0}, {1.5, 0, 2.0}, {2.5, 0, 1.0}};
  const auto matched = stiff::match_marks(places, marks, 5);
  CHECK(matched.mark_of_place == std::vector<std::ptrdiff_t>{0, 1});
  CHECK(matched.verdict == Verdicts{kFound, kFound, kNeither});
}

TEST_CASE("The result above a threshold is that of the marks above it") {
  const Places places{{.lateral_mm = 0, .axial_mm = 0}, {.lateral_mm = 3, .axial_mm = 0}};
  const Marks all{{1, 0, 6.0}, {2, 0, 5.0}, {0, 1, 4.0}, {9, 9, 3.0}, {3, 1, 2.0}};
  const auto whole = stiff::match_marks(places, all, 4);
  for (std::size_t n = 0; n <= all.size(); ++n) {
    const Marks some(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n));
    const auto part = stiff::match_marks(places, some, 4);
    CHECK(std::equal(part.verdict.begin(), part.verdict.end(), whole.verdict.begin()));
  }
}

TEST_CASE("Equal ratings, in any order, are taken nearest first") {
  const Places places{{.lateral_mm = 0, .axial_mm = 0}};
  Marks marks{{3, 0, 1.0}, {1, 0, 1.0}, {2, 0, 1.0}};
  CHECK(stiff::match_marks(places, marks, 5).mark_of_place[0] == 1);
  std::reverse(marks.begin(), marks.end());
  CHECK(stiff::match_marks(places, marks, 5).mark_of_place[0] == 1);
  std::swap(marks[0], marks[1]);
  CHECK(stiff::match_marks(places, marks, 5).mark_of_place[0] == 0);
}

TEST_CASE(
    "On a place: within its radius or box, at least the tolerance; an unsaid depth is not asked") {
  CHECK(stiff::on_place({.lateral_mm = 0, .axial_mm = 0}, 3, 4, 5));
  CHECK_FALSE(stiff::on_place({.lateral_mm = 0, .axial_mm = 0}, 3, 4.1, 5));
  CHECK(stiff::on_place({.lateral_mm = 0, .axial_mm = 0, .radius_mm = 8}, 0, 7.9, 5));
  CHECK(stiff::on_place({.lateral_mm = 0, .axial_mm = 0, .radius_mm = 1}, 0, 4.9, 5));
  CHECK(stiff::on_place({.lateral_mm = 2}, 5, 30, 5));
  CHECK_FALSE(stiff::on_place({.lateral_mm = 2}, 8, 30, 5));
  const LabelledPlace band{.lateral_mm = 0, .axial_mm = 10, .width_mm = 40, .height_mm = 4};
  CHECK(stiff::on_place(band, 19, 14, 5));
  CHECK_FALSE(stiff::on_place(band, 19, 16, 5));
  CHECK_FALSE(stiff::on_place(band, 21, 10, 5));
}

TEST_CASE("A mark on a place that does not count is neither true nor false") {
  const Places places{{.lateral_mm = 0, .axial_mm = 0, .counts = false},
                      {.lateral_mm = 4, .axial_mm = 0}};
  const Marks marks{{-1, 0, 2.0}, {2, 0, 1.0}};
  const auto matched = stiff::match_marks(places, marks, 5);
  CHECK(matched.verdict == Verdicts{kFound, kNeither});  // -1 is 5 from the one that counts
  CHECK(stiff::match_marks(places, Marks{{-2, 0, 2.0}}, 5).verdict == Verdicts{kNeither});
  CHECK(stiff::match_marks({}, marks, 5).verdict == Verdicts{kOff, kOff});
  CHECK(stiff::match_marks(places, {}, 5).mark_of_place == std::vector<std::ptrdiff_t>{-1, -1});
}
