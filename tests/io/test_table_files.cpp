#include "stiff/core/error.h"
#include "stiff/io/checksum.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/hdf5_strings.h"
#include "stiff/io/hdf5_writer.h"
#include "stiff/io/results_file.h"

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

#include "io/samples.h"
#include "io/scratch.h"
#include <catch2/catch.hpp>

using stiff::Column;
using stiff::Table;
using stiff_test::Scratch;

namespace {

Table general_table(std::size_t rows) {
  std::vector<std::string> texts;
  std::vector<double> reals;
  std::vector<std::int64_t> wholes;
  for (std::size_t i = 0; i < rows; ++i) {
    texts.push_back(i % 3 == 0 ? "" : "\xC3\xA9 " + std::to_string(i));
    reals.push_back(i % 5 == 0 ? stiff::kNaN : 1.0 / static_cast<double>(i));
    wholes.push_back(std::numeric_limits<std::int64_t>::max() - static_cast<std::int64_t>(i));
  }
  return {"candidates",
          {{"name", "", "a text", texts}, {"depth", "mm", "", reals}, {"count", "1", "n", wholes}}};
}

void check_equal(const Table& a, const Table& b) {
  CHECK(a.name == b.name);
  REQUIRE(a.columns.size() == b.columns.size());
  for (std::size_t i = 0; i < a.columns.size(); ++i) {
    const Column& x = a.columns[i];
    const Column& y = b.columns[i];
    CHECK(x.name == y.name);
    CHECK(x.units == y.units);
    CHECK(x.long_name == y.long_name);
    REQUIRE(x.values.index() == y.values.index());
    if (const auto* reals = std::get_if<std::vector<double>>(&x.values)) {
      const auto& others = std::get<std::vector<double>>(y.values);
      REQUIRE(reals->size() == others.size());
      // The bits: NaN too comes back.
      CHECK((reals->empty() ||
             std::memcmp(reals->data(), others.data(), reals->size() * sizeof(double)) == 0));
    } else {
      CHECK(x.values == y.values);
    }
  }
}

}  // namespace

TEST_CASE("A table of any columns comes back as it was written") {
  const Scratch folder;
  const auto rows = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{200000});
  const Table table = general_table(rows);
  const auto path = folder / "table.h5";
  stiff::write_tables(path, {table, {"empty", {}}}, stiff_test::sample_provenance(), "stiff test");
  check_equal(stiff::read_table(path, "candidates", "stiff test"), table);
  CHECK(stiff::read_table(path, "empty", "stiff test").columns.empty());
}

TEST_CASE("A table is refused where it is not what is asked for") {
  const Scratch folder;
  const auto path = folder / "table.h5";
  stiff::write_tables(path, {general_table(3)}, {}, "stiff test");
  CHECK_THROWS_AS(stiff::read_table(path, "candidates"), stiff::Error);
  CHECK_THROWS_AS(stiff::read_table(path, "estimates", "stiff test"), stiff::Error);
  CHECK_THROWS_AS(stiff::read_table(folder / "absent.h5", "estimates"), stiff::Error);

  Table uneven = general_table(3);
  std::get<std::vector<double>>(uneven.columns[1].values).pop_back();
  CHECK_THROWS_AS(stiff::write_tables(folder / "uneven.h5", {uneven}, {}), stiff::Error);
  CHECK_FALSE(std::filesystem::exists(folder / "uneven.h5"));
}

TEST_CASE("A file's provenance comes back, and an older layout is read, a newer refused") {
  const Scratch folder;
  const auto write = [&](int format_version) {
    stiff::hdf5::Writer writer;
    stiff::hdf5::OutGroup root = writer.root();
    root.attribute("format", "stiff test");
    root.attribute("format_version", std::int32_t{format_version});
    writer.save(folder / "file.h5");
  };
  const auto check = [&] {
    return stiff::check_format(stiff::hdf5::open(folder / "file.h5"), "stiff test");
  };
  write(stiff::kFormatVersion);
  CHECK(check() == stiff::kFormatVersion);
  write(stiff::kFormatVersion + 1);
  CHECK_THROWS_WITH(check(), Catch::Contains("newer"));
  write(0);
  CHECK_THROWS_AS(check(), stiff::Error);

  const stiff::Provenance written = stiff_test::sample_provenance();
  stiff::write_tables(folder / "file.h5", {}, written, "stiff test");
  const stiff::Provenance read = stiff::read_provenance(stiff::hdf5::open(folder / "file.h5"));
  CHECK(read.history == written.history);
  CHECK(read.options == written.options);
  CHECK(read.defaulted == written.defaulted);
  CHECK(read.input_sha256 == written.input_sha256);
  CHECK(read.references == written.references);
}

TEST_CASE("Thousands of inputs fit the attributes") {
  const Scratch folder;
  stiff::Provenance many;
  for (int i = 0; i < 5000; ++i) {
    many.input_sha256.emplace_back("sub-" + std::to_string(i) + "_swe.h5", std::string(64, 'c'));
  }
  stiff::write_tables(folder / "file.h5", {}, many);
  CHECK(stiff::read_provenance(stiff::hdf5::open(folder / "file.h5")).input_sha256 ==
        many.input_sha256);
}

TEST_CASE("SHA-256 is that of FIPS 180-4") {
  // The examples of the standard: one block, two blocks, and the empty text.
  CHECK(stiff::sha256_of("abc") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(stiff::sha256_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(stiff::sha256_of("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

  const Scratch folder;
  const std::string content(3000000, 'x');
  std::ofstream(folder / "big") << content;
  CHECK(stiff::sha256_of_file(folder / "big") == stiff::sha256_of(content));
  CHECK_THROWS_AS(stiff::sha256_of_file(folder / "absent"), stiff::Error);
}

TEST_CASE("What is no UTF-8 becomes the replacement character, the rest stays") {
  using stiff::hdf5::as_utf8;
  const std::string fine = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
  CHECK(as_utf8(fine) == fine);
  CHECK(as_utf8("a\xE9z") == "a\xEF\xBF\xBDz");
  CHECK(as_utf8(std::string("a\0b", 3)) ==
        "a\xEF\xBF\xBD"
        "b");
  // Overlong, a surrogate, beyond U+10FFFF, cut.
  for (const std::string bad : {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82"}) {
    CHECK(as_utf8(bad).find("\xEF\xBF\xBD") == 0);
  }
}
