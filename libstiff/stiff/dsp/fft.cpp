#include "stiff/dsp/fft.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <new>
#include <type_traits>
#include <vector>

#include <fftw3.h>

namespace stiff {
namespace {

// FFTW's planner shares state between plans; only its execute calls are safe from several threads.
std::mutex& planner_mutex() {
  static std::mutex mutex;
  return mutex;
}

struct Dimensions {
  std::array<int, 2> sizes{};
  int rank = 1;
  int count = 1;
  int real_block = 1;
  int half_block = 1;
};

Dimensions dimensions(const FftShape& shape) {
  const auto as_int = [](Index value) {
    if (!(value >= 1 && value <= (Index{1} << 30))) {
      throw Error(ErrorKind::usage, "a Fourier transform needs between 1 and 2^30 samples");
    }
    return static_cast<int>(value);
  };
  Dimensions result;
  as_int(shape.columns * shape.rows);
  const int columns = as_int(shape.columns), rows = as_int(shape.rows);
  result.rank = rows == 1 ? 1 : 2;
  result.sizes = rows == 1 ? std::array<int, 2>{columns, 1} : std::array<int, 2>{rows, columns};
  result.count = as_int(shape.count);
  result.real_block = rows * columns;
  result.half_block = rows * (columns / 2 + 1);
  return result;
}

// FFTW's two precisions under one name.
template <class Real>
struct Fftw;

template <>
struct Fftw<double> {
  using Plan = fftw_plan;
  using Complex = fftw_complex;
  static constexpr auto allocate = fftw_malloc;
  static constexpr auto release = fftw_free;
  static constexpr auto destroy = fftw_destroy_plan;
  static constexpr auto alignment = fftw_alignment_of;
  static constexpr auto plan_c2c = fftw_plan_many_dft;
  static constexpr auto plan_r2c = fftw_plan_many_dft_r2c;
  static constexpr auto plan_c2r = fftw_plan_many_dft_c2r;
  static constexpr auto execute_c2c = fftw_execute_dft;
  static constexpr auto execute_r2c = fftw_execute_dft_r2c;
  static constexpr auto execute_c2r = fftw_execute_dft_c2r;
};

template <>
struct Fftw<float> {
  using Plan = fftwf_plan;
  using Complex = fftwf_complex;
  static constexpr auto allocate = fftwf_malloc;
  static constexpr auto release = fftwf_free;
  static constexpr auto destroy = fftwf_destroy_plan;
  static constexpr auto alignment = fftwf_alignment_of;
  static constexpr auto plan_c2c = fftwf_plan_many_dft;
  static constexpr auto plan_r2c = fftwf_plan_many_dft_r2c;
  static constexpr auto plan_c2r = fftwf_plan_many_dft_c2r;
  static constexpr auto execute_c2c = fftwf_execute_dft;
  static constexpr auto execute_r2c = fftwf_execute_dft_r2c;
  static constexpr auto execute_c2r = fftwf_execute_dft_c2r;
};

// Memory aligned as the plans expect it.
template <class Real, class T>
class Scratch {
 public:
  explicit Scratch(std::size_t size)
      : data_(static_cast<T*>(Fftw<Real>::allocate(sizeof(T) * std::max<std::size_t>(size, 1)))) {
    if (data_ == nullptr) {
      throw std::bad_alloc();
    }
  }
  ~Scratch() { Fftw<Real>::release(data_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  T* data() { return data_; }

 private:
  T* data_;
};

template <class Real, class T>
bool is_aligned(T* data) {
  using Plain = std::remove_const_t<T>;
  return Fftw<Real>::alignment(reinterpret_cast<Real*>(const_cast<Plain*>(data))) == 0;
}

void check_size(std::size_t got, Index expected) {
  if (got != static_cast<std::size_t>(expected)) {
    throw Error(ErrorKind::usage, "a Fourier transform was given an array of the wrong size");
  }
}

}  // namespace

template <class Real>
class FftPlan {
 public:
  using Complex = typename Fftw<Real>::Complex;

