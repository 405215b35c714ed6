// BatchNormalize, BatchNormalizeBackward and BatchNormalizeEvaluate in our own loops, with the channel on any axis.
//
// A channel belongs to one thread, which adds its elements up in their order, so results do not depend on the number of threads. Each thread walks
// memory forwards, from example to example and there from channel to channel: taking channel by channel instead would jump by the size of an
// example, usually a power of two, where all jumps fall into a few sets of the cache. With the channel innermost ({n, c}), runs have length 1, so
// rows are processed whole with accumulators per channel. Evaluation has no sums and is cut anywhere.
#include <atomic>
#include <cmath>
#include <cstring>

#include "array/cpu/kernel.h"
#include "array/cpu/lines.h"
#include "array/cpu/loops.h"
#include "array/cpu/parallel.h"

namespace lykos::array::cpu {
namespace {

template <typename T>
class NormalizationKernel final : public Kernel {
 public:
  NormalizationKernel(const Program& program, const Instruction& instruction)
      : instruction_(instruction), lines_(program.shape(instruction.inputs[0]), instruction.attributes.axis), epsilon_(instruction.attributes.low) {
    count_ = static_cast<double>(lines_.count());
    post_ = post_function<T>(instruction);
    ramp_ = post_ != nullptr;
    input_gradient_ = instruction.op == Op::BatchNormalizeBackward && !is_unused(program, instruction.outputs[0]);
  }

  void bind(const Addresses& addresses, int threads) override {
    in_.clear();
    out_.clear();
    for (ValueId id : instruction_.inputs) in_.push_back(addresses.of<const T>(id));
    for (ValueId id : instruction_.outputs) out_.push_back(addresses.of<T>(id));
    const auto channels = static_cast<std::size_t>(lines_.extent);
    first_.resize(channels);
    second_.resize(channels);
    p_.resize(channels);
    q_.resize(channels);
    r_.resize(channels);
    if (ramp_ && lines_.inner > 1) masked_.resize(static_cast<std::size_t>(2 * lines_.inner * threads));
  }

  void run(const RunContext& context) noexcept override {
    const std::int64_t elements = lines_.count() * lines_.extent;
    if (elements == 0) return;
    if (instruction_.op == Op::BatchNormalizeEvaluate) {
      evaluate(context.threads, elements);
      return;
    }
    // Channels per piece of 16 keep neighbouring channels, hence cache lines, on one thread.
    parallel_ranges(context.threads, lines_.extent, lines_.inner == 1 ? 16 : 1, elements * 4, [this](std::int64_t first, std::int64_t last, int thread) {
      if (instruction_.op == Op::BatchNormalize) forward(first, last);
      else backward(first, last, thread);
    });
  }

  bool can_be_bound_again() const override { return true; }
  bool result_is_finite() const override { return finite_; }
  std::string describe() const override { return "channel loops"; }

 private:
  // Both moments in one pass around the first value of each channel, which is as far from the mean as the values themselves are.
  void forward(std::int64_t first, std::int64_t last) {
    const T* x = in_[0];
    T* mean = out_[1];
    T* variance = out_[2];
    for (std::int64_t c = first; c < last; ++c) mean[c] = x[c * lines_.inner];
    moments(x, mean, first, last);
    for (std::int64_t c = first; c < last; ++c) {
      const auto i = static_cast<std::size_t>(c);
      const double away = first_[i] / count_;
      const double v = second_[i] / count_ - away * away;
      mean[c] = static_cast<T>(static_cast<double>(mean[c]) + away);
      variance[c] = static_cast<T>(v > 0 ? v : 0);
      set_affine(i, in_[1][c], in_[2][c], mean[c], variance[c]);
    }
    apply(out_[0], x, first, last);
  }

