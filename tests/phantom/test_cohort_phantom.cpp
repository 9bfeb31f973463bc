#include "stiff/core/error.h"
#include "stiff/phantom/cohort_phantom.h"
#include "stiff/phantom/speed_map.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

constexpr LesionField kField{{-16e-3, 8e-3}, {16e-3, 40e-3}};

CohortPhantomOptions cohort(int people, int patients) {
  CohortPhantomOptions options;
  options.people.people = people;
  options.people.patients = patients;
  return options;
}

double variance(const std::vector<double>& values) {
  double sum = 0, squares = 0;
  for (const double value : values) sum += value, squares += value * value;
  const auto n = static_cast<double>(values.size());
  return (squares - sum * sum / n) / (n - 1);
}

std::string refusal(const CohortPhantomOptions& options, const LesionField& field = kField) {
  try {
    cohort_people(options, field);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::usage);
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("cohort: people and their sides vary as they are told") {
  CohortPhantomOptions options = cohort(2000, 0);
  options.people.between_sd = 0.3;
  options.people.within_sd = 0.1;
  std::vector<double> firsts, differences;
  for (const CohortPerson& person : cohort_people(options, kField)) {
    REQUIRE(person.recordings.size() == 2);
    const double right = std::log(person.recordings[0].modulus_kpa);
    firsts.push_back(right);
    differences.push_back(right - std::log(person.recordings[1].modulus_kpa));
  }
  // A variance of 2000 numbers is known to sqrt(2/2000) = 3.2 %; four of them.
  CHECK(variance(firsts) == Approx(0.09 + 0.01).epsilon(0.13));
  CHECK(variance(differences) == Approx(2 * 0.01).epsilon(0.13));
  std::nth_element(firsts.begin(), firsts.begin() + 1000, firsts.end());
  CHECK(firsts[1000] == Approx(std::log(19.16)).margin(4 * 0.316 * 1.2533 / std::sqrt(2000)));
}

TEST_CASE("cohort: patients have what they should, one side, within the field, apart") {
  CohortPhantomOptions options = cohort(3, 200);
  options.lesions.nodules = 2;
  options.lesions.bands = 1;
  int left = 0;
  for (const CohortPerson& person : cohort_people(options, kField)) {
    std::size_t affected = 0;
    for (const CohortRecording& one : person.recordings) {
      if (one.lesions.empty()) continue;
      ++affected;
      if (one.side == "left") ++left;
      REQUIRE(one.lesions.size() == 3);
      for (const CohortLesion& lesion : one.lesions) {
        const bool band = lesion.kind == LesionKind::band;
        CHECK(lesion.ratio == (band ? 1.5 : 1.68));
        CHECK(lesion.modulus_kpa == Approx(lesion.ratio * one.modulus_kpa));
        CHECK(lesion.place.speed_m_per_s == Approx(std::sqrt(lesion.modulus_kpa)));
        CHECK(std::abs(lesion.place.tilt_rad) <= (band ? 10.0 * 3.1416 / 180 : 0.0));
        CHECK(lesion.place.semi_lateral_m == (band ? 10e-3 : 4e-3));
      }
      // A walk along the border of the field, 0.99 mm inside, and a grid within it.
      for (double share = 0; share <= 1; share += 0.01) {
        const double x = -15.01e-3 + share * 30.02e-3, z = 9e-3 + share * 30e-3;
        for (const CohortLesion& lesion : one.lesions) {
          for (const Point& at :
               {Point{x, 8.99e-3}, Point{x, 39.01e-3}, Point{-15.01e-3, z}, Point{15.01e-3, z}}) {
            CHECK(share_inside(lesion.place, 0, at) == 0);
          }
        }
        for (double other = 0; other <= 1; other += 0.02) {
          int inside = 0;
          for (const CohortLesion& lesion : one.lesions) {
            inside += share_inside(lesion.place, 0, {x, 8e-3 + other * 32e-3}) > 0 ? 1 : 0;
          }
          CHECK(inside <= 1);
        }
      }
    }
    CHECK(affected == (person.patient ? 1u : 0u));
  }
  CHECK(std::abs(left - 100) < 4 * std::sqrt(50));
}

TEST_CASE("cohort: a larger cohort has the smaller one's people in it, a new seed others") {
  const auto small = cohort_people(cohort(5, 3), kField);
  const auto large = cohort_people(cohort(9, 4), kField);
  for (std::size_t n = 0; n < 5; ++n) {
    CHECK(small[n].recordings[0].modulus_kpa == large[n].recordings[0].modulus_kpa);
    CHECK(small[n].recordings[1].seed == large[n].recordings[1].seed);
    CHECK(small[n].age == large[n].age);
  }
  for (std::size_t n = 0; n < 3; ++n) {
    CHECK(small[5 + n].recordings[0].seed == large[9 + n].recordings[0].seed);
    CHECK(small[5 + n].recordings[0].lesions.size() == large[9 + n].recordings[0].lesions.size());
  }
  CohortPhantomOptions other = cohort(5, 3);
  other.seed = 2;
  CHECK(cohort_people(other, kField)[0].recordings[0].modulus_kpa !=
        small[0].recordings[0].modulus_kpa);
}

TEST_CASE("cohort: the true map is the muscle's mean, its unevenness, its trend and its lesions") {
  UnevenMuscle uneven;
  const CohortGrid grid;
  CohortRecording one;
  one.modulus_kpa = 20;
  one.seed = 3;
  one.lesions.push_back({LesionKind::nodule,
                         {{2e-3, 25e-3}, 4e-3, 4e-3, 0, std::sqrt(33.6), NoduleShape::ellipse},
                         1.68,
                         33.6});
  const CohortMaps plain(grid, uneven, {});
  const Picture<float> map = plain.true_modulus(one);
  CHECK(map.rows() == 130);
  CHECK(map.cols() == 121);
  CHECK(map(67, 67) == Approx(33.6));
  CHECK(map(20, 20) == Approx(20));
  // Area: of a circle of radius 4 mm, whose border of 25 mm lies on pixels of 0.3 mm.
  const double area = static_cast<double>((map > 26.8f).count()) * 0.09;
  CHECK(std::abs(area - 16 * 3.14159) < 0.5 * 25 * 0.3);

  uneven.trend_per_m = 10;
  const Picture<float> sloped = CohortMaps(grid, uneven, {}).true_modulus(one);
  CHECK(sloped(50, 5) == Approx(20));
  CHECK(sloped(100, 5) / sloped(50, 5) == Approx(std::exp(0.15)));
  CHECK(sloped(67, 67) == Approx(33.6));

  uneven = {.cv = 0.2, .axial_length_m = 2e-3, .lateral_length_m = 2e-3};
  const CohortMaps varied(grid, uneven, {});
  one.lesions.clear();
  std::vector<double> means, variations;
  for (one.seed = 1; one.seed <= 40; ++one.seed) {
    const Picture<double> relative = varied.true_modulus(one).cast<double>() / 20;
    means.push_back(relative.mean() - 1);
    variations.push_back((relative - 1).square().mean() - 0.04);
  }
  for (const auto& figure : {means, variations}) {
    double sum = 0;
    for (const double value : figure) sum += value;
    CHECK(std::abs(sum / 40) < 4 * std::sqrt(variance(figure) / 40));
  }
}

TEST_CASE("cohort: what is measured is where the maps have values, and the same every time") {
  const CohortMaps maps({}, {.cv = 0.1}, {});
  const LesionField field = maps.field();
  CHECK(field.low.lateral_m == Approx(-16.8e-3));
  CHECK(field.high.lateral_m == Approx(16.8e-3));
  for (Index i = 0; i < 130; ++i) {
    for (Index j = 0; j < 121; ++j) {
      const double z = maps.axial_m()[i], x = maps.lateral_m()[j];
      if (z < field.low.axial_m || z > field.high.axial_m || std::abs(x) > 16.8e-3 + 1e-9) continue;
      CHECK((maps.chain().relative_error()(i, j) > 0) == (std::abs(std::abs(x) - 12e-3) > 1e-9));
    }
  }
  CHECK(field.high.axial_m - field.low.axial_m > 20e-3);
  const auto people = cohort_people(cohort(1, 1), field);
  const CohortRecording& one = people[1].recordings[0];
  const MeasuredMap a = maps.measure(one), b = maps.measure(one);
  CHECK((a.reason == b.reason).all());
  CHECK((a.true_kpa == maps.true_modulus(one)).all());
  const auto valid =
      static_cast<double>((a.reason == 0).count()) / static_cast<double>(a.reason.size());
  CHECK(valid > 0.7);
  CHECK(valid < 0.95);
  // Neither field is the other: what is measured is off the truth by blur and error.
  CHECK(maps.measure(people[0].recordings[0]).true_kpa(60, 60) != a.true_kpa(60, 60));
}

TEST_CASE("cohort: what cannot be is refused with what to do") {
  CohortPhantomOptions options = cohort(0, 0);
  CHECK(refusal(options).find("nobody") != std::string::npos);
  options = cohort(1, 1);
  options.lesions.nodules = 0;
  CHECK(refusal(options).find("--nodules") != std::string::npos);
  options = cohort(1, 1);
  options.lesions.nodule_diameter_m = 50e-3;
  CHECK(refusal(options).find("larger than the valid field") != std::string::npos);
  options = cohort(1, 1);
  options.lesions.nodules = 20;
  options.lesions.nodule_diameter_m = 12e-3;
  CHECK(refusal(options).find("no room") != std::string::npos);
  options = cohort(1, 1);
  options.lesions.band_width_m = 30e-3;
  CHECK(refusal(options).find("--band-width") != std::string::npos);
  options = cohort(1, 0);
  options.people.between_sd = std::nan("");
  CHECK(refusal(options).find("--between") != std::string::npos);
}
