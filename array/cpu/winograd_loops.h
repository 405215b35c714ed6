// The inner loops of Winograd convolution, F(4x4, 3x3) with stride 1 or 2 and F(2x2, 5x5), compiled once per instruction set (winograd_avx512.cpp, winograd_avx2.cpp, both from
// winograd_loops.inc). See winograd.cpp for the algorithm and loops.h for the rule that nothing but raw loops may stand in such files.
//
// Shapes. Images lie in blocks of channels: element (n, c, i, j) of {examples, channels, height, width} at
// (((n blocks + c / lanes) height + i) width + j) lanes + c % lanes, where a block has as many channels as a vector has lanes. A convolution of
// kernels of `kernel` x `kernel` weights reads tiles of positions that overlap, 6x6 with stride 1 and 9x9 with stride 2, and writes tiles of `extent` x
// `extent`; tiles are counted over all examples, rows and columns. Transformed, a tile has 36 or 81 places; `Places` holds one matrix of tiles and channels per place.
#pragma once

#include <cstdint>

namespace lykos::array::cpu {

// Places of transformed weights, for stride 2 too: there, odd rows and columns of the data are not transformed, and share one weight.
inline constexpr int kWinogradWeightPlaces = 36;

// The channels of the last block beyond those of the images hold zeros, and so do the weights there.
struct BlockedImages {
  float* data;
  std::int64_t blocks, height, width;
};

// Where tile number t lies: example t / (rows columns), then row by row. `before` is the padding ahead of the first row and column.
struct TileGrid {
  std::int64_t rows, columns;
  std::int64_t before[2];
};

// Element (place, tile, channel) at data[place step + channel / lanes block + tile row + channel % lanes].
struct Places {
  float* data;
  std::int64_t step, row, block;
};

// What belongs to gradients is null for stride 2.
struct WinogradLoops {
  int kernel, stride, extent;  // 3, 1 and 4, or 3, 2 and 4, or 5, 1 and 2
  int places;                  // of transformed tiles
  int lanes;          // channels in a block
  int panel;          // channels of a panel of transformed weights: two vectors
  int product_tiles;  // tiles that `multiply` takes at once; multiples are fastest

  // Tiles first .. first + count - 1 of the images, all channels, as the data of the convolution: B^T d B. What lies outside counts as zero.
  void (*transform_data)(const Places& out, const BlockedImages& x, const TileGrid& grid, std::int64_t first, std::int64_t count);
  // The same for tiles of results, A y A^T: the adjoint of gather_results, for the gradient of the weights.
  void (*transform_results)(const Places& out, const BlockedImages& y, const TileGrid& grid, std::int64_t first, std::int64_t count);
  // Results A^T m A (+ bias, and cut off at zero with `ramp`) of channel blocks first_block .. first_block + block_count - 1, whose first channel
  // is channel 0 of `m`. bias may be null.
  void (*gather_results)(const BlockedImages& y, const Places& m, const TileGrid& grid, std::int64_t first, std::int64_t count, std::int64_t first_block,
                         std::int64_t block_count, const float* bias, bool ramp);

  // One panel of transformed weights G g G^T for channels first .. first + count - 1 of the data, whole blocks: the weights of data channel c and
  // the panel's result channels begin at u[place step + c panel]. The original weights lie in blocks {out blocks, in blocks, kernel, kernel, lanes of in,
  // lanes of out}. `adjoint`: for the gradient of the data, where kernels are turned by half a circle and in and out change roles.
  void (*transform_weights)(float* u, std::int64_t step, const float* w, std::int64_t out_blocks, std::int64_t in_blocks, std::int64_t first,
                            std::int64_t count, std::int64_t panel, bool adjoint);
  // The gradient of the weights from that of the transformed ones, G^T du G, for the out channels of one vector and `in_count` in channels (whole blocks):
  // du(place, in, out lane) at du[place step + in row + lane].
  void (*gather_weights)(float* w, std::int64_t in_blocks, std::int64_t out_block, std::int64_t first_in, std::int64_t in_count, const float* du,
                         std::int64_t step, std::int64_t row);

  // For all places: m {tiles, panel} (+)= v {tiles, inner} . u {inner, panel}; u's places are u_step apart, the channels of m and v lie together.
  void (*multiply)(const Places& m, const Places& v, const float* u, std::int64_t u_step, std::int64_t tiles, std::int64_t inner, bool add);
  // One place: du {in, out} (+)= Transpose[v {tiles, in}] . y {tiles, out}, rows of du `row` apart; in and out are multiples of the lanes, and the
  // blocks of channels of v and y lie v_block and y_block apart, each {tiles, lanes}.
  void (*multiply_transposed)(float* du, std::int64_t row, const float* v, std::int64_t v_block, const float* y, std::int64_t y_block, std::int64_t tiles,
                              std::int64_t in, std::int64_t out, bool add);
};

// For kernels of 3x3 or 5x5 with stride 1, and of 3x3 with stride 2, on this processor; null when it has neither AVX-512 nor AVX2.
const WinogradLoops* winograd_loops(std::int64_t kernel, std::int64_t stride);

}  // namespace lykos::array::cpu