  // With given moments, precision costs nothing: the loops are bound by memory.
  void evaluate(int threads, std::int64_t elements) {
    const T* x = in_[0];
    T* out = out_[0];
    for (std::int64_t c = 0; c < lines_.extent; ++c) {
      first_[static_cast<std::size_t>(c)] = static_cast<double>(in_[1][c]) / std::sqrt(static_cast<double>(in_[4][c]) + epsilon_);
    }
    // An element costs next to nothing, and a second thread takes its part out of the caller's cache.
    if (lines_.inner == 1) {
      parallel_ranges(threads, lines_.outer, 1, elements / 2, [&](std::int64_t first, std::int64_t last, int) {
        for (std::int64_t row = first; row < last; ++row) {
          const std::int64_t base = row * lines_.extent;
          for (std::int64_t c = 0; c < lines_.extent; ++c) {
            const T y = static_cast<T>(static_cast<double>(x[base + c] - in_[3][c]) * first_[static_cast<std::size_t>(c)] + static_cast<double>(in_[2][c]));
            out[base + c] = ramp_ && y < 0 ? T(0) : y;
          }
        }
      });
      return;
    }
    std::atomic<bool> all_finite = true;
    parallel_ranges(threads, lines_.outer * lines_.extent, 1, elements / 2, [&](std::int64_t first, std::int64_t last, int) {
      std::int64_t c = first % lines_.extent;
      bool finite = true;
      for (std::int64_t line = first; line < last; ++line) {
        const double factor = first_[static_cast<std::size_t>(c)];
        const T high = static_cast<T>(factor);
        T* run = out + line * lines_.inner;
        finite &= loops<T>().affine_precise(run, x + line * lines_.inner, in_[3][c], high, static_cast<T>(factor - static_cast<double>(high)), in_[2][c], lines_.inner);
        if (ramp_) post_(run, run, run, run, lines_.inner);
        if (++c == lines_.extent) c = 0;
      }
      if (!finite) all_finite.store(false, std::memory_order_relaxed);
    });
    finite_ = all_finite.load(std::memory_order_relaxed);
  }

  void set_affine(std::size_t i, T scaling, T bias, T mean, T variance) {
    const double factor = static_cast<double>(scaling) / std::sqrt(static_cast<double>(variance) + epsilon_);
    p_[i] = static_cast<T>(factor);
    q_[i] = mean;  // subtracted first: x equal to the mean gives exactly the bias
    r_[i] = bias;
  }

  // dy, or 0 where the Ramp that follows cut the normalised value off.
  T through_ramp(T dy, T x, std::int64_t c) const {
    const auto i = static_cast<std::size_t>(c);
    return ramp_ && !((x - q_[i]) * p_[i] + r_[i] > 0) ? T(0) : dy;
  }

  // The same for a run of one channel.
  const T* through_ramp(const T* dy, const T* x, std::int64_t c, int thread) {
    if (!ramp_) return dy;
    const auto i = static_cast<std::size_t>(c);
    T* normalized = masked_.data() + 2 * thread * lines_.inner;
    T* result = normalized + lines_.inner;
    loops<T>().affine(normalized, x, q_[i], p_[i], r_[i], lines_.inner);
    loops<T>().mask_positive(result, dy, normalized, lines_.inner);
    return result;
  }

  // dx = p dy + q x + r with the coefficients of the formula in gradients.cpp.
  void backward(std::int64_t first, std::int64_t last, int thread) {
    const T* x = in_[0];
    const T* dy = in_[1];
    const T* mean = in_[2];
    const T* variance = in_[3];
    const T* scaling = in_[4];
    for (std::int64_t c = first; c < last; ++c) set_affine(static_cast<std::size_t>(c), scaling[c], ramp_ ? in_[5][c] : T(0), mean[c], variance[c]);
    for (std::int64_t c = first; c < last; ++c) first_[static_cast<std::size_t>(c)] = second_[static_cast<std::size_t>(c)] = 0;
    if (lines_.inner == 1) {
      for (std::int64_t row = 0; row < lines_.outer; ++row) {
        const T* d = dy + row * lines_.extent;
        const T* a = x + row * lines_.extent;
        for (std::int64_t c = first; c < last; ++c) {
          const T g = through_ramp(d[c], a[c], c);
          first_[static_cast<std::size_t>(c)] += static_cast<double>(g);
          second_[static_cast<std::size_t>(c)] += static_cast<double>(g) * static_cast<double>(a[c] - mean[c]);
        }
      }
    } else {
      for (std::int64_t o = 0; o < lines_.outer; ++o) {
        for (std::int64_t c = first; c < last; ++c) {
          const std::int64_t start = (o * lines_.extent + c) * lines_.inner;
          loops<T>().product_sums(through_ramp(dy + start, x + start, c, thread), x + start, mean[c], lines_.inner, &first_[static_cast<std::size_t>(c)], &second_[static_cast<std::size_t>(c)]);
        }
      }
    }
    T* dx = out_[0];
    for (std::int64_t c = first; c < last; ++c) {
      const auto i = static_cast<std::size_t>(c);
      const double inverse = 1 / std::sqrt(static_cast<double>(variance[c]) + epsilon_);
      const double dscaling = second_[i] * inverse;
      const double factor = static_cast<double>(scaling[c]) * inverse;
      const double q = -factor * inverse * dscaling / count_;
      out_[1][c] = static_cast<T>(dscaling);
      out_[2][c] = static_cast<T>(first_[i]);
      second_[i] = q;  // the coefficients of x - mean and of 1 in the loops below
      first_[i] = -factor * first_[i] / count_;
    }
    if (!input_gradient_) return;
    if (lines_.inner == 1) {
      for (std::int64_t row = 0; row < lines_.outer; ++row) {
        const std::int64_t base = row * lines_.extent;
        for (std::int64_t c = first; c < last; ++c) {
          const auto i = static_cast<std::size_t>(c);
          dx[base + c] = p_[i] * through_ramp(dy[base + c], x[base + c], c) + static_cast<T>(second_[i]) * (x[base + c] - mean[c]) + static_cast<T>(first_[i]);
        }
      }
      return;
    }
    for (std::int64_t o = 0; o < lines_.outer; ++o) {
      for (std::int64_t c = first; c < last; ++c) {
        const auto i = static_cast<std::size_t>(c);
        const std::int64_t start = (o * lines_.extent + c) * lines_.inner;
        loops<T>().affine2(dx + start, through_ramp(dy + start, x + start, c, thread), x + start, mean[c], p_[i], static_cast<T>(second_[i]),
                           static_cast<T>(first_[i]), lines_.inner);
      }
    }
  }

