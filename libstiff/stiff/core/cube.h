#pragma once

#include <cassert>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "stiff/core/axis.h"

namespace stiff {

/// A picture: rows are axial (depth), columns lateral.
template <class T>
using Picture = Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A view of samples (axial, lateral, time), slow time contiguous. It owns nothing; `View3<const T>`
/// says that its holder does not write.
template <class T>
class View3 {
 public:
  View3() = default;
  View3(T* data, Index axial, Index lateral, Index time)
      : data_(data), axial_(axial), lateral_(lateral), time_(time) {}
  operator View3<const T>() const { return {data_, axial_, lateral_, time_}; }

  Index axial() const { return axial_; }
  Index lateral() const { return lateral_; }
  Index time() const { return time_; }
  Index size() const { return axial_ * lateral_ * time_; }
  T* data() const { return data_; }

  T& operator()(Index z, Index x, Index t) const {
    assert(z >= 0 && z < axial_ && x >= 0 && x < lateral_ && t >= 0 && t < time_);
    return data_[(z * lateral_ + x) * time_ + t];
  }
  /// The slow-time samples of one pixel.
  std::span<T> trace(Index z, Index x) const {
    assert(z >= 0 && z < axial_ && x >= 0 && x < lateral_);
    return {data_ + (z * lateral_ + x) * time_, static_cast<std::size_t>(time_)};
  }

 private:
  T* data_ = nullptr;
  Index axial_ = 0;
  Index lateral_ = 0;
  Index time_ = 0;
};

/// Samples (axial, lateral, time) that own their memory.
template <class T>
class Cube {
 public:
  Cube() = default;
  Cube(Index axial, Index lateral, Index time, T fill = T{})
      : axial_(axial),
        lateral_(lateral),
        time_(time),
        samples_(static_cast<std::size_t>(axial * lateral * time), fill) {}

  Index axial() const { return axial_; }
  Index lateral() const { return lateral_; }
  Index time() const { return time_; }
  Index size() const { return axial_ * lateral_ * time_; }
  bool empty() const { return samples_.empty(); }
  T* data() { return samples_.data(); }
  const T* data() const { return samples_.data(); }
  View3<T> view() { return {samples_.data(), axial_, lateral_, time_}; }
  View3<const T> view() const { return {samples_.data(), axial_, lateral_, time_}; }
  T& operator()(Index z, Index x, Index t) { return view()(z, x, t); }
  const T& operator()(Index z, Index x, Index t) const { return view()(z, x, t); }
  std::span<T> trace(Index z, Index x) { return view().trace(z, x); }
  std::span<const T> trace(Index z, Index x) const { return view().trace(z, x); }

 private:
  Index axial_ = 0;
  Index lateral_ = 0;
  Index time_ = 0;
  std::vector<T> samples_;
};

}  // namespace stiff
