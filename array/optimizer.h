// Optimisers: one fused pass over the flat parameter and gradient arenas of an Executable.
//
// Every method is a pure function of (settings, step number, learning rate) on spans of float or double, split into segments
// (one per parameter array) that carry their own multipliers. All arithmetic is done in the type of the arena.
//
//   g  = gradient, clipped (elementwise and by norm), + l2 * w        (gradients are already averaged over the batch)
//   ADAM      m = b1 m + (1-b1) g;  v = b2 v + (1-b2) g^2;  w -= lr Sqrt[1-b2^t]/(1-b1^t) m/(Sqrt[v]+eps)
//   SGD       m = momentum m - lr g;  w += m
//   SignSGD   m = momentum m - lr Sign[g];  w += m
//   RMSProp   n = b n + (1-b) g^2;  a = b a + (1-b) g;  m = momentum m - lr g/Sqrt[n - a^2 + eps];  w += m   (Graves 2013)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "array/array.h"

namespace lykos::array {

enum class OptimizerMethod : std::uint8_t { Adam, StochasticGradientDescent, SignStochasticGradientDescent, RootMeanSquare };

struct OptimizerSettings {
  OptimizerMethod method = OptimizerMethod::Adam;
  double beta1 = 0.9;       // ADAM
  double beta2 = 0.999;     // ADAM
  double beta = 0.95;       // RMSProp
  double momentum = 0.93;   // SGD, SignSGD; 0.9 is usual for RMSProp
  double epsilon = 1e-5;    // ADAM 1e-5, RMSProp 1e-6
  double gradient_norm_clip = 0;  // > 0: gradients are scaled so that their Euclidean norm over all segments stays below this
};

// One parameter array inside the arenas. A multiplier of 0 leaves the segment's bytes untouched.
struct OptimizerSegment {
  std::int64_t offset = 0;  // in elements
  std::int64_t size = 0;
  double learning_rate_multiplier = 1;
  double l2_regularization = 0;
  double gradient_clip = 0;  // > 0: each gradient element is limited to [-c, c]
  double weight_clip = 0;    // > 0: each updated weight is limited to [-c, c]
  std::int64_t steps_missed = 0;  // steps in which the segment was left alone: its own step count is that much lower
};

class Optimizer {
 public:
  // Moments for an arena of `size` elements of type Real32 or Real64, all zero.
  Optimizer(const OptimizerSettings& settings, DType dtype, std::int64_t size);

  // One update at step t (counted from 1 and kept here). `parameters` and `gradients` point at arenas of the size and type
  // given to the constructor.
  void step(void* parameters, const void* gradients, std::span<const OptimizerSegment> segments, double learning_rate);

  std::int64_t steps_taken() const { return steps_; }
  // The moment arrays and the step count, for checkpoints. The arrays are views: clone them to keep them.
  const std::vector<Array>& moments() const { return moments_; }
  void restore(std::int64_t steps, const std::vector<Array>& moments);

 private:
  OptimizerSettings settings_;
  std::int64_t steps_ = 0;
  std::vector<Array> moments_;
};

// The bare passes, exposed for tests: T is float or double. `t` counts from 1; `scale` multiplies the gradient first.
template <typename T>
void adam_update(T* w, const T* g, T* m, T* v, std::int64_t count, double learning_rate, double beta1, double beta2, double epsilon,
                 std::int64_t t, double l2, double gradient_clip, double weight_clip, double scale);
template <typename T>
void sgd_update(T* w, const T* g, T* m, std::int64_t count, double learning_rate, double momentum, bool sign, double l2,
                double gradient_clip, double weight_clip, double scale);
template <typename T>
void rmsprop_update(T* w, const T* g, T* n, T* a, T* m, std::int64_t count, double learning_rate, double beta, double momentum,
                    double epsilon, double l2, double gradient_clip, double weight_clip, double scale);

}  // namespace lykos::array