  // first_ and second_: sums of (x - centre) and of its square per channel.
  void moments(const T* x, const T* centre, std::int64_t first, std::int64_t last) {
    for (std::int64_t c = first; c < last; ++c) first_[static_cast<std::size_t>(c)] = second_[static_cast<std::size_t>(c)] = 0;
    if (lines_.inner == 1) {
      for (std::int64_t row = 0; row < lines_.outer; ++row) {
        const T* a = x + row * lines_.extent;
        for (std::int64_t c = first; c < last; ++c) {
          const double d = static_cast<double>(a[c] - centre[c]);
          first_[static_cast<std::size_t>(c)] += d;
          second_[static_cast<std::size_t>(c)] += d * d;
        }
      }
      return;
    }
    for (std::int64_t o = 0; o < lines_.outer; ++o) {
      for (std::int64_t c = first; c < last; ++c) {
        loops<T>().centred_moments(x + (o * lines_.extent + c) * lines_.inner, centre[c], lines_.inner, &first_[static_cast<std::size_t>(c)],
                                   &second_[static_cast<std::size_t>(c)]);
      }
    }
  }

  void apply(T* out, const T* x, std::int64_t first, std::int64_t last) {
    if (lines_.inner == 1) {
      for (std::int64_t row = 0; row < lines_.outer; ++row) {
        const std::int64_t base = row * lines_.extent;
        for (std::int64_t c = first; c < last; ++c) {
          const auto i = static_cast<std::size_t>(c);
          const T y = (x[base + c] - q_[i]) * p_[i] + r_[i];
          out[base + c] = ramp_ && y < 0 ? T(0) : y;
        }
      }
      return;
    }
    for (std::int64_t o = 0; o < lines_.outer; ++o) {
      for (std::int64_t c = first; c < last; ++c) {
        const std::int64_t start = (o * lines_.extent + c) * lines_.inner;
        loops<T>().affine(out + start, x + start, q_[static_cast<std::size_t>(c)], p_[static_cast<std::size_t>(c)], r_[static_cast<std::size_t>(c)],
                          lines_.inner);
        if (ramp_) post_(out + start, out + start, out + start, out + start, lines_.inner);
      }
    }
  }

  Instruction instruction_;
  Lines lines_;
  double epsilon_;
  double count_ = 0;
  bool input_gradient_ = false;  // somebody reads it
  bool finite_ = false;         // so was the last result of an evaluation
  bool ramp_ = false;  // a Ramp follows the normalisation
  typename Loops<T>::Function post_ = nullptr;
  std::vector<T> masked_;  // two runs per thread
  std::vector<double> first_, second_;
  std::vector<T> p_, q_, r_;
  std::vector<const T*> in_;
  std::vector<T*> out_;
};

}  // namespace

KernelPointer make_normalization_kernel(const Program& program, const Instruction& instruction) {
  if (program.dtype(instruction.outputs[0]) == DType::Real32) return std::make_unique<NormalizationKernel<float>>(program, instruction);
  return std::make_unique<NormalizationKernel<double>>(program, instruction);
}

}  // namespace lykos::array::cpu
