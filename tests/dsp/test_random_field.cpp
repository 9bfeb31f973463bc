#include "stiff/core/error.h"
#include "stiff/dsp/random_field.h"

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace stiff;

namespace {

/// Mean of a figure over independent fields and the standard error of it.
struct Mean {
  double value = 0;
  double std_error = 0;
};

Mean over_fields(const RandomField& field, int count, std::uint64_t seed,
                 const std::function<double(const Picture<float>&)>& figure) {
  RandomFieldPair pair;
  double sum = 0, squares = 0;
  for (int n = 0; n < count; n += 2) {
    field.draw(seed, static_cast<std::uint64_t>(n / 2), pair);
    for (const Picture<float>* one : {&pair.first, &pair.second}) {
      const double value = figure(*one);
      sum += value;
      squares += value * value;
    }
  }
  const double mean = sum / count;
  return {mean, std::sqrt((squares / count - mean * mean) / (count - 1))};
}

/// Mean product of the pixels that lie (rows, columns) apart.
std::function<double(const Picture<float>&)> product_at(Index rows, Index columns) {
  return [=](const Picture<float>& f) {
    const Index r = f.rows() - rows, c = f.cols() - columns;
    return static_cast<double>((f.topLeftCorner(r, c) * f.bottomRightCorner(r, c)).mean());
  };
}

/// A right figure is missed once in 15 000.
constexpr double kErrors = 4;

}  // namespace

TEST_CASE("random fields have mean 0, variance 1 and the stated correlation") {
  struct Case {
    double row_length, column_length, exponent;
  };
  for (const Case& c :
       {Case{4, 4, 1}, Case{3, 9, 1}, Case{8, 5, 1.5}, Case{5, 5, 2}, Case{6, 6, 0.5}}) {
    CAPTURE(c.row_length, c.column_length, c.exponent);
    const RandomField field(60, 50, powered_exponential(c.row_length, c.column_length, c.exponent));
    CHECK(field.clipped_share() <= 1e-3);
    const auto near = [&](const Mean& mean, double truth) {
      CHECK(std::abs(mean.value - truth) < kErrors * mean.std_error + 1e-3);
    };
    near(over_fields(field, 200, 1, [](const Picture<float>& f) { return f.mean(); }), 0);
    near(over_fields(field, 200, 2, product_at(0, 0)), 1);
    for (const auto& [rows, columns] : {std::pair{1, 0}, {0, 1}, {3, 0}, {0, 9}, {4, 4}, {12, 3}}) {
      CAPTURE(rows, columns);
      const double r = std::hypot(rows / c.row_length, columns / c.column_length);
      near(over_fields(field, 200, 3, product_at(rows, columns)),
           std::exp(-std::pow(r, c.exponent)));
    }
  }
}

TEST_CASE("at its length a random field's correlation is 1/e, along rows and columns apart") {
  const RandomField field(80, 80, powered_exponential(4, 12, 1));
  for (const auto& [rows, columns] : {std::pair{4, 0}, {0, 12}}) {
    const Mean mean = over_fields(field, 200, 7, product_at(rows, columns));
    CHECK(std::abs(mean.value - std::exp(-1.0)) < kErrors * mean.std_error);
    CHECK(mean.std_error < 0.02);
  }
}

TEST_CASE("opposite edges of a random field are as strange as they should be") {
  // Length 3 of 40 pixels: exp(-13) is no correlation; the torus closes 14 pixels further on.
  const RandomField field(40, 40, powered_exponential(3, 3, 1));
  const Mean mean = over_fields(field, 400, 5, [](const Picture<float>& f) {
    return static_cast<double>((f.row(0) * f.row(39)).mean());
  });
  CHECK(std::abs(mean.value) < kErrors * mean.std_error + 0.01);
}

TEST_CASE("random fields have normal tails, with few strong modes as with many weak ones") {
  // Two-sided beyond 2, 3 and 4: erfc(z/sqrt 2).
  for (const double length : {1.0, 6.0, 20.0}) {
    CAPTURE(length);
    const RandomField field(70, 70, powered_exponential(length, length, 1));
    for (const double z : {2.0, 3.0, 4.0}) {
      CAPTURE(z);
      const Mean share = over_fields(field, 600, 11, [z](const Picture<float>& f) {
        return static_cast<double>((f.abs() > static_cast<float>(z)).cast<double>().mean());
      });
      CHECK(std::abs(share.value - std::erfc(z / std::sqrt(2.0))) < kErrors * share.std_error);
    }
  }
}