  explicit FftPlan(typename Fftw<Real>::Plan plan) : plan_(plan) {
    if (plan_ == nullptr) {
      throw Error(ErrorKind::usage, "no Fourier transform of this shape");
    }
  }
  ~FftPlan() {
    const std::lock_guard lock(planner_mutex());
    Fftw<Real>::destroy(plan_);
  }
  FftPlan(const FftPlan&) = delete;
  FftPlan& operator=(const FftPlan&) = delete;

  // A plan holds for one alignment, and another alignment could mean other bits: data that lie
  // otherwise go through aligned memory. `keep_input` is false where FFTW would overwrite it.
  template <class In, class Out, class Execute>
  void run(std::span<const In> in, std::span<Out> out, bool keep_input, Execute execute) const {
    std::unique_ptr<Scratch<Real, In>> in_copy;
    std::unique_ptr<Scratch<Real, Out>> out_copy;
    In* from = const_cast<In*>(in.data());
    Out* to = out.data();
    if (!keep_input || !is_aligned<Real>(from)) {
      in_copy = std::make_unique<Scratch<Real, In>>(in.size());
      std::copy(in.begin(), in.end(), in_copy->data());
      from = in_copy->data();
    }
    if (!is_aligned<Real>(to)) {
      out_copy = std::make_unique<Scratch<Real, Out>>(out.size());
      to = out_copy->data();
    }
    execute(plan_, from, to);
    if (out_copy) {
      std::copy(to, to + out.size(), out.data());
    }
  }

