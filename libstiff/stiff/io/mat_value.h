#pragma once

#include "stiff/core/cube.h"
#include "stiff/io/strided_samples.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace stiff {

enum class MatKind { numbers, text, cell, structure, other };

/// A variable of a .mat (any version) or HDF5 file. Numbers stay as they are stored, in `owner`'s
/// memory, until someone asks for them in an order and a unit.
struct MatValue {
  MatKind kind = MatKind::other;
  /// Sizes: MATLAB's own, the first index fastest in memory; or, `row_major`, HDF5's, the last
  /// fastest.
  std::vector<Index> shape;
  bool row_major = false;
  bool complex = false;
  StoredNumbers real;                    ///< for `numbers`, count = the product of the shape
  StoredNumbers imaginary;               ///< where `complex`
  std::string text;                      ///< UTF-8
  std::vector<std::string> field_names;  ///< for `structure`
  /// Cells in MATLAB's order; of a structure the fields of its first element, then those of the
  /// second ...
  std::vector<MatValue> elements;
  std::shared_ptr<const void> owner;

  Index count() const;
};

/// What a variable is, before it is read.
struct MatEntry {
  std::string name;
  std::vector<Index> shape;
  MatKind kind = MatKind::other;
  bool complex = false;
};

/// A part of a value by a path of fields and 1-based elements as MATLAB writes them:
/// "PData(1).Size", "Resource.Parameters.speedOfSound", "IQ_Data{2}". An element without a number
/// is the first. \returns nullptr where there is no such part.
const MatValue* find_part(const MatValue& value, std::string_view path);

/// The real numbers of a value in its own order. \throws Error (bad_data), saying `name`, where it
/// holds none.
std::vector<double> to_numbers(const MatValue& value, const std::string& name);

/// A single real number. \throws Error (bad_data), saying `name`, where it is not one.
double to_number(const MatValue& value, const std::string& name);

/// How many numbers apart neighbours along each dimension lie.
std::vector<Index> dimension_strides(const MatValue& value);

/// Where the samples lie for an order of dimensions: `axial`, `lateral`, `time` are the dimensions'
/// positions in the shape, -1 for one that the value does not have (size 1). Others must have
/// size 1, but for `push`, which the caller steps through. \throws Error (bad_data), saying `name`.
SampleLayout sample_layout(const MatValue& value, int axial, int lateral, int time,
                           const std::string& name, int push = -1);

/// "130 x 121 x 122", for messages and `info`.
std::string shape_text(const std::vector<Index>& shape);

}  // namespace stiff
