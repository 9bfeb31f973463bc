#include "stiff/core/error.h"
#include "stiff/io/mat_file.h"

#include <random>

#include "io/mat5_writer.h"
#include "io/scratch.h"
#include <catch2/catch.hpp>

using namespace stiff;
using stiff_test::Mat5Writer;
using stiff_test::Scratch;

namespace {

std::string sample_file(const Mat5Writer& w, bool compressed) {
  const auto pack = [&](const std::string& array) {
    return compressed ? w.compressed(array) : array;
  };
  std::vector<float> re(24), im(24);
  for (int i = 0; i < 24; ++i) {
    re[static_cast<std::size_t>(i)] = static_cast<float>(i) + 0.25F;
    im[static_cast<std::size_t>(i)] = static_cast<float>(-i) - 0.5F;
  }
  return w.file(
      {pack(w.doubles("x", {1, 3}, {-1.5, 0, 2.25})),
       pack(w.array<float>("iq", {2, 3, 4}, 7, 7, re, im)),
       // A double array stored as bytes, as MATLAB does with small whole numbers.
       pack(w.array<std::uint8_t>("small", {2, 2}, 6, 2, {1, 2, 3, 200})),
       pack(w.text("name", u"M. trap\u00e8ze \u2194 \U0001F4AA")),
       pack(w.cell("pair", {w.doubles("", {1, 1}, {7}), w.element(14, ""), w.text("", u"b")})),
       pack(w.structure("TW", {"Parameters", "type"}, 2,
                        {w.doubles("", {1, 2}, {5.2, 0.67}), w.text("", u"parametric"),
                         w.doubles("", {1, 2}, {4.4, 1}), w.text("", u"push")}))});
}

// What a test compares: every value that a reader can reach.
std::string everything(const MatFile& file) {
  std::string all;
  const auto add = [&](auto&& self, const MatValue& v) -> void {
    all += std::to_string(static_cast<int>(v.kind)) + shape_text(v.shape) + v.text;
    for (Index i = 0; i < v.real.count; ++i) all.append(",").append(std::to_string(v.real[i]));
    for (Index i = 0; i < v.imaginary.count; ++i)
      all.append(";").append(std::to_string(v.imaginary[i]));
    for (const std::string& name : v.field_names) all += name;
    for (const MatValue& e : v.elements) self(self, e);
  };
  for (const MatEntry& entry : file.entries()) {
    all += "\n" + entry.name + ":";
    add(add, file.read(entry.name));
  }
  return all;
}

}  // namespace

TEST_CASE("a v5 file's arrays are read, in either byte order, compressed or not") {
  const bool compressed = GENERATE(false, true);
  const bool big_endian = GENERATE(false, true);
  CAPTURE(compressed, big_endian);
  const Scratch scratch;
  const MatFile file(
      scratch.write("a b\u00e9.mat", sample_file(Mat5Writer(big_endian), compressed)));

  CHECK(to_numbers(file.read("x"), "x") == std::vector<double>{-1.5, 0, 2.25});
  CHECK(to_numbers(file.read("small"), "small") == std::vector<double>{1, 2, 3, 200});
  CHECK(file.read("name").text == "M. trap\u00e8ze \u2194 \U0001F4AA");

  const MatValue iq = file.read("iq");
  CHECK(iq.complex);
  CHECK(iq.shape == std::vector<Index>{2, 3, 4});
  const Cube<std::complex<float>> cube =
      gather(iq.real, iq.imaginary, sample_layout(iq, 0, 1, 2, "iq"));
  for (Index z = 0; z < 2; ++z) {
    for (Index x = 0; x < 3; ++x) {
      for (Index t = 0; t < 4; ++t) {
        const auto i = static_cast<float>(z + 2 * x + 6 * t);  // MATLAB: the first index fastest
        CHECK(cube(z, x, t) == std::complex<float>(i + 0.25F, -i - 0.5F));
      }
    }
  }

  CHECK(to_number(file.read_part("pair{1}"), "pair") == 7);
  CHECK(file.read_part("pair{2}").count() == 0);
  CHECK(file.read_part("pair{3}").text == "b");
  CHECK(to_numbers(file.read_part("TW(2).Parameters"), "") == std::vector<double>{4.4, 1});
  CHECK(file.read_part("TW.type").text == "parametric");
  CHECK_THROWS_WITH(file.read_part("TW(3).Parameters"), Catch::Contains("holds no"));
  CHECK_THROWS_WITH(file.read_part("TW(0).Parameters"), Catch::Contains("holds no"));
  CHECK_THROWS_WITH(file.read_part("TW(1.Parameters"), Catch::Contains("holds no"));
  CHECK_THROWS_WITH(file.read("y"), Catch::Contains("no variable 'y'"));
}

