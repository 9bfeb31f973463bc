#pragma once

#include "stiff/core/error.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <exception>
#include <functional>
#include <random>
#include <string>

#include <catch2/catch.hpp>

namespace stiff_test {

// Small changes of the kinds that damage and malice make: bits, runs, cuts, repeats, and numbers at
// the edges of their types.
inline std::string mutated(std::string bytes, std::mt19937& random, std::size_t from) {
  const auto below = [&](std::size_t n) {
    return static_cast<std::size_t>(random()) % std::max<std::size_t>(n, 1);
  };
  const std::size_t changes = 1 + below(4);
  for (std::size_t i = 0; i < changes && bytes.size() > from; ++i) {
    const std::size_t at = from + below(bytes.size() - from);
    switch (below(7)) {
      case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        break;
      case 1:
        bytes[at] = static_cast<char>(random());
        break;
      case 2:
        bytes.resize(at);
        break;
      case 3:
        bytes.erase(at, 1 + below(16));
        break;
      case 4:
        bytes.insert(at, bytes.substr(at, 1 + below(32)));
        break;
      case 5: {
        constexpr std::uint32_t kEdges[] = {0,          1,          0x7fffffff, 0x80000000,
                                            0xffffffff, 0x00010000, 14,         15};
        if (at + 4 <= bytes.size()) std::memcpy(bytes.data() + at, &kEdges[below(8)], 4);
        break;
      }
      default: {
        const char* const kTexts[] = {"\"", "{", "[",  "null", "1e308", "-",
                                      ",",  ";", "\t", "\n",   "\xff",  "\\u0000"};
        bytes.insert(at, kTexts[below(12)]);
      }
    }
  }
  return bytes;
}

// Runs `read` over mutations: whatever it does, it returns or throws Error, and is done soon.
inline void survive(const std::string& seed_bytes, std::size_t from, int count,
                    const std::function<void(const std::string&)>& read) {
  std::mt19937 random(20);
  int refused = 0;
  double slowest_s = 0;
  for (int i = 0; i < count; ++i) {
    const std::string bytes = mutated(seed_bytes, random, from);
    const std::clock_t start = std::clock();  // processor time: others may hold the disk
    try {
      read(bytes);
    } catch (const stiff::Error& error) {
      if (std::string(error.what()).find('\n') != std::string::npos)
        FAIL_CHECK("more than a line: " << error.what());
      ++refused;
    } catch (const std::exception& error) {
      FAIL_CHECK("mutation " << i << ": " << error.what());
    }
    slowest_s = std::max(slowest_s, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  CHECK(refused > count / 20);  // else the mutations reach nothing
  // A file of a few kB takes below a millisecond; a second is what a loaded machine and a sanitizer
  // add.
  CHECK(slowest_s < 1);
}

}  // namespace stiff_test
