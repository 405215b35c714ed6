// CtcLoss and CtcLossBackward (Graves, Fernandez, Gomez, Schmidhuber, "Connectionist temporal classification", ICML 2006), in
// logarithms and double precision. Places 0, 2, 4, ... of the extended labels are blanks, 1, 3, ... the labels; a place is reached from
// itself, from the one before, and over a blank between two different labels.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "array/cpu/indices.h"
#include "array/cpu/kernel.h"
#include "array/cpu/parallel.h"

namespace lykos::array::cpu {
namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();

double log_add(double a, double b) {
  if (a < b) std::swap(a, b);
  return b == kNever ? a : a + std::log1p(std::exp(b - a));
}

template <typename T>
class CtcKernel final : public Kernel {
 public:
  CtcKernel(const Program& program, const Instruction& instruction)
      : instruction_(instruction), backward_(instruction.op == Op::CtcLossBackward), indices_(program.dtype(instruction.inputs[1]), instruction.attributes.base) {
    const Shape& p = program.shape(instruction.inputs[0]);
    batch_ = p[0];
    length_ = p[1];
    classes_ = p[2];
    labels_ = program.shape(instruction.inputs[1])[1];
    places_ = 2 * labels_ + 1;
  }

  void bind(const Addresses& addresses, int threads) override {
    probabilities_ = addresses.of<const T>(instruction_.inputs[0]);
    indices_.bind(addresses.of<const void>(instruction_.inputs[1]));
    dloss_ = backward_ ? addresses.of<const T>(instruction_.inputs[2]) : nullptr;
    out_ = addresses.of<T>(instruction_.outputs[0]);
    scratch_size_ = (2 * length_ + 1) * places_;
    scratch_.resize(static_cast<std::size_t>(threads * scratch_size_));
    extended_.resize(static_cast<std::size_t>(threads * places_));
  }

  void run(const RunContext& context) noexcept override {
    parallel_ranges(context.threads, batch_, 1, batch_ * length_ * places_ * 40, [this](std::int64_t first, std::int64_t last, int thread) {
      for (std::int64_t e = first; e < last; ++e) run_example(e, scratch_.data() + thread * scratch_size_, extended_.data() + thread * places_);
    });
  }
  std::string describe() const override { return "log domain"; }

 private:
  double log_probability(const T* p, std::int64_t t, std::int64_t k) const { return std::log(static_cast<double>(p[t * classes_ + k])); }

  void run_example(std::int64_t e, double* scratch, std::int64_t* extended) {
    const T* p = probabilities_ + e * length_ * classes_;
    bool valid = true;
    for (std::int64_t s = 0; s < places_; ++s) {
      extended[s] = s % 2 == 0 ? classes_ - 1 : indices_[e * labels_ + s / 2];
      valid = valid && extended[s] >= 0 && extended[s] < classes_ - (s % 2);  // a label is no blank
    }
    double* before = scratch;                     // {t, places}: all ways to a place, its own emission not yet counted
    double* after = before + length_ * places_;   // {t, places}: all ways from a place to the end, its own emission not counted
    double* now = after + length_ * places_;
    const auto skips = [&](std::int64_t s) { return s >= 2 && s % 2 == 1 && extended[s] != extended[s - 2]; };
    double total = kNever;
    if (valid && length_ > 0) {
      for (std::int64_t t = 0; t < length_; ++t) {
        double* reach = before + t * places_;
        for (std::int64_t s = 0; s < places_; ++s) {
          if (t == 0) {
            reach[s] = s < 2 ? 0 : kNever;
            continue;
          }
          reach[s] = now[s];
          if (s >= 1) reach[s] = log_add(reach[s], now[s - 1]);
          if (skips(s)) reach[s] = log_add(reach[s], now[s - 2]);
        }
        for (std::int64_t s = 0; s < places_; ++s) now[s] = reach[s] + log_probability(p, t, extended[s]);
      }
      for (std::int64_t s = std::max<std::int64_t>(0, places_ - 2); s < places_; ++s) total = log_add(total, now[s]);
    }
    if (!backward_) {
      out_[e] = valid ? static_cast<T>(-total) : std::numeric_limits<T>::quiet_NaN();
      return;
    }
    T* gradient = out_ + e * length_ * classes_;
    std::fill_n(gradient, length_ * classes_, T(0));
    if (total == kNever) return;  // no alignment exists: the loss is infinite and flat
    for (std::int64_t t = length_; t-- > 0;) {
      double* leave = after + t * places_;
      for (std::int64_t s = 0; s < places_; ++s) {
        if (t == length_ - 1) {
          leave[s] = s >= places_ - 2 ? 0 : kNever;
          continue;
        }
        leave[s] = now[s];
        if (s + 1 < places_) leave[s] = log_add(leave[s], now[s + 1]);
        if (s + 2 < places_ && skips(s + 2)) leave[s] = log_add(leave[s], now[s + 2]);
      }
      for (std::int64_t s = 0; s < places_; ++s) now[s] = leave[s] + log_probability(p, t, extended[s]);
    }
    // d(-Log[P])/dp_tk: the share of alignments through class k at t, without the factor p_tk itself.
    for (std::int64_t t = 0; t < length_; ++t) {
      for (std::int64_t s = 0; s < places_; ++s) {
        const double share = std::exp(before[t * places_ + s] + after[t * places_ + s] - total);
        gradient[t * classes_ + extended[s]] -= static_cast<T>(share * static_cast<double>(dloss_[e]));
      }
    }
  }

  Instruction instruction_;
  bool backward_;
  IndexReader indices_;
  std::int64_t batch_ = 0, length_ = 0, classes_ = 0, labels_ = 0, places_ = 0;
  const T* probabilities_ = nullptr;
  const T* dloss_ = nullptr;
  T* out_ = nullptr;
  std::vector<double> scratch_;
  std::vector<std::int64_t> extended_;
  std::int64_t scratch_size_ = 0;
};

}  // namespace

KernelPointer make_ctc_kernel(const Program& program, const Instruction& instruction) {
  if (program.dtype(instruction.inputs[0]) == DType::Real32) return std::make_unique<CtcKernel<float>>(program, instruction);
  return std::make_unique<CtcKernel<double>>(program, instruction);
}

}  // namespace lykos::array::cpu
