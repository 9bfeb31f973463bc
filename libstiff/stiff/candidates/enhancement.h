#pragma once

#include "stiff/core/axis.h"

#include <span>
#include <vector>

namespace stiff {

/// Threshold-free cluster enhancement (SmithNichols2009): each pixel's
///
///     T = integral from h0 to z of extent(h)^(1/2) h^2 dh,
///
/// extent(h) the area in mm2 of the connected pixels (8 neighbours) above h that hold it. Exact, by
/// the tree of components: no steps of h. The usual exponents; h0 = 1.5 leaves out what covers much
/// of any map. 0 below h0.
class Enhancement {
 public:
  static constexpr float kFloor = 1.5F;

  Enhancement(Index rows, Index columns, double pixel_area_mm2);

  /// The largest T of a picture. \param z row-major; NaN or -infinity where nothing counts.
  float largest(std::span<const float> z);
  /// T of each pixel, and the largest.
  float picture(std::span<const float> z, std::span<float> enhanced);
  /// The largest area in mm2 of connected pixels above `height`; 0 where there is none.
  float largest_extent(std::span<const float> z, float height);
  /// For each pixel the area of the connected pixels above `height` that hold it, else 0.
  void extents(std::span<const float> z, float height, std::span<float> area_mm2);

 private:
  using Node = std::int32_t;
  /// Pixels above `floor`, highest first, each a node whose parent is the next lower component.
  void build(std::span<const float> z, float floor);
  Node root_of(Node node);
  void enhance(float floor);

  Index rows_, columns_;
  double pixel_area_mm2_;
  struct Pixel {
    float height;
    Node node;
  };
  std::vector<Pixel> order_;  ///< by falling z
  std::vector<Node> parent_;  ///< in the tree, by padded pixel; itself for a root
  std::vector<Node> union_;   ///< of the union-find; -1 where not yet there
  std::vector<float> area_;
  std::vector<float> height_;
  std::vector<float> value_;
};

}  // namespace stiff
