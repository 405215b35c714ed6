// Where a training stands, for checkpoints: with net, data and options, all a run needs to go on as if it had never stopped.
//
// Numbers in the kernels' own layouts stay inside the run; here all arrays are row-major and named by their path, so a state may be taken up
// on another machine. Random numbers and the order of the examples follow from the seed and the counters.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "nets/train.h"

namespace lykos::nets {

using NamedArrays = std::vector<std::pair<Path, Array>>;

struct TrainingState {
  std::string method;
  std::uint64_t seed = 0;
  std::int64_t batch_size = 0, training_examples = 0;
  std::int64_t rounds = 0;             ///< finished
  std::int64_t batches_in_round = 0;   ///< done of the next round
  std::int64_t batches = 0;            ///< done in all
  std::int64_t steps = 0;              ///< of the optimiser
  std::int64_t total_rounds = 0;       ///< of an automatic length, 0 while it is not known
  double seconds = 0;
  double round_loss = 0, round_count = 0;                   ///< of the round in progress
  std::vector<std::vector<double>> round_totals;            ///< its measurements
  double best_validation = 0, best_criterion = 0;
  std::int64_t rounds_without_gain = 0;
  NamedArrays arrays;                  ///< of the training net: parameters and states
  std::vector<NamedArrays> moments;
  NamedArrays sound, best;             ///< at the start of the round in progress, at the best validation; empty: as `arrays`, none
  TrainResult record;                  ///< losses and measurements so far; holds no nets
};

}  // namespace lykos::nets
