// See normalization_blocked.h.
//
// Sums go over fixed pieces of the examples and are joined in order, so that the result does not depend on the number of threads. The moments are
// taken in one pass around the first value of each channel, which is as far from the mean as the values themselves are.
#include "array/cpu/normalization_blocked.h"

#include <algorithm>
#include <cmath>

#include "array/cpu/loops.h"
#include "array/cpu/parallel.h"

namespace lykos::array::cpu {
namespace {

constexpr std::int64_t kMostPieces = 8;

class BlockedNormalizationKernel final : public Kernel {
 public:
  BlockedNormalizationKernel(const Instruction& instruction, const ChannelBlocks& blocks)
      : instruction_(instruction), blocks_(blocks), ramp_(instruction.attributes.post != nullptr), epsilon_(instruction.attributes.low) {
    block_count_ = (blocks.channels + blocks.block - 1) / blocks.block;
    pieces_ = std::min(blocks.examples, kMostPieces);
    count_ = static_cast<double>(blocks.examples * blocks.positions);
  }

  void bind(const Addresses& addresses, int) override {
    for (ValueId id : instruction_.inputs) in_.push_back(addresses.of<const float>(id));
    for (ValueId id : instruction_.outputs) out_.push_back(addresses.of<float>(id));
    const auto padded = static_cast<std::size_t>(block_count_ * blocks_.block);
    for (auto* array : {&shift_, &factor_, &offset_, &p_, &q_, &r_}) array->assign(padded, 0.0f);
    first_.resize(padded * static_cast<std::size_t>(pieces_));
    second_.resize(padded * static_cast<std::size_t>(pieces_));
  }

  void run(const RunContext& context) noexcept override {
    if (instruction_.op == Op::BatchNormalize) forward(context.threads);
    else backward(context.threads);
  }

  std::string describe() const override { return std::string("channel blocks") + (ramp_ ? " with Ramp" : ""); }

 private:
  // Calls body(block, piece, first example, last example) for all pieces of all blocks.
  template <typename F>
  void for_pieces(int threads, F&& body) {
    const std::int64_t work = blocks_.examples * blocks_.positions * block_count_ * blocks_.block * 2;
    parallel_ranges(threads, block_count_ * pieces_, 1, work, [&](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t k = first; k < last; ++k) {
        const std::int64_t piece = k % pieces_;
        body(k / pieces_, piece, blocks_.examples * piece / pieces_, blocks_.examples * (piece + 1) / pieces_);
      }
    });
  }
  std::int64_t place(std::int64_t example, std::int64_t block) const { return example * blocks_.example_step + block * blocks_.block_step; }
  double* sums(std::vector<double>& all, std::int64_t block, std::int64_t piece) { return all.data() + (block * pieces_ + piece) * blocks_.block; }
  void clear_sums() {
    std::fill(first_.begin(), first_.end(), 0.0);
    std::fill(second_.begin(), second_.end(), 0.0);
  }
  double total(std::vector<double>& all, std::int64_t channel) {
    double result = 0;
    for (std::int64_t piece = 0; piece < pieces_; ++piece) result += sums(all, channel / blocks_.block, piece)[channel % blocks_.block];
    return result;
  }

  void set_affine(std::int64_t channel, float scaling, float bias, float mean, float variance) {
    const auto c = static_cast<std::size_t>(channel);
    shift_[c] = mean;
    factor_[c] = static_cast<float>(static_cast<double>(scaling) / std::sqrt(static_cast<double>(variance) + epsilon_));
    offset_[c] = bias;
  }