TEST_CASE("a v5 file cut at any byte is refused, or holds whole variables only") {
  const bool compressed = GENERATE(false, true);
  CAPTURE(compressed);
  const Scratch scratch;
  const std::string bytes = sample_file(Mat5Writer(), compressed);
  const std::string whole = everything(MatFile(scratch.write("whole.mat", bytes)));
  int refused = 0;
  int shorter = 0;
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto path = scratch.write("cut.mat", std::string_view(bytes).substr(0, length));
    std::string left;
    try {
      left = everything(MatFile(path));
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::bad_data);
      CHECK_THAT(error.what(), Catch::Contains("cut.mat"));
      ++refused;
      continue;
    }
    // A file cut between two variables is a sound file of fewer: its reader misses one by name.
    CHECK(whole.starts_with(left));
    CHECK(left.size() < whole.size());
    ++shorter;
  }
  CHECK(shorter == 5);  // after each of the six variables but the last
  CHECK(refused == static_cast<int>(bytes.size()) - 5);
}

TEST_CASE("a v5 file whose tail is zeros, as an interrupted copy leaves it, is refused") {
  const bool compressed = GENERATE(false, true);
  const Scratch scratch;
  const std::string bytes = sample_file(Mat5Writer(), compressed);
  const std::string whole = everything(MatFile(scratch.write("whole.mat", bytes)));
  int silently_wrong = 0;
  for (std::size_t kept = 128; kept < bytes.size(); kept += 3) {
    std::string cut = bytes.substr(0, kept);
    cut.resize(bytes.size(), '\0');
    if (cut == bytes) continue;
    try {
      if (everything(MatFile(scratch.write("cut.mat", cut))) != whole) ++silently_wrong;
    } catch (const Error&) {
    }
  }
  // Compressed variables carry a checksum. Plain ones do not: zeros in the middle of numbers are
  // numbers, and `validate` finds the run of them in samples.
  if (compressed) CHECK(silently_wrong == 0);
}

TEST_CASE("a changed bit in a compressed variable is found") {
  const Scratch scratch;
  const std::string bytes = sample_file(Mat5Writer(), true);
  const std::string whole = everything(MatFile(scratch.write("whole.mat", bytes)));
  std::mt19937 random(1);
  int refused = 0;
  for (int i = 0; i < 500; ++i) {
    std::string changed = bytes;
    const std::size_t at = 128 + random() % (bytes.size() - 128);
    changed[at] = static_cast<char>(changed[at] ^ (1 << (random() % 8)));
    std::string read = whole;  // a flip in the padding changes nothing
    try {
      read = everything(MatFile(scratch.write("bit.mat", changed)));
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::bad_data);
      ++refused;
    }
    CHECK(read == whole);
  }
  CHECK(refused > 400);
}

TEST_CASE("a variable that declares more than it can hold takes no memory") {
  const Scratch scratch;
  const Mat5Writer w;
  // 2 GB declared in a few hundred bytes, plain and compressed.
  std::string array = w.doubles("x", {1, 100}, std::vector<double>(100, 1.0));
  const std::uint32_t huge = 0x7fffff00;
  std::memcpy(array.data() + 4, &huge, 4);
  CHECK_THROWS_WITH(MatFile(scratch.write("plain.mat", w.file({array}))),
                    Catch::Contains("ends within a variable"));
  const MatFile file(scratch.write("packed.mat", w.file({w.compressed(array)})));
  CHECK_THROWS_WITH(file.read("x"), Catch::Contains("declares more than it can hold"));
}

