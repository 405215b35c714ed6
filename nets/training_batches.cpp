// Which examples make a batch, and how their data reach a program.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "array/random.h"
#include "nets/training_run.h"

namespace lykos::nets {

using array::DType;

namespace {

// Streams of random numbers under the run's seed.
constexpr std::uint64_t kShuffleStream = 0x5348;
constexpr std::uint64_t kSplitStream = 0x5350;

}  // namespace

void Trainer::Impl::prepare_data() {
  const std::int64_t total = data->size();
  if (total <= 0) throw NetError("nodata", "There are no training examples.", {}, "NetTrain");
  examples.resize(static_cast<std::size_t>(total));
  std::iota(examples.begin(), examples.end(), 0);
  if (options.validation_fraction > 0 && !options.validation) {
    std::vector<std::int64_t> split(examples.size());
    array::random_permutation(split.data(), total, {options.seed, kSplitStream});
    const std::int64_t held = std::min<std::int64_t>(total - 1, std::max<std::int64_t>(1, std::llround(options.validation_fraction * static_cast<double>(total))));
    held_out.assign(split.end() - held, split.end());
    split.resize(static_cast<std::size_t>(total - held));
    std::sort(split.begin(), split.end());
    std::sort(held_out.begin(), held_out.end());
    examples = std::move(split);
  }
  validation_indices = held_out;
  if (options.validation) {
    validation_indices.resize(static_cast<std::size_t>(options.validation->size()));
    std::iota(validation_indices.begin(), validation_indices.end(), 0);
    if (validation_indices.empty()) throw NetError("nodata", "There are no validation examples.", {}, "NetTrain");
  }
  result.training_examples = static_cast<std::int64_t>(examples.size());
  result.validation_examples = static_cast<std::int64_t>(validation_indices.size());

  // Sizes: one group if all ports are known, else one per combination that occurs.
  const std::vector<Port>& ports = training.net.inputs();
  open = !std::all_of(ports.begin(), ports.end(), [](const Port& port) { return port.type.shape_known(); });
  mixed = open && data->is_generator();
  if (!open) {
    groups = {{}};
  } else {
    if (!mixed) group_of = group_by_size(*data, data->size());
    if (options.validation && !options.validation->is_generator()) validation_group_of = group_by_size(*options.validation, options.validation->size());
  }
  several_sizes = mixed || groups.size() > 1 || (open && options.validation && options.validation->is_generator());
  const std::int64_t n = static_cast<std::int64_t>(examples.size());
  batch_size = options.batch_size > 0 ? options.batch_size : several_sizes ? kVaryingBatch : kPlainBatch;
  // A generator makes as many examples as are asked for.
  if (!data->is_generator()) batch_size = std::min(batch_size, n);
  result.batch_size = batch_size;
}

// The group of each of the first `count` examples; combinations of sizes that are new become new groups.
std::vector<int> Trainer::Impl::group_by_size(DataSource& source, std::int64_t count) {
  const std::vector<Port>& ports = training.net.inputs();
  std::map<ExampleSizes, int> known;
  for (std::size_t g = 0; g < groups.size(); ++g) known.emplace(groups[g], static_cast<int>(g));
  std::vector<int> result_groups;
  for (std::int64_t e = 0; e < count; ++e) {
    ExampleSizes d;
    for (std::size_t i = 0; i < ports.size(); ++i) {
      const PortType& t = ports[i].type;
      d.push_back(t.shape_known() ? t.dimensions() : source.dimensions(e, static_cast<int>(i)));
      if (d.back().empty() && !t.shape_known() && !t.is_scalar() && t.minimum_rank > 0) {
        throw NetError("nfspec", "The \"" + ports[i].name + "\" port is " + describe(t) + " and the data do not tell its size.", {}, "NetTrain");
      }
    }
    const auto [it, fresh] = known.emplace(d, static_cast<int>(groups.size()));
    if (fresh) groups.push_back(d);
    result_groups.push_back(it->second);
  }
  return result_groups;
}

// Cuts a list of examples into batches of equal size; the last one of each group is filled up from the group's start. What a generator
// makes is numbered by the rows of each batch, and all batches are full.
void Trainer::Impl::plan_batches(const std::vector<std::int64_t>& source, const std::vector<int>& group_of_example, bool generated, std::int64_t batch,
                                 std::vector<std::int64_t>& list, std::vector<Batch>& cut) const {
  cut.clear();
  const std::int64_t n = static_cast<std::int64_t>(source.size());
  if (generated) {
    list.resize(static_cast<std::size_t>(batch));
    std::iota(list.begin(), list.end(), 0);
    for (std::int64_t k = 0; k < (n + batch - 1) / batch; ++k) cut.push_back({0, batch, batch, 0});
    return;
  }
  if (!several_sizes || group_of_example.empty()) {
    const std::int64_t count = (n + batch - 1) / batch;
    list.resize(static_cast<std::size_t>(count * batch));
    for (std::int64_t i = 0; i < count * batch; ++i) list[static_cast<std::size_t>(i)] = source[static_cast<std::size_t>(i % n)];
    for (std::int64_t k = 0; k < count; ++k) cut.push_back({k * batch, batch, std::min(batch, n - k * batch), 0});
    return;
  }
  list.clear();
  std::vector<std::vector<std::int64_t>> waiting(groups.size());
  auto flush = [&](std::size_t g) {
    std::vector<std::int64_t>& members = waiting[g];
    const std::int64_t own = static_cast<std::int64_t>(members.size());
    std::int64_t rows = 1;
    while (rows < own) rows *= 2;  // few sizes of programs
    rows = std::min(rows, batch);
    cut.push_back({static_cast<std::int64_t>(list.size()), rows, own, static_cast<int>(g)});
    for (std::int64_t i = 0; i < rows; ++i) list.push_back(members[static_cast<std::size_t>(i % own)]);
    members.clear();
  };
  for (std::int64_t e : source) {
    const std::size_t g = static_cast<std::size_t>(group_of_example[static_cast<std::size_t>(e)]);
    waiting[g].push_back(e);
    if (static_cast<std::int64_t>(waiting[g].size()) == batch) flush(g);
  }
  for (std::size_t g = 0; g < waiting.size(); ++g) {
    if (!waiting[g].empty()) flush(g);
  }
}

// The rows of a generated batch by their sizes: pieces whose numbers of rows are powers of two, so that few programs serve all batches.
void Trainer::Impl::cut_by_size(DataSource& source, std::int64_t rows) {
  const std::vector<int> group = group_by_size(source, rows);
  pieces.clear();
  piece_rows.clear();
  for (int g = 0; g < static_cast<int>(groups.size()); ++g) {
    std::int64_t left = std::count(group.begin(), group.end(), g);
    std::int64_t offset = static_cast<std::int64_t>(piece_rows.size());
    for (std::int64_t r = 0; r < rows; ++r) {
      if (group[static_cast<std::size_t>(r)] == g) piece_rows.push_back(r);
    }
    for (std::int64_t size = 1; left > 0; left -= size, offset += size) {
      for (size = 1; size * 2 <= left;) size *= 2;
      pieces.push_back({offset, size, size, g});
    }
  }
}

void Trainer::Impl::plan_round() {
  std::vector<std::int64_t>& permutation = result.batch_permutation;
  const std::int64_t n = static_cast<std::int64_t>(examples.size());
  permutation.resize(static_cast<std::size_t>(n));
  if (options.shuffle && !data->is_generator()) {
    array::random_permutation(permutation.data(), n, {options.seed, array::mix_stream(kShuffleStream, static_cast<std::uint64_t>(round))});
    for (std::int64_t& i : permutation) i = examples[static_cast<std::size_t>(i)];
  } else {
    std::copy(examples.begin(), examples.end(), permutation.begin());
  }
  plan_batches(permutation, group_of, data->is_generator(), batch_size, order, batches);
  result.batches_per_round = event.batches_per_round = static_cast<std::int64_t>(batches.size());
}

void Trainer::Impl::feed(CompiledBatch& c, DataSource& source, std::span<const std::int64_t> indices) {
  for (const Feed& f : c.feeds) {
    void* buffer = c.executable.input_buffer(f.port);
    if (f.type == DType::Real32) {
      source.gather(indices, f.port, static_cast<float*>(buffer));
    } else if (f.type == DType::Real64) {
      source.gather(indices, f.port, static_cast<double*>(buffer), f.size);
    } else {
      source.gather(indices, f.port, scratch.data());
      std::int64_t* out = static_cast<std::int64_t*>(buffer);
      const Port& port = training.net.inputs()[static_cast<std::size_t>(f.port)];
      const std::int64_t count = f.size * static_cast<std::int64_t>(indices.size());
      for (std::int64_t i = 0; i < count; ++i) {
        const float x = scratch[static_cast<std::size_t>(i)];
        out[i] = static_cast<std::int64_t>(x);
        if (x == static_cast<float>(out[i]) && out[i] >= port.type.minimum && (port.type.maximum <= 0 || out[i] <= port.type.maximum)) continue;
        PortType one = port.type;
        one.extents.clear();
        throw NetError("invtdata", "Example " + std::to_string(indices[static_cast<std::size_t>(i / f.size)] + 1) + " has " + Value(static_cast<double>(x)).text() +
                                       " for the \"" + port.name + "\" port, which takes " + describe(one) + ".", {}, "NetTrain");
      }
    }
  }
}

std::vector<std::pair<std::string, Array>> Trainer::Impl::batch_data(CompiledBatch& c) {
  std::vector<std::pair<std::string, Array>> ports;
  const array::Program& p = c.executable.program();
  for (const Feed& f : c.feeds) {
    const ValueId v = p.inputs[static_cast<std::size_t>(f.port)];
    Array values(p.dtype(v), p.shape(v));
    std::memcpy(values.bytes(), c.executable.input_buffer(f.port), static_cast<std::size_t>(values.byte_count()));
    ports.emplace_back(training.net.inputs()[static_cast<std::size_t>(f.port)].name, std::move(values));
  }
  return ports;
}

}  // namespace lykos::nets
