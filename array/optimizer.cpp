// Optimisers: per-segment settings, gradient norm, and the dispatch to the vector loops, split over threads in fixed pieces.
#include "array/optimizer.h"

#include <cmath>
#include <stdexcept>

#include "array/cpu/loops.h"
#include "array/cpu/parallel.h"
#include "array/threads.h"

namespace lykos::array {
namespace {

// The Euclidean norm over the trained segments; pieces of fixed size are summed in order, so threads do not change it.
template <typename T>
double gradient_norm(const T* gradients, std::span<const OptimizerSegment> segments) {
  double total = 0;
  for (const OptimizerSegment& segment : segments) {
    if (segment.learning_rate_multiplier == 0) continue;
    for (std::int64_t start = 0; start < segment.size; start += 1024) {
      const std::int64_t count = segment.size - start < 1024 ? segment.size - start : 1024;
      const T* piece = gradients + segment.offset + start;
      total += static_cast<double>(cpu::loops<T>().dot(piece, piece, count));
    }
  }
  return std::sqrt(total);
}

bool same_settings(const OptimizerSegment& a, const OptimizerSegment& b) {
  return a.learning_rate_multiplier == b.learning_rate_multiplier && a.l2_regularization == b.l2_regularization && a.gradient_clip == b.gradient_clip &&
         a.weight_clip == b.weight_clip && a.steps_missed == b.steps_missed;
}

template <typename T>
void step_all(const OptimizerSettings& settings, std::int64_t t, T* w, const T* g, std::vector<Array>& moments, std::span<const OptimizerSegment> segments,
              double learning_rate) {
  double scale = 1;
  if (settings.gradient_norm_clip > 0) {
    const double norm = gradient_norm(g, segments);
    if (norm > settings.gradient_norm_clip) scale = settings.gradient_norm_clip / norm;
  }
  T* first = moments[0].data<T>();
  for (std::size_t k = 0; k < segments.size(); ++k) {
    OptimizerSegment segment = segments[k];
    if (segment.learning_rate_multiplier == 0) continue;
    // Neighbours with equal settings go in one run; the padding between them holds zeros, which stay zeros.
    while (k + 1 < segments.size() && same_settings(segment, segments[k + 1])) {
      const std::int64_t gap = segments[k + 1].offset - (segment.offset + segment.size);
      if (gap < 0 || gap >= 16) break;
      segment.size += gap + segments[++k].size;
    }
    const double rate = learning_rate * segment.learning_rate_multiplier;
    // A segment is cut into runs that stay in cache lines of one thread.
    cpu::parallel_ranges(thread_count(), segment.size, 1024, segment.size * 4, [&](std::int64_t start, std::int64_t end, int) {
      const std::int64_t o = segment.offset + start;
      const std::int64_t count = end - start;
      switch (settings.method) {
        case OptimizerMethod::Adam:
          adam_update(w + o, g + o, first + o, moments[1].data<T>() + o, count, rate, settings.beta1, settings.beta2, settings.epsilon, t - segment.steps_missed,
                      segment.l2_regularization, segment.gradient_clip, segment.weight_clip, scale);
          break;
        case OptimizerMethod::StochasticGradientDescent:
        case OptimizerMethod::SignStochasticGradientDescent:
          sgd_update(w + o, g + o, first + o, count, rate, settings.momentum, settings.method == OptimizerMethod::SignStochasticGradientDescent,
                     segment.l2_regularization, segment.gradient_clip, segment.weight_clip, scale);
          break;
        case OptimizerMethod::RootMeanSquare:
          rmsprop_update(w + o, g + o, first + o, moments[1].data<T>() + o, moments[2].data<T>() + o, count, rate, settings.beta, settings.momentum,
                         settings.epsilon, segment.l2_regularization, segment.gradient_clip, segment.weight_clip, scale);
          break;
      }
    });
  }
}

}  // namespace

template <typename T>
void adam_update(T* w, const T* g, T* m, T* v, std::int64_t count, double learning_rate, double beta1, double beta2, double epsilon, std::int64_t t, double l2,
                 double gradient_clip, double weight_clip, double scale) {
  const double time = static_cast<double>(t);
  const double step = learning_rate * std::sqrt(1 - std::pow(beta2, time)) / (1 - std::pow(beta1, time));
  cpu::loops<T>().adam(w, g, m, v, count, static_cast<T>(step), static_cast<T>(beta1), static_cast<T>(beta2), static_cast<T>(epsilon), static_cast<T>(l2),
                       static_cast<T>(gradient_clip), static_cast<T>(weight_clip), static_cast<T>(scale));
}

template <typename T>
void sgd_update(T* w, const T* g, T* m, std::int64_t count, double learning_rate, double momentum, bool sign, double l2, double gradient_clip,
                double weight_clip, double scale) {
  cpu::loops<T>().sgd(w, g, m, count, static_cast<T>(learning_rate), static_cast<T>(momentum), sign, static_cast<T>(l2), static_cast<T>(gradient_clip),
                      static_cast<T>(weight_clip), static_cast<T>(scale));
}

template <typename T>
void rmsprop_update(T* w, const T* g, T* n, T* a, T* m, std::int64_t count, double learning_rate, double beta, double momentum, double epsilon, double l2,
                    double gradient_clip, double weight_clip, double scale) {
  cpu::loops<T>().rmsprop(w, g, n, a, m, count, static_cast<T>(learning_rate), static_cast<T>(beta), static_cast<T>(momentum), static_cast<T>(epsilon),
                          static_cast<T>(l2), static_cast<T>(gradient_clip), static_cast<T>(weight_clip), static_cast<T>(scale));
}

template void adam_update<float>(float*, const float*, float*, float*, std::int64_t, double, double, double, double, std::int64_t, double, double, double, double);
template void adam_update<double>(double*, const double*, double*, double*, std::int64_t, double, double, double, double, std::int64_t, double, double, double, double);
template void sgd_update<float>(float*, const float*, float*, std::int64_t, double, double, bool, double, double, double, double);
template void sgd_update<double>(double*, const double*, double*, std::int64_t, double, double, bool, double, double, double, double);
template void rmsprop_update<float>(float*, const float*, float*, float*, float*, std::int64_t, double, double, double, double, double, double, double, double);
template void rmsprop_update<double>(double*, const double*, double*, double*, double*, std::int64_t, double, double, double, double, double, double, double, double);

Optimizer::Optimizer(const OptimizerSettings& settings, DType dtype, std::int64_t size) : settings_(settings) {
  if (!is_real(dtype)) throw std::invalid_argument("[optimizer] arenas are Real32 or Real64");
  const int count = settings.method == OptimizerMethod::Adam ? 2 : settings.method == OptimizerMethod::RootMeanSquare ? 3 : 1;
  for (int i = 0; i < count; ++i) moments_.push_back(Array::zeros(dtype, {size}));
}

void Optimizer::step(void* parameters, const void* gradients, std::span<const OptimizerSegment> segments, double learning_rate) {
  ++steps_;
  for (Array& moment : moments_) moment.make_unique();  // a checkpoint may share it
  if (moments_[0].dtype() == DType::Real32) {
    step_all(settings_, steps_, static_cast<float*>(parameters), static_cast<const float*>(gradients), moments_, segments, learning_rate);
  } else {
    step_all(settings_, steps_, static_cast<double*>(parameters), static_cast<const double*>(gradients), moments_, segments, learning_rate);
  }
}

void Optimizer::restore(std::int64_t steps, const std::vector<Array>& moments) {
  if (moments.size() != moments_.size()) throw std::invalid_argument("[optimizer] the checkpoint belongs to another method");
  for (std::size_t i = 0; i < moments.size(); ++i) {
    if (moments[i].dtype() != moments_[i].dtype() || !(moments[i].shape() == moments_[i].shape())) {
      throw std::invalid_argument("[optimizer] the checkpoint belongs to another net");
    }
    moments_[i] = moments[i].clone();
  }
  steps_ = steps;
}

}  // namespace lykos::array