TEST_CASE("the two fields of a pair, and neighbouring pairs and seeds, are independent") {
  const RandomField field(40, 40, powered_exponential(3, 3, 1));
  RandomFieldPair a, b, c;
  double within = 0, pairs = 0, seeds = 0, squares = 0;
  constexpr int kDraws = 200;
  for (std::uint64_t n = 0; n < kDraws; ++n) {
    field.draw(n, 0, a);
    field.draw(n, 1, b);
    field.draw(n + 1, 0, c);
    const double product = (a.first * a.second).mean();
    within += product / kDraws;
    squares += product * product / kDraws;
    pairs += (a.first * b.first).mean() / kDraws;
    seeds += (a.first * c.first).mean() / kDraws;
  }
  const double std_error = std::sqrt(squares / kDraws);
  CHECK(std::abs(within) < kErrors * std_error);
  CHECK(std::abs(pairs) < kErrors * std_error);
  CHECK(std::abs(seeds) < kErrors * std_error);
}

TEST_CASE("a pair of random fields has the same bits in whatever order it is drawn") {
  const RandomField field(33, 20, powered_exponential(4, 2, 1));
  const RandomField again(33, 20, powered_exponential(4, 2, 1));
  RandomFieldPair here, there;
  for (const std::uint64_t pair : {5u, 0u, 3u}) {
    field.draw(9, pair, here);
    again.draw(9, 7 - pair, there);
    again.draw(9, pair, there);
    CHECK((here.first == there.first).all());
    CHECK((here.second == there.second).all());
    CHECK_FALSE((here.first == here.second).any());
  }
}

TEST_CASE("a single row, a single column and no correlation are fields too") {
  RandomFieldPair pair;
  for (const auto& [rows, columns] : {std::pair<Index, Index>{1, 50}, {50, 1}, {1, 1}, {30, 30}}) {
    const RandomField white(rows, columns, powered_exponential(0.01, 0.01, 1));
    const Mean variance = over_fields(white, 400, 21, product_at(0, 0));
    CHECK(std::abs(variance.value - 1) < kErrors * variance.std_error);
    white.draw(1, 0, pair);
    CHECK(pair.first.rows() == rows);
    CHECK(pair.first.cols() == columns);
  }
}

TEST_CASE("a smooth field longer than its grid needs a larger torus, and gets it") {
  // exp(-(r/30)^2) on 40 pixels: a torus of 80 has eigenvalues well below 0.
  const RandomField field(40, 40, powered_exponential(30, 30, 2));
  CHECK(field.clipped_share() <= 1e-3);
  const Mean mean = over_fields(field, 400, 31, product_at(0, 20));
  CHECK(std::abs(mean.value - std::exp(-4.0 / 9)) < kErrors * mean.std_error + 1e-3);
}

TEST_CASE("a random field refuses what is no correlation") {
  const auto refused = [](const std::function<void()>& call, const std::string& what) {
    try {
      call();
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::usage);
      CHECK(std::string(error.what()).find(what) != std::string::npos);
      return;
    }
    FAIL("not refused: " + what);
  };
  refused([] { powered_exponential(0, 1); }, "length");
  refused([] { powered_exponential(1, std::nan("")); }, "length");
  refused([] { powered_exponential(1, 1, 2.5); }, "exponent");
  refused([] { RandomField(0, 5, powered_exponential(1, 1)); }, "empty");
  refused([] { RandomField(5, 5, [](double, double) { return 0.9; }); }, "not 1");
  refused([] { RandomField(9, 9, [](double r, double) { return r == 0 ? 1 : std::nan(""); }); },
          "not finite");
  // Linked over all distances, but for no lag: no process has that.
  refused(
      [] {
        RandomField(30, 30,
                    [](double r, double c) { return std::cos(r) * std::cos(c) > 0.2 ? 1. : -1.; });
      },
      "too long");
}