TEST_CASE("sizes that overflow, cells without end and deep nesting are refused") {
  const Scratch scratch;
  const Mat5Writer w;
  const auto refused = [&](const std::string& array) {
    CHECK_THROWS_AS(MatFile(scratch.write("bad.mat", w.file({array}))).read("x"), Error);
  };
  refused(w.element(
      14, w.head(6, {1 << 30, 1 << 30, 1 << 30}, "x") + w.element(9, std::string(8, '\0'))));
  refused(w.element(14, w.head(6, {-1, 4}, "x") + w.element(9, std::string(8, '\0'))));
  refused(w.element(14, w.head(1, {1, 1 << 30}, "x") + w.doubles("", {1, 1}, {1})));
  refused(w.element(14, w.head(6, {1, 3}, "x") + w.element(9, std::string(16, '\0'))));
  refused(w.element(14, w.head(6, {1, 2}, "x") + w.element(99, std::string(16, '\0'))));
  std::string deep = w.doubles("", {1, 1}, {1});
  for (int i = 0; i < 100; ++i) deep = w.cell(i == 99 ? "x" : "", {deep});
  refused(deep);
}

TEST_CASE("what is no v5 file says so in one line") {
  const Scratch scratch;
  CHECK_THROWS_WITH(MatFile(scratch.write("a.mat", "not a MATLAB file")),
                    Catch::Contains("too short"));
  CHECK_THROWS_WITH(MatFile(scratch.write("b.mat", std::string(500, 'x'))),
                    Catch::Contains("not a MATLAB v5 file"));
  CHECK_THROWS_WITH(MatFile(scratch.write("c.mat", Mat5Writer().file({}))),
                    Catch::Contains("no variable"));
  try {
    MatFile(scratch / "none.mat");
    FAIL("read what is not there");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::no_input);
  }
  CHECK_THROWS_AS(MatFile(scratch.path()), Error);  // a folder
}

TEST_CASE("matrices of other orders and types are gathered alike") {
  // Samples 100 z + 10 x + t, stored in each of the six orders, as int16 and as double.
  const int sizes[3] = {5, 18, 33};  // more than a tile of 16, and not a whole number of them
  const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
  for (const auto& order : orders) {
    MatValue value;
    value.kind = MatKind::numbers;
    std::vector<std::int16_t> stored;
    const auto n = [&](int k) { return sizes[order[k]]; };
    for (int k = 0; k < n(2); ++k) {
      for (int j = 0; j < n(1); ++j) {
        for (int i = 0; i < n(0); ++i) {
          int at[3];
          at[order[0]] = i;
          at[order[1]] = j;
          at[order[2]] = k;
          stored.push_back(static_cast<std::int16_t>(100 * at[0] + 10 * at[1] + at[2]));
        }
      }
    }
    int position[3];
    for (int k = 0; k < 3; ++k) {
      position[order[k]] = k;
      value.shape.push_back(n(k));
    }
    value.real = {NumberType::int16, reinterpret_cast<const std::byte*>(stored.data()),
                  static_cast<Index>(stored.size())};
    const auto check = [&](const MatValue& v, const int(&place)[3]) {
      const Cube<float> cube =
          gather(v.real, sample_layout(v, place[0], place[1], place[2], "v"), 0.5);
      int wrong = 0;
      for (int z = 0; z < 5; ++z) {
        for (int x = 0; x < 18; ++x) {
          for (int t = 0; t < 33; ++t)
            wrong += cube(z, x, t) != 0.5F * static_cast<float>(100 * z + 10 * x + t);
        }
      }
      CHECK(wrong == 0);
    };
    check(value, position);
    // The same memory as HDF5 sees it: dimensions the other way round, the last fastest.
    std::reverse(value.shape.begin(), value.shape.end());
    value.row_major = true;
    const int reversed[3] = {2 - position[0], 2 - position[1], 2 - position[2]};
    check(value, reversed);
    CHECK_THROWS_AS(sample_layout(value, 0, 1, -1, "v"), Error);
  }
}
