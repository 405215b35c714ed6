// See winograd.h. The work is cut in one of two ways, by the sizes alone:
//   many tiles: every thread takes blocks of tiles small enough for its cache and goes through all steps with them;
//   few tiles (deep layers, small images): every thread takes panels of channels, for all tiles. Weights that are not transformed beforehand never
//   go through memory then: a thread transforms what it needs of them in pieces.
// Either way each sum runs over the channels (for the gradient of the weights, over the tiles) in order, so that neither the number of threads
// nor the cut changes a result.
#include "array/cpu/winograd.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "array/cpu/parallel.h"
#include "array/cpu/scratch.h"
#include "array/cpu/winograd_loops.h"

namespace lykos::array::cpu {

namespace avx512 {
extern const WinogradLoops kWinogradLoops[3];
}
namespace avx2 {
extern const WinogradLoops kWinogradLoops[3];
}

const WinogradLoops* winograd_loops(std::int64_t kernel, std::int64_t stride) {
  static const WinogradLoops* const chosen = [] {
    const std::string_view name = loops_name();
    return name == "avx512" ? avx512::kWinogradLoops : name == "avx2" ? avx2::kWinogradLoops : nullptr;
  }();
  if (chosen == nullptr) return nullptr;
  return std::find_if(chosen, chosen + 3, [=](const WinogradLoops& loops) { return loops.kernel == kernel && loops.stride == stride; });
}

int winograd_lanes() {
  static const WinogradLoops* const loops = winograd_loops(3, 1);
  return loops != nullptr ? loops->lanes : 0;
}

namespace {

constexpr std::int64_t kBlockTiles = 32;        // of a thread's block: their transforms stay in its cache up to 128 channels
constexpr std::int64_t kFewTiles = 64;          // up to which channels are divided among threads rather than tiles
constexpr std::int64_t kWeightsPiece = 64;      // data channels whose weights are transformed at once where they are used
constexpr std::int64_t kWholeGradientBytes = 12 << 20;  // of the transformed tiles for the gradient of the weights, up to which they are made at once
constexpr std::int64_t kGradientPiecesBytes = 10 << 20;  // of the sums of all pieces together
constexpr std::int64_t kGradientBlockBytes = 768 << 10;  // of the transformed tiles a thread has at a time ...
constexpr std::int64_t kFewestBlockTiles = 48;           // ... but for so few of them reading and writing the sums would cost too much

std::int64_t ceiling_of_quotient(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

// A cache line more than a multiple of a large power of two, so that what is used together does not fall into few sets of the cache.
std::int64_t spread(std::int64_t count) { return count % 256 == 0 ? count + 16 : count; }

std::int64_t blocks_of(std::int64_t channels) { return ceiling_of_quotient(channels, winograd_lanes()); }

// The channels of a tile lie together: left factors of products.
Places by_tile(float* data, std::int64_t tiles, std::int64_t channels) {
  const std::int64_t row = spread(blocks_of(channels) * winograd_lanes());
  return {data, spread(tiles * row), row, winograd_lanes()};
}
// The tiles of a block of channels lie together: for sums over tiles.
Places by_block(float* data, std::int64_t tiles, std::int64_t channels) {
  const std::int64_t lanes = winograd_lanes(), block = spread(tiles * lanes);
  return {data, spread(blocks_of(channels) * block), lanes, block};
}
std::int64_t size_by_tile(const WinogradLoops& loops, std::int64_t tiles, std::int64_t channels) { return loops.places * by_tile(nullptr, tiles, channels).step; }
std::int64_t size_by_block(const WinogradLoops& loops, std::int64_t tiles, std::int64_t channels) { return loops.places * by_block(nullptr, tiles, channels).step; }

TileGrid grid_of(const WinogradLoops& loops, std::int64_t height, std::int64_t width, std::int64_t top, std::int64_t left) {
  return {ceiling_of_quotient(height, loops.extent), ceiling_of_quotient(width, loops.extent), {top, left}};
}

std::int64_t panel_count(std::int64_t channels) { return ceiling_of_quotient(blocks_of(channels), 2); }

// From one place of a panel of transformed weights to the next.
std::int64_t weights_step(std::int64_t inner) { return spread(blocks_of(inner) * 2 * winograd_lanes() * winograd_lanes()); }

// The transform of all weights, panel after panel: {panel, place, data channel, channel of the panel}.
void transform_all_weights(const WinogradLoops& loops, float* u, const float* w, std::int64_t out_blocks, std::int64_t in_blocks, bool adjoint, int threads) {
  const std::int64_t data_blocks = adjoint ? out_blocks : in_blocks;
  const std::int64_t panels = ceiling_of_quotient(adjoint ? in_blocks : out_blocks, 2);
  const std::int64_t step = weights_step(data_blocks * loops.lanes);
  parallel_ranges(threads, panels * data_blocks, 1, panels * step * kWinogradWeightPlaces, [&](std::int64_t first, std::int64_t last, int) {
    for (std::int64_t k = first; k < last; ++k) {
      const std::int64_t panel = k / data_blocks, channel = k % data_blocks * loops.lanes;
      loops.transform_weights(u + panel * kWinogradWeightPlaces * step + channel * loops.panel, step, w, out_blocks, in_blocks, channel, loops.lanes, panel, adjoint);
    }
  });
}

std::string name_of(const WinogradLoops& loops) {
  return "Winograd " + std::to_string(loops.extent) + "x" + std::to_string(loops.kernel) + (loops.stride == 2 ? " stride 2" : "");
}

// The forward convolution, and the gradient of the data, which is the forward convolution of the result's gradient with turned kernels.
class WinogradKernel final : public Kernel {
 public:
  WinogradKernel(const Instruction& instruction, const WinogradGeometry& g, bool transformed)
      : loops_(*winograd_loops(g.kernel, g.stride)), adjoint_(instruction.op == Op::ConvolutionBackwardData), transformed_(transformed),
        ramp_(instruction.attributes.post != nullptr) {
    x_id_ = instruction.inputs[0];
    w_id_ = instruction.inputs[1];
    if (!adjoint_) bias_id_ = instruction.inputs[2];
    y_id_ = instruction.outputs[0];
    out_blocks_ = blocks_of(g.out_channels);
    in_blocks_ = blocks_of(g.in_channels);
    x_ = {nullptr, in_blocks_, g.in_height, g.in_width};
    y_ = {nullptr, out_blocks_, g.out_height, g.out_width};
    grid_ = grid_of(loops_, g.out_height, g.out_width, g.before[0], g.before[1]);
    if (adjoint_) {
      std::swap(x_, y_);
      grid_ = grid_of(loops_, g.in_height, g.in_width, g.kernel - 1 - g.before[0], g.kernel - 1 - g.before[1]);
    }
    inner_ = adjoint_ ? g.out_channels : g.in_channels;
    panels_ = panel_count(adjoint_ ? g.in_channels : g.out_channels);
    if (bias_id_ != kNoValue) bias_.resize(static_cast<std::size_t>(out_blocks_ * loops_.lanes));
    out_channels_ = g.out_channels;
    tiles_ = g.examples * grid_.rows * grid_.columns;
  }

  void bind(const Addresses& addresses, int threads) override {
    x_.data = addresses.of<float>(x_id_);
    y_.data = addresses.of<float>(y_id_);
    w_ = addresses.of<const float>(w_id_);
    given_bias_ = addresses.of<const float>(bias_id_);
    few_tiles_ = tiles_ <= kFewTiles && panels_ > 1;
    // Whole rounds of blocks for all threads, of equal size: tiles are multiplied four and more at once.
    const std::int64_t rounds = ceiling_of_quotient(tiles_, kBlockTiles * threads);
    block_tiles_ = few_tiles_ ? tiles_ : ceiling_of_quotient(ceiling_of_quotient(tiles_, rounds * threads), 4) * 4;
    const bool keeps_weights = !transformed_ && !few_tiles_;
    reserve_scratch(threads, private_size(), keeps_weights ? panels_ * kWinogradWeightPlaces * weights_step(inner_) : 0);
  }
  bool can_be_bound_again() const override { return true; }

  void run(const RunContext& context) noexcept override {
    // Filled up with zeros, as the channels are.
    if (given_bias_ != nullptr) std::copy(given_bias_, given_bias_ + out_channels_, bias_.begin());
    if (few_tiles_) by_panels(context.threads);
    else by_tiles(context.threads);
  }

  std::string describe() const override { return name_of(loops_) + (few_tiles_ ? " by channels" : " by tiles"); }

 private:
  std::int64_t work() const { return tiles_ * loops_.places * inner_ * panels_; }
  // Transformed tiles, their products with a panel, and what is transformed of the weights at a time.
  std::int64_t private_size() const {
    return size_by_tile(loops_, block_tiles_, inner_) + size_by_tile(loops_, block_tiles_, loops_.panel) +
           (few_tiles_ ? kWinogradWeightPlaces * weights_step(kWeightsPiece) : 0);
  }

  // The calling thread's working memory in these three parts.
  struct Workspace {
    Places data, sums;
    float* weights;
  };
  Workspace workspace() const {
    float* data = thread_scratch(ScratchPurpose::Private, private_size());
    float* sums = data + size_by_tile(loops_, block_tiles_, inner_);
    return {by_tile(data, block_tiles_, inner_), by_tile(sums, block_tiles_, loops_.panel), sums + size_by_tile(loops_, block_tiles_, loops_.panel)};
  }

  void gather(const Places& sums, std::int64_t first, std::int64_t count, std::int64_t panel) const {
    loops_.gather_results(y_, sums, grid_, first, count, panel * 2, std::min<std::int64_t>(2, y_.blocks - panel * 2),
                          given_bias_ != nullptr ? bias_.data() : nullptr, ramp_);
  }

  void by_tiles(int threads) {
    const float* weights = w_;
    const std::int64_t step = weights_step(inner_);
    if (!transformed_) {
      float* u = thread_scratch(ScratchPurpose::Shared, panels_ * kWinogradWeightPlaces * step);
      transform_all_weights(loops_, u, w_, out_blocks_, in_blocks_, adjoint_, threads);
      weights = u;
    }
    parallel_ranges(threads, tiles_, block_tiles_, work(), [&](std::int64_t begin, std::int64_t end, int) {
      const Workspace space = workspace();
      for (std::int64_t first = begin; first < end; first += block_tiles_) {
        const std::int64_t count = std::min(block_tiles_, end - first);
        loops_.transform_data(space.data, x_, grid_, first, count);
        for (std::int64_t panel = 0; panel < panels_; ++panel) {
          loops_.multiply(space.sums, space.data, weights + panel * kWinogradWeightPlaces * step, step, count, inner_, false);
          gather(space.sums, first, count, panel);
        }
      }
    });
  }

  void by_panels(int threads) {
    parallel_ranges(threads, panels_, 1, work(), [&](std::int64_t first, std::int64_t last, int) {
      const Workspace space = workspace();
      // Every thread transforms the few tiles for itself: that is sooner done than fetched from another core.
      loops_.transform_data(space.data, x_, grid_, 0, tiles_);
      for (std::int64_t panel = first; panel < last; ++panel) {
        if (transformed_) {
          loops_.multiply(space.sums, space.data, w_ + panel * kWinogradWeightPlaces * weights_step(inner_), weights_step(inner_), tiles_, inner_, false);
        } else {
          for (std::int64_t channel = 0; channel < inner_; channel += kWeightsPiece) {
            const std::int64_t count = std::min(kWeightsPiece, inner_ - channel);
            const std::int64_t whole = blocks_of(count) * loops_.lanes;
            loops_.transform_weights(space.weights, weights_step(count), w_, out_blocks_, in_blocks_, channel, whole, panel, adjoint_);
            loops_.multiply(space.sums, {space.data.data + channel, space.data.step, space.data.row, space.data.block}, space.weights, weights_step(count), tiles_, count, channel > 0);
          }
        }
        gather(space.sums, 0, tiles_, panel);
      }
    });
  }

  const WinogradLoops& loops_;
  bool adjoint_, transformed_, ramp_, few_tiles_ = false;
  ValueId x_id_ = kNoValue, w_id_ = kNoValue, bias_id_ = kNoValue, y_id_ = kNoValue;
  std::int64_t out_blocks_, in_blocks_;  // of the weights
  BlockedImages x_, y_;                  // what is read and what is written
  TileGrid grid_;
  std::int64_t inner_, panels_, out_channels_, tiles_, block_tiles_ = 0;
  const float* w_ = nullptr;
  const float* given_bias_ = nullptr;
  std::vector<float> bias_;
};

// The gradient of the weights: place by place the product of the transformed data and the transformed gradients of the results, summed over all
// tiles, then brought back to the size of the kernel. Few tiles are transformed at once and divided by channels. Many are divided into pieces whose
// number depends on the sizes alone; a thread goes through a piece in blocks that fit into its cache, and the sums of the pieces are added in order.
class WinogradWeightsGradientKernel final : public Kernel {
 public:
  WinogradWeightsGradientKernel(const Instruction& instruction, const WinogradGeometry& g) : loops_(*winograd_loops(g.kernel, g.stride)) {
    const int lanes = loops_.lanes;
    x_id_ = instruction.inputs[0];
    y_id_ = instruction.inputs[1];
    w_id_ = instruction.outputs[0];
    if (instruction.outputs.size() > 1) bias_id_ = instruction.outputs[1];
    examples_ = g.examples;
    // Zeros beyond the last channels give zeros.
    in_ = blocks_of(g.in_channels) * lanes;
    out_ = blocks_of(g.out_channels) * lanes;
    out_channels_ = g.out_channels;
    x_ = {nullptr, in_ / lanes, g.in_height, g.in_width};
    y_ = {nullptr, out_ / lanes, g.out_height, g.out_width};
    grid_ = grid_of(loops_, g.out_height, g.out_width, g.before[0], g.before[1]);
    tiles_ = examples_ * grid_.rows * grid_.columns;
    const std::int64_t tile_bytes = loops_.places * (in_ + out_) * static_cast<std::int64_t>(sizeof(float));
    at_once_ = tiles_ * tile_bytes <= kWholeGradientBytes;
    if (at_once_) return;
    // A power of two divides evenly among most numbers of threads.
    pieces_ = 2;
    while (pieces_ < 8 && 2 * pieces_ * gradient_size() * static_cast<std::int64_t>(sizeof(float)) <= kGradientPiecesBytes) pieces_ *= 2;
    block_tiles_ = std::min(std::max(kGradientBlockBytes / tile_bytes, kFewestBlockTiles), ceiling_of_quotient(tiles_, pieces_));
  }

  void bind(const Addresses& addresses, int threads) override {
    x_.data = addresses.of<float>(x_id_);
    y_.data = addresses.of<float>(y_id_);
    w_ = addresses.of<float>(w_id_);
    bias_ = addresses.of<float>(bias_id_);
    if (at_once_) reserve_scratch(threads, corner_size(), transforms_size(tiles_));
    else reserve_scratch(threads, transforms_size(block_tiles_), pieces_ * gradient_size());
    sums_.resize(static_cast<std::size_t>(2 * out_));
    zeros_.resize(static_cast<std::size_t>(winograd_lanes()));
  }
  bool can_be_bound_again() const override { return true; }

  void run(const RunContext& context) noexcept override {
    if (at_once_) by_channels(context.threads);
    else by_pieces(context.threads);
    if (bias_ != nullptr) sum_biases(context.threads);
  }

  std::string describe() const override { return name_of(loops_) + (at_once_ ? " by channels" : " in " + std::to_string(pieces_) + " pieces"); }

 private:
  static constexpr std::int64_t kCornerChannels = 64;  // in channels of what by_channels takes at once
  std::int64_t gradient_size() const { return loops_.places * gradient_step(); }
  std::int64_t gradient_step() const { return spread(in_ * spread(out_)); }
  std::int64_t corner_size() const { return loops_.places * corner_step(); }
  std::int64_t corner_step() const { return spread(kCornerChannels * 2 * winograd_lanes()); }
  std::int64_t work() const { return tiles_ * in_ * out_; }

  // Transformed tiles of the data, then of the results' gradients.
  std::int64_t transforms_size(std::int64_t tiles) const { return size_by_block(loops_, tiles, in_) + size_by_block(loops_, tiles, out_); }
  std::pair<Places, Places> transforms(ScratchPurpose purpose, std::int64_t tiles) const {
    float* data = thread_scratch(purpose, transforms_size(tiles));
    return {by_block(data, tiles, in_), by_block(data + size_by_block(loops_, tiles, in_), tiles, out_)};
  }

  // Panels of out channels times kCornerChannels, each from the sums to the gradient in the cache of one thread.
  void by_channels(int threads) {
    const std::pair<Places, Places> both = transforms(ScratchPurpose::Shared, tiles_);
    const Places &data = both.first, &results = both.second;
    parallel_ranges(threads, tiles_, 1, tiles_ * loops_.places * (in_ + out_), [&](std::int64_t first, std::int64_t last, int) {
      loops_.transform_data({data.data + first * data.row, data.step, data.row, data.block}, x_, grid_, first, last - first);
      loops_.transform_results({results.data + first * results.row, results.step, results.row, results.block}, y_, grid_, first, last - first);
    });
    const std::int64_t corners = ceiling_of_quotient(in_, kCornerChannels);
    parallel_ranges(threads, panel_count(out_) * corners, 1, work(), [&](std::int64_t first, std::int64_t last, int) {
      float* sums = thread_scratch(ScratchPurpose::Private, corner_size());
      for (std::int64_t k = first; k < last; ++k) {
        const std::int64_t out = k / corners * loops_.panel, in = k % corners * kCornerChannels;
        const std::int64_t out_count = std::min<std::int64_t>(loops_.panel, out_ - out), in_count = std::min(kCornerChannels, in_ - in);
        for (std::int64_t place = 0; place < loops_.places; ++place) {
          loops_.multiply_transposed(sums + place * corner_step(), loops_.panel, data.data + place * data.step + in / loops_.lanes * data.block, data.block,
                                    results.data + place * results.step + out / loops_.lanes * results.block, results.block, tiles_, in_count, out_count, false);
        }
        for (std::int64_t lane = 0; lane < out_count; lane += loops_.lanes) {
          loops_.gather_weights(w_, x_.blocks, (out + lane) / loops_.lanes, in, in_count, sums + lane, corner_step(), loops_.panel);
        }
      }
    });
  }

  void by_pieces(int threads) {
    float* gradients = thread_scratch(ScratchPurpose::Shared, pieces_ * gradient_size());
    const std::int64_t row = spread(out_);
    parallel_ranges(threads, pieces_, 1, work(), [&](std::int64_t first_piece, std::int64_t last_piece, int) {
      const auto [data, results] = transforms(ScratchPurpose::Private, block_tiles_);
      for (std::int64_t piece = first_piece; piece < last_piece; ++piece) {
        const std::int64_t begin = tiles_ * piece / pieces_, end = tiles_ * (piece + 1) / pieces_;
        for (std::int64_t first = begin; first < end; first += block_tiles_) {
          const std::int64_t count = std::min(block_tiles_, end - first);
          loops_.transform_data(data, x_, grid_, first, count);
          loops_.transform_results(results, y_, grid_, first, count);
          for (std::int64_t place = 0; place < loops_.places; ++place) {
            loops_.multiply_transposed(gradients + piece * gradient_size() + place * gradient_step(), row, data.data + place * data.step, data.block,
                                      results.data + place * results.step, results.block, count, in_, out_, first > begin);
          }
        }
      }
    });
    parallel_ranges(threads, in_, loops_.lanes, pieces_ * gradient_size(), [&](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t place = 0; place < loops_.places; ++place) {
        float* sum = gradients + place * gradient_step() + first * row;
        for (std::int64_t piece = 1; piece < pieces_; ++piece) loops<float>().add_to(sum, sum + piece * gradient_size(), (last - first) * row);
      }
      for (std::int64_t block = 0; block < y_.blocks; ++block) {
        loops_.gather_weights(w_, x_.blocks, block, first, last - first, gradients + first * row + block * loops_.lanes, gradient_step(), row);
      }
    });
  }

  void sum_biases(int threads) {
    const int lanes = winograd_lanes();
    const std::int64_t plane = y_.height * y_.width * lanes;
    parallel_ranges(threads, y_.blocks, 1, examples_ * y_.blocks * plane, [&](std::int64_t first, std::int64_t last, int) {
      for (std::int64_t block = first; block < last; ++block) {
        double* sum = sums_.data() + block * 2 * lanes;
        std::fill(sum, sum + 2 * lanes, 0.0);
        for (std::int64_t e = 0; e < examples_; ++e) {
          loops<float>().block_moments(y_.data + (e * y_.blocks + block) * plane, lanes, y_.height * y_.width, lanes, zeros_.data(), sum, sum + lanes);
        }
        for (std::int64_t c = block * lanes; c < std::min((block + 1) * lanes, out_channels_); ++c) bias_[c] = static_cast<float>(sum[c % lanes]);
      }
    });
  }

  ValueId x_id_, y_id_, w_id_, bias_id_ = kNoValue;
  const WinogradLoops& loops_;
  std::int64_t examples_, in_, out_, out_channels_, tiles_;  // in and out in whole blocks
  BlockedImages x_, y_;
  TileGrid grid_;
  bool at_once_;
  std::int64_t pieces_ = 1, block_tiles_ = 0;
  float* w_ = nullptr;
  float* bias_ = nullptr;
  std::vector<double> sums_;  // per block: sums of its channels, and squares nobody needs
  std::vector<float> zeros_;
};

}  // namespace

WinogradWeightsLayout::WinogradWeightsLayout(std::int64_t kernel, std::int64_t stride, std::int64_t out_channels, std::int64_t in_channels, LayoutPointer blocked)
    : kernel_(kernel), stride_(stride), out_channels_(out_channels), in_channels_(in_channels),
      byte_count_(panel_count(out_channels) * kWinogradWeightPlaces * weights_step(in_channels) * static_cast<std::int64_t>(sizeof(float))),
      blocked_(static_cast<LayoutPointer&&>(blocked)) {}

bool WinogradWeightsLayout::equals(const Layout& other) const {
  const auto* same = dynamic_cast<const WinogradWeightsLayout*>(&other);
  return same != nullptr && same->kernel_ == kernel_ && same->stride_ == stride_ && same->out_channels_ == out_channels_ && same->in_channels_ == in_channels_;
}

void WinogradWeightsLayout::fill(float* out, const float* weights, int threads) const {
  transform_all_weights(*winograd_loops(kernel_, stride_), out, weights, blocks_of(out_channels_), blocks_of(in_channels_), false, threads);
}

KernelPointer make_winograd_kernel(const Instruction& instruction, const WinogradGeometry& geometry, bool transformed) {
  if (instruction.op == Op::ConvolutionBackwardWeights) return std::make_unique<WinogradWeightsGradientKernel>(instruction, geometry);
  return std::make_unique<WinogradKernel>(instruction, geometry, transformed);
}

}  // namespace lykos::array::cpu