  void forward(int threads) {
    const float* x = in_[0];
    for (std::int64_t c = 0; c < blocks_.channels; ++c) shift_[static_cast<std::size_t>(c)] = x[place(0, c / blocks_.block) + c % blocks_.block];
    clear_sums();
    for_pieces(threads, [&](std::int64_t block, std::int64_t piece, std::int64_t first, std::int64_t last) {
      for (std::int64_t e = first; e < last; ++e) {
        loops<float>().block_moments(x + place(e, block), blocks_.position_step, blocks_.positions, blocks_.block, shift_.data() + block * blocks_.block,
                                     sums(first_, block, piece), sums(second_, block, piece));
      }
    });
    for (std::int64_t c = 0; c < blocks_.channels; ++c) {
      const double away = total(first_, c) / count_;
      const double variance = std::max(total(second_, c) / count_ - away * away, 0.0);
      out_[1][c] = static_cast<float>(static_cast<double>(shift_[static_cast<std::size_t>(c)]) + away);
      out_[2][c] = static_cast<float>(variance);
      set_affine(c, in_[1][c], in_[2][c], out_[1][c], out_[2][c]);
    }
    for_pieces(threads, [&](std::int64_t block, std::int64_t, std::int64_t first, std::int64_t last) {
      const std::int64_t b = block * blocks_.block;
      for (std::int64_t e = first; e < last; ++e) {
        loops<float>().block_affine(out_[0] + place(e, block), x + place(e, block), blocks_.position_step, blocks_.positions, blocks_.block, shift_.data() + b,
                                    factor_.data() + b, offset_.data() + b, ramp_);
      }
    });
  }

  // Operands: x, dy, mean, variance, scaling, and with Ramp the biases; the formula is in gradients.cpp.
  void backward(int threads) {
    const float* x = in_[0];
    const float* dy = in_[1];
    for (std::int64_t c = 0; c < blocks_.channels; ++c) set_affine(c, in_[4][c], ramp_ ? in_[5][c] : 0.0f, in_[2][c], in_[3][c]);
    clear_sums();
    for_pieces(threads, [&](std::int64_t block, std::int64_t piece, std::int64_t first, std::int64_t last) {
      const std::int64_t b = block * blocks_.block;
      for (std::int64_t e = first; e < last; ++e) {
        loops<float>().block_product_sums(dy + place(e, block), x + place(e, block), blocks_.position_step, blocks_.positions, blocks_.block, shift_.data() + b,
                                          factor_.data() + b, offset_.data() + b, ramp_, sums(first_, block, piece), sums(second_, block, piece));
      }
    });
    for (std::int64_t c = 0; c < blocks_.channels; ++c) {
      const auto i = static_cast<std::size_t>(c);
      const double inverse = 1 / std::sqrt(static_cast<double>(in_[3][c]) + epsilon_);
      const double dbias = total(first_, c);
      const double dscaling = total(second_, c) * inverse;
      const double factor = static_cast<double>(in_[4][c]) * inverse;
      const double q = -factor * inverse * dscaling / count_;
      out_[1][c] = static_cast<float>(dscaling);
      out_[2][c] = static_cast<float>(dbias);
      p_[i] = static_cast<float>(factor);
      q_[i] = static_cast<float>(q);
      r_[i] = static_cast<float>(-factor * dbias / count_ - q * static_cast<double>(in_[2][c]));
    }
    for_pieces(threads, [&](std::int64_t block, std::int64_t, std::int64_t first, std::int64_t last) {
      const std::int64_t b = block * blocks_.block;
      for (std::int64_t e = first; e < last; ++e) {
        loops<float>().block_affine2(out_[0] + place(e, block), dy + place(e, block), x + place(e, block), blocks_.position_step, blocks_.positions, blocks_.block,
                                     shift_.data() + b, factor_.data() + b, offset_.data() + b, ramp_, p_.data() + b, q_.data() + b, r_.data() + b);
      }
    });
  }

  Instruction instruction_;
  ChannelBlocks blocks_;
  bool ramp_;
  double epsilon_, count_ = 0;
  std::int64_t block_count_ = 0, pieces_ = 1;
  std::vector<float> shift_, factor_, offset_, p_, q_, r_;
  std::vector<double> first_, second_;  // sums per block, piece and channel
  std::vector<const float*> in_;
  std::vector<float*> out_;
};

}  // namespace

KernelPointer make_blocked_normalization_kernel(const Instruction& instruction, const ChannelBlocks& blocks) {
  return std::make_unique<BlockedNormalizationKernel>(instruction, blocks);
}

}  // namespace lykos::array::cpu
