#include "stiff/candidates/enhancement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace stiff {

// Pixels lie in a picture with a border of one, so that each has eight neighbours.
Enhancement::Enhancement(Index rows, Index columns, double pixel_area_mm2)
    : rows_(rows), columns_(columns), pixel_area_mm2_(pixel_area_mm2) {
  const auto padded = static_cast<std::size_t>((rows + 2) * (columns + 2));
  parent_.assign(padded, -1);
  union_.assign(padded, -1);
  area_.assign(padded, 0);
  height_.assign(padded, 0);
  value_.assign(padded, 0);
}

Enhancement::Node Enhancement::root_of(Node node) {
  Node root = node;
  while (union_[static_cast<std::size_t>(root)] != root) {
    root = union_[static_cast<std::size_t>(root)];
  }
  while (union_[static_cast<std::size_t>(node)] != root) {
    const Node next = union_[static_cast<std::size_t>(node)];
    union_[static_cast<std::size_t>(node)] = root;
    node = next;
  }
  return root;
}

void Enhancement::build(std::span<const float> z, float floor) {
  for (const Pixel& pixel : order_) union_[static_cast<std::size_t>(pixel.node)] = -1;
  order_.clear();
  const Index stride = columns_ + 2;
  for (Index row = 0; row < rows_; ++row) {
    for (Index column = 0; column < columns_; ++column) {
      const float height = z[static_cast<std::size_t>(row * columns_ + column)];
      if (!(height > floor)) continue;
      const auto node = static_cast<Node>((row + 1) * stride + column + 1);
      height_[static_cast<std::size_t>(node)] = height;
      order_.push_back({height, node});
    }
  }
  // Equal heights by place, so that the tree does not hang on the sort.
  std::sort(order_.begin(), order_.end(), [](const Pixel& a, const Pixel& b) {
    return a.height > b.height || (a.height == b.height && a.node < b.node);
  });
  const auto s = static_cast<Node>(stride);
  const std::array<Node, 8> around{-s - 1, -s, -s + 1, -1, 1, s - 1, s, s + 1};
  for (const auto& [height, node] : order_) {
    const auto at = static_cast<std::size_t>(node);
    parent_[at] = union_[at] = node;
    area_[at] = static_cast<float>(pixel_area_mm2_);
    for (const Node step : around) {
      if (union_[static_cast<std::size_t>(node + step)] < 0) continue;
      const Node root = root_of(node + step);
      if (root == node) continue;
      parent_[static_cast<std::size_t>(root)] = union_[static_cast<std::size_t>(root)] = node;
      area_[at] += area_[static_cast<std::size_t>(root)];
    }
  }
}

/// From the roots up: a component holds from its parent's height to its own.
void Enhancement::enhance(float floor) {
  const auto cube = [](float h) { return h * h * h; };
  for (auto pixel = order_.rbegin(); pixel != order_.rend(); ++pixel) {
    const auto at = static_cast<std::size_t>(pixel->node);
    const auto parent = static_cast<std::size_t>(parent_[at]);
    const bool root = parent == at;
    const float below = root ? cube(floor) : cube(height_[parent]);
    value_[at] =
        (root ? 0.0F : value_[parent]) + std::sqrt(area_[at]) * (cube(height_[at]) - below) / 3.0F;
  }
}

float Enhancement::largest(std::span<const float> z) {
  build(z, kFloor);
  enhance(kFloor);
  float most = 0;
  for (const Pixel& p : order_) most = std::max(most, value_[static_cast<std::size_t>(p.node)]);
  return most;
}

float Enhancement::picture(std::span<const float> z, std::span<float> enhanced) {
  const float most = largest(z);
  std::fill(enhanced.begin(), enhanced.end(), 0.0F);
  const Index stride = columns_ + 2;
  for (const auto& [height_of_pixel, node] : order_) {
    const Index row = node / stride - 1, column = node % stride - 1;
    enhanced[static_cast<std::size_t>(row * columns_ + column)] =
        value_[static_cast<std::size_t>(node)];
  }
  return most;
}

float Enhancement::largest_extent(std::span<const float> z, float height) {
  build(z, height);
  float most = 0;
  for (const Pixel& p : order_) most = std::max(most, area_[static_cast<std::size_t>(p.node)]);
  return most;
}

void Enhancement::extents(std::span<const float> z, float height, std::span<float> area_mm2) {
  build(z, height);
  std::fill(area_mm2.begin(), area_mm2.end(), 0.0F);
  const Index stride = columns_ + 2;
  for (const auto& [height_of_pixel, node] : order_) {
    const Index row = node / stride - 1, column = node % stride - 1;
    area_mm2[static_cast<std::size_t>(row * columns_ + column)] =
        area_[static_cast<std::size_t>(root_of(node))];
  }
}

}  // namespace stiff
