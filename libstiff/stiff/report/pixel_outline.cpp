#include "stiff/report/pixel_outline.h"

#include <array>
#include <cstddef>

namespace stiff {
namespace {

// Directions in which an edge is walked with the region to its right, clockwise.
enum Direction : int { kEast = 0, kSouth = 1, kWest = 2, kNorth = 3 };
constexpr std::array<PixelCorner, 4> kSteps{{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};

/// The edges that leave each corner, a bit a direction.
class Edges {
 public:
  Edges(const Picture<std::int32_t>& labels, std::int32_t label)
      : width_(labels.cols() + 1), height_(labels.rows() + 1) {
    leaving_.assign(static_cast<std::size_t>(width_ * height_), 0);
    const auto inside = [&](Index row, Index column) {
      return row >= 0 && row < labels.rows() && column >= 0 && column < labels.cols() &&
             labels(row, column) == label;
    };
    for (Index row = 0; row < labels.rows(); ++row) {
      for (Index column = 0; column < labels.cols(); ++column) {
        if (!inside(row, column)) continue;
        if (!inside(row - 1, column)) add({column, row}, kEast);
        if (!inside(row, column + 1)) add({column + 1, row}, kSouth);
        if (!inside(row + 1, column)) add({column + 1, row + 1}, kWest);
        if (!inside(row, column - 1)) add({column, row + 1}, kNorth);
      }
    }
  }

  Index width() const { return width_; }
  Index height() const { return height_; }
  unsigned leaving(PixelCorner at) const { return leaving_[place(at)]; }
  bool has(PixelCorner at, int direction) const { return (leaving(at) >> direction) & 1U; }
  void remove(PixelCorner at, int direction) {
    leaving_[place(at)] &= static_cast<unsigned char>(~(1U << direction));
  }

 private:
  std::size_t place(PixelCorner at) const {
    return static_cast<std::size_t>(at.row * width_ + at.column);
  }
  void add(PixelCorner at, int direction) {
    leaving_[place(at)] |= static_cast<unsigned char>(1U << direction);
  }

  Index width_;
  Index height_;
  std::vector<unsigned char> leaving_;
};

// The path from a corner until it is back there and would go on as it began.
std::vector<PixelCorner> walk(Edges& edges, const PixelCorner start, const int first) {
  std::vector<PixelCorner> corners{start};
  PixelCorner at = start;
  int direction = first;
  while (true) {
    edges.remove(at, direction);
    at.column += kSteps[static_cast<std::size_t>(direction)].column;
    at.row += kSteps[static_cast<std::size_t>(direction)].row;
    // Where two pixels touch by a corner the path turns right, round its own pixel.
    int next = -1;
    for (const int turn : {1, 0, 3}) {
      const int candidate = (direction + turn) % 4;
      const bool closes = at == start && candidate == first;
      if (closes || edges.has(at, candidate)) {
        next = closes ? -1 : candidate;
        break;
      }
    }
    if (next < 0) return corners;
    if (next != direction) corners.push_back(at);
    direction = next;
  }
}

}  // namespace

std::vector<std::vector<PixelCorner>> pixel_outline(const Picture<std::int32_t>& labels,
                                                    std::int32_t label) {
  Edges edges(labels, label);
  std::vector<std::vector<PixelCorner>> paths;
  for (Index row = 0; row < edges.height(); ++row) {
    for (Index column = 0; column < edges.width(); ++column) {
      for (int direction = 0; direction < 4; ++direction) {
        while (edges.has({column, row}, direction)) {
          paths.push_back(walk(edges, {column, row}, direction));
        }
      }
    }
  }
  return paths;
}

}  // namespace stiff
