// Winograd convolution (Lavin and Gray 2015) on images in blocks of channels: F(4x4, 3x3) with 36 multiplications where 144 are usual, F(2x2, 5x5) with
// 36 instead of 100, both with their two gradients; and for stride 2 F(4x4, 3x3) on the even and odd positions apart, with 81 instead of 144. Nothing here knows of oneDNN; onednn_convolution.cpp chooses and describes the layouts.
#pragma once

#include "array/cpu/kernel.h"
#include "array/cpu/layout.h"

namespace lykos::array::cpu {

struct WinogradGeometry {
  std::int64_t kernel, stride;  // 3 or 5 and 1, or 3 and 2
  std::int64_t examples, in_channels, out_channels;
  std::int64_t in_height, in_width, out_height, out_width;
  std::int64_t before[2];  // padding ahead of the first row and column
};

// Channels of a block, 16 or 8; 0 where the processor has no such loops.
int winograd_lanes();

// Transformed weights, for programs that keep theirs: {panel of out channels, place, in channel, channel of the panel}.
class WinogradWeightsLayout final : public Layout {
 public:
  // `blocked`: the layout of weights in blocks {out blocks, in blocks, kernel, kernel, lanes of in, lanes of out}, from which they are transformed.
  WinogradWeightsLayout(std::int64_t kernel, std::int64_t stride, std::int64_t out_channels, std::int64_t in_channels, LayoutPointer blocked);
  const LayoutPointer& blocked() const { return blocked_; }
  std::int64_t byte_count() const override { return byte_count_; }
  bool padded() const override { return true; }
  bool equals(const Layout& other) const override;
  std::string describe() const override { return "Winograd weights"; }
  // From weights in blocks.
  void fill(float* out, const float* weights, int threads) const;

 private:
  std::int64_t kernel_, stride_, out_channels_, in_channels_, byte_count_;
  LayoutPointer blocked_;
};

// Op::Convolution with bias and Ramp where the instruction has them, weights in blocks or, with `transformed`, as WinogradWeightsLayout;
// with stride 1 Op::ConvolutionBackwardData, from weights in blocks, and Op::ConvolutionBackwardWeights, which gives them in blocks.
KernelPointer make_winograd_kernel(const Instruction& instruction, const WinogradGeometry& geometry, bool transformed);

}  // namespace lykos::array::cpu