 private:
  typename Fftw<Real>::Plan plan_;
};

namespace {

enum class Direction { r2c, c2r, forward, backward };

template <class Real>
std::unique_ptr<FftPlan<Real>> make_plan(const FftShape& shape, Direction direction) {
  using Api = Fftw<Real>;
  using Complex = typename Api::Complex;
  const Dimensions d = dimensions(shape);
  const auto total = static_cast<std::size_t>(d.real_block) * static_cast<std::size_t>(d.count);
  const auto half = static_cast<std::size_t>(d.half_block) * static_cast<std::size_t>(d.count);
  // FFTW_ESTIMATE reads nothing but the alignment of these.
  Scratch<Real, Complex> a(std::max(total, half));
  Scratch<Real, Complex> b(std::max(total, half));
  auto* real = reinterpret_cast<Real*>(b.data());
  const int* n = d.sizes.data();
  const std::lock_guard lock(planner_mutex());
  switch (direction) {
    case Direction::r2c:
      return std::make_unique<FftPlan<Real>>(
          Api::plan_r2c(d.rank, n, d.count, real, nullptr, 1, d.real_block, a.data(), nullptr, 1,
                        d.half_block, FFTW_ESTIMATE | FFTW_PRESERVE_INPUT));
    case Direction::c2r:
      return std::make_unique<FftPlan<Real>>(
          Api::plan_c2r(d.rank, n, d.count, a.data(), nullptr, 1, d.half_block, real, nullptr, 1,
                        d.real_block, FFTW_ESTIMATE | FFTW_DESTROY_INPUT));
    case Direction::forward:
    case Direction::backward:
      break;
  }
  return std::make_unique<FftPlan<Real>>(
      Api::plan_c2c(d.rank, n, d.count, a.data(), nullptr, 1, d.real_block, b.data(), nullptr, 1,
                    d.real_block, direction == Direction::forward ? FFTW_FORWARD : FFTW_BACKWARD,
                    FFTW_ESTIMATE | FFTW_PRESERVE_INPUT));
}

template <class Real>
void divide(std::span<std::complex<Real>> values, Index n) {
  const Real factor = Real{1} / static_cast<Real>(n);
  for (auto& value : values) {
    value *= factor;
  }
}

template <class Real>
auto* fftw_complex_data(std::complex<Real>* data) {
  return reinterpret_cast<typename Fftw<Real>::Complex*>(data);
}

}  // namespace

template <class Real>
RealFft<Real>::RealFft(FftShape shape)
    : shape_(shape),
      forward_(make_plan<Real>(shape, Direction::r2c)),
      inverse_(make_plan<Real>(shape, Direction::c2r)) {}
template <class Real>
RealFft<Real>::~RealFft() = default;
template <class Real>
RealFft<Real>::RealFft(RealFft&&) noexcept = default;
template <class Real>
RealFft<Real>& RealFft<Real>::operator=(RealFft&&) noexcept = default;

template <class Real>
void RealFft<Real>::forward(std::span<const Real> signal,
                            std::span<std::complex<Real>> spectrum) const {
  check_size(signal.size(), signal_size());
  check_size(spectrum.size(), spectrum_size());
  forward_->run(signal, spectrum, true, [](auto plan, Real* in, std::complex<Real>* out) {
    Fftw<Real>::execute_r2c(plan, in, fftw_complex_data(out));
  });
}

template <class Real>
void RealFft<Real>::inverse(std::span<const std::complex<Real>> spectrum,
                            std::span<Real> signal) const {
  check_size(spectrum.size(), spectrum_size());
  check_size(signal.size(), signal_size());
  inverse_->run(spectrum, signal, false, [](auto plan, std::complex<Real>* in, Real* out) {
    Fftw<Real>::execute_c2r(plan, fftw_complex_data(in), out);
  });
  const Real factor = Real{1} / static_cast<Real>(shape_.columns * shape_.rows);
  for (Real& value : signal) {
    value *= factor;
  }
}

template <class Real>
ComplexFft<Real>::ComplexFft(FftShape shape)
    : shape_(shape),
      forward_(make_plan<Real>(shape, Direction::forward)),
      inverse_(make_plan<Real>(shape, Direction::backward)) {}
template <class Real>
ComplexFft<Real>::~ComplexFft() = default;
template <class Real>
ComplexFft<Real>::ComplexFft(ComplexFft&&) noexcept = default;
template <class Real>
ComplexFft<Real>& ComplexFft<Real>::operator=(ComplexFft&&) noexcept = default;

template <class Real>
void ComplexFft<Real>::forward(std::span<const std::complex<Real>> signal,
                               std::span<std::complex<Real>> spectrum) const {
  check_size(signal.size(), size());
  check_size(spectrum.size(), size());
  forward_->run(signal, spectrum, true,
                [](auto plan, std::complex<Real>* in, std::complex<Real>* out) {
                  Fftw<Real>::execute_c2c(plan, fftw_complex_data(in), fftw_complex_data(out));
                });
}

template <class Real>
void ComplexFft<Real>::inverse(std::span<const std::complex<Real>> spectrum,
                               std::span<std::complex<Real>> signal) const {
  check_size(spectrum.size(), size());
  check_size(signal.size(), size());
  inverse_->run(spectrum, signal, true,
                [](auto plan, std::complex<Real>* in, std::complex<Real>* out) {
                  Fftw<Real>::execute_c2c(plan, fftw_complex_data(in), fftw_complex_data(out));
                });
  divide(signal, shape_.columns * shape_.rows);
}

Index fast_fft_size(Index size) {
  for (Index candidate = std::max<Index>(size, 1);; ++candidate) {
    Index rest = candidate;
    for (const Index factor : {2, 3, 5, 7}) {
      while (rest % factor == 0) {
        rest /= factor;
      }
    }
    if (rest == 1) {
      return candidate;
    }
  }
}

double fft_frequency(Index bin, Index size, double step) {
  const Index signed_bin = bin < (size + 1) / 2 ? bin : bin - size;
  return static_cast<double>(signed_bin) / (static_cast<double>(size) * step);
}

template class RealFft<float>;
template class RealFft<double>;
template class ComplexFft<float>;
template class ComplexFft<double>;

}  // namespace stiff
