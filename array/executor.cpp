// Compilation and execution.
//
// Compilation goes in steps, each a method of Implementation:
//   1. passes rewrite the program (passes.cpp);
//   2. kernels are chosen in order; where a kernel wants a layout that a value does not have, a conversion is inserted;
//   3. lifetimes are measured and intermediate values get addresses in one arena (memory_plan.cpp); inputs, parameters, states and
//      gradients have arenas of their own;
//   4. kernels are bound to the addresses.
// Calls that depend on parameters, states and constants only (folded weights, weight conversions) form a prologue, which runs again
// only after parameters changed.
#include "array/executor.h"

#include <omp.h>
#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <set>
#include <stdexcept>
#include <utility>

#include "array/bulk.h"
#include "array/cpu/layout.h"
#include "array/cpu/onednn.h"
#include "array/cpu/spin_governor.h"
#include "array/memory_plan.h"
#include "array/passes.h"
#include "array/threads.h"

namespace lykos::array {
namespace {

// A zeroed block of memory; large ones are mapped directly and use huge pages where the system allows.
class Region {
 public:
  Region() = default;
  explicit Region(std::int64_t bytes) : bytes_((std::max<std::int64_t>(bytes, 64) + 63) / 64 * 64) {
    constexpr std::int64_t kMapFrom = std::int64_t{1} << 20;
    if (bytes_ >= kMapFrom) {
      void* memory = mmap(nullptr, static_cast<std::size_t>(bytes_), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (memory == MAP_FAILED) throw std::bad_alloc();
      madvise(memory, static_cast<std::size_t>(bytes_), MADV_HUGEPAGE);
      data_ = static_cast<std::byte*>(memory);
      mapped_ = true;
    } else {
      data_ = static_cast<std::byte*>(std::aligned_alloc(64, static_cast<std::size_t>(bytes_)));
      if (data_ == nullptr) throw std::bad_alloc();
      std::memset(data_, 0, static_cast<std::size_t>(bytes_));
    }
  }
  Region(Region&& other) noexcept { swap(other); }
  Region& operator=(Region&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Region() {
    if (mapped_) munmap(data_, static_cast<std::size_t>(bytes_));
    else std::free(data_);
  }
  std::byte* data() const { return data_; }

 private:
  void swap(Region& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    std::swap(mapped_, other.mapped_);
  }
  std::byte* data_ = nullptr;
  std::int64_t bytes_ = 0;
  bool mapped_ = false;
};

struct Call {
  cpu::KernelPointer kernel;
  std::string name;
  std::vector<ValueId> inputs, outputs;
  bool in_place = false;  // an output may take over the memory of an operand of equal size that dies here
};

bool onednn_wanted(const CompileOptions& options) {
  const char* text = std::getenv("LYKOS_ONEDNN");
  return options.use_onednn && (text == nullptr || std::strcmp(text, "0") != 0);
}

bool is_view(Op op) { return op == Op::Reshape || op == Op::StopGradient; }

}  // namespace

struct Executable::Implementation {
  Program program;  // extended by conversions
  CompileOptions options;
  std::unique_ptr<cpu::KernelLibrary> library;
  std::vector<cpu::LayoutPointer> layouts;  // per value; null: row-major
  std::vector<Call> prologue, calls;
  std::vector<cpu::Kernel*> run_list;
  std::vector<std::byte*> addresses;  // per value
  // An input or output that may lie in the caller's memory: the values that share its place, the calls that touch them, and its own place.
  struct Movable {
    std::vector<ValueId> values;
    std::vector<cpu::Kernel*> kernels;
    std::byte* own = nullptr;
    bool can_move = false;
  };
  std::vector<Movable> movable_inputs, movable_outputs;
  Region arena, input_region, parameter_region, gradient_region, state_region;
  std::int64_t arena_size = 0;
  std::vector<ArenaSegment> segments;
  std::int64_t parameter_elements = 0;
  DType parameter_dtype = DType::Real32;
  bool has_gradients = false;
  std::vector<std::byte*> gradient_addresses;  // per parameter; null: none
  struct Copy {
    std::byte* to;
    const std::byte* from;
    std::size_t bytes;
  };
  std::vector<Copy> state_copies;  // when the run ends
  std::vector<ValueId> output_values;  // row-major
  bool parameters_changed = true;
  bool may_be_parallel = false;  // some value is large enough for a kernel to use threads
  cpu::RunContext context;
  std::vector<std::int64_t> profile;  // nanoseconds spent in each call, with LYKOS_PROFILE=1 (reported by the destructor)
  std::int64_t profiled_runs = 0;

  ~Implementation();
  struct Profiled;
  void report_profile() const;
  void run_profiled(const cpu::RunContext& run_context) noexcept;

  std::int64_t bytes_of(ValueId id) const {
    const auto& layout = layouts[static_cast<std::size_t>(id)];
    return layout ? layout->byte_count() : program.shape(id).element_count() * size_of(program.dtype(id));
  }

  void set_value(ValueId id, const Array& value, const char* what) {
    const Value& slot = program.value(id);
    if (!value.valid() || value.dtype() != slot.dtype || !(value.shape() == slot.shape)) {
      throw std::invalid_argument(std::string("[executable] ") + what + " " + slot.name + " takes " + name_of(slot.dtype) + " " + to_text(slot.shape) +
                                  ", not " + (value.valid() ? name_of(value.dtype()) : "nothing") + " " + to_text(value.shape()));
    }
    const auto& layout = layouts[static_cast<std::size_t>(id)];
    if (layout) {
      library->convert(value.bytes(), nullptr, addresses[static_cast<std::size_t>(id)], layout, slot.dtype, slot.shape);
    } else if (value.byte_count() > 0) {
      copy_bytes(addresses[static_cast<std::size_t>(id)], value.bytes(), static_cast<std::size_t>(value.byte_count()));
    }
  }

  void find_movable(const std::vector<ValueId>& roots);
  bool move(Movable& movable, std::byte* to) {
    if (!movable.can_move) return false;
    if (addresses[static_cast<std::size_t>(movable.values[0])] == to) return true;
    for (ValueId id : movable.values) addresses[static_cast<std::size_t>(id)] = to;
    for (cpu::Kernel* kernel : movable.kernels) kernel->bind(cpu::Addresses(addresses), context.threads);
    return true;
  }

  // The steps of compilation, in this order.
  void choose_kernels();
  void split_prologue();
  void plan_and_bind();

  ValueId add_value(DType dtype, const Shape& shape, cpu::LayoutPointer layout);
  ValueId in_layout(ValueId id, const cpu::LayoutPointer& layout);
  std::vector<std::pair<ValueId, ValueId>> conversions;  // (original, converted), all still valid

  Array get_value(ValueId id, const std::byte* address) const {
    const Value& slot = program.value(id);
    Array result(slot.dtype, slot.shape);
    const auto& layout = layouts[static_cast<std::size_t>(id)];
    if (layout) {
      library->convert(address, layout, result.bytes(), nullptr, slot.dtype, slot.shape);
    } else if (result.byte_count() > 0) {
      copy_bytes(result.bytes(), address, static_cast<std::size_t>(result.byte_count()));
    }
    return result;
  }
};

namespace {

bool profiling() {
  static const bool wanted = [] {
    const char* text = std::getenv("LYKOS_PROFILE");
    return text != nullptr && std::strcmp(text, "1") == 0;
  }();
  return wanted;
}

template <typename List>
ValueId checked_at(const List& list, int index, const char* what) {
  if (index < 0 || static_cast<std::size_t>(index) >= list.size()) throw std::out_of_range(std::string("[executable] no ") + what + " " + std::to_string(index));
  return list[static_cast<std::size_t>(index)];
}

}  // namespace

// Profiled programs that are still alive report when the process ends.
struct Executable::Implementation::Profiled {
  std::set<const Implementation*> alive;
  ~Profiled() {
    for (const Implementation* one : alive) one->report_profile();
  }
  static Profiled& instance() {
    static Profiled profiled;
    return profiled;
  }
};

Executable::Implementation::~Implementation() {
  if (profiled_runs > 0 && Profiled::instance().alive.erase(this) > 0) report_profile();
}

void Executable::Implementation::run_profiled(const cpu::RunContext& run_context) noexcept {
  using Clock = std::chrono::steady_clock;
  if (profiled_runs == 0) Profiled::instance().alive.insert(this);
  profile.resize(run_list.size());
  auto before = Clock::now();
  for (std::size_t i = 0; i < run_list.size(); ++i) {
    run_list[i]->run(run_context);
    const auto after = Clock::now();
    profile[i] += std::chrono::duration_cast<std::chrono::nanoseconds>(after - before).count();
    before = after;
  }
  ++profiled_runs;
}

// A line per call: its share of the time, microseconds per run, and the kernel that did it.
void Executable::Implementation::report_profile() const {
  std::int64_t total = 0;
  for (std::int64_t time : profile) total += time;
  std::fprintf(stderr, "profile of %lld runs, %.1f us each, %d threads\n", static_cast<long long>(profiled_runs),
               1e-3 * static_cast<double>(total) / static_cast<double>(profiled_runs), context.threads);
  for (std::size_t i = 0; i < profile.size(); ++i) {
    const Shape shape = calls[i].outputs.empty() ? Shape() : program.shape(calls[i].outputs[0]);
    std::fprintf(stderr, "%5.1f%% %9.1f us  %s %s: %s\n", 100 * static_cast<double>(profile[i]) / static_cast<double>(total),
                 1e-3 * static_cast<double>(profile[i]) / static_cast<double>(profiled_runs), calls[i].name.c_str(), to_text(shape).c_str(), calls[i].kernel->describe().c_str());
  }
}

ValueId Executable::Implementation::add_value(DType dtype, const Shape& shape, cpu::LayoutPointer layout) {
  Value value;
  value.dtype = dtype;
  value.shape = shape;
  program.values.push_back(static_cast<Value&&>(value));
  layouts.push_back(static_cast<cpu::LayoutPointer&&>(layout));
  return static_cast<ValueId>(program.values.size()) - 1;
}

// The value itself when it has the layout, otherwise a conversion of it (made once per layout).
ValueId Executable::Implementation::in_layout(ValueId id, const cpu::LayoutPointer& layout) {
  if (id == kNoValue || cpu::same_layout(layouts[static_cast<std::size_t>(id)], layout)) return id;
  for (const auto& [original, converted] : conversions) {
    if (original == id && cpu::same_layout(layouts[static_cast<std::size_t>(converted)], layout)) return converted;
  }
  const DType dtype = program.dtype(id);
  const Shape shape = program.shape(id);
  const ValueId converted = add_value(dtype, shape, layout);
  Call call;
  call.kernel = library->make_conversion(id, layouts[static_cast<std::size_t>(id)], converted, layout, dtype, shape);
  call.name = "Convert";
  call.inputs = {id};
  call.outputs = {converted};
  calls.push_back(static_cast<Call&&>(call));
  conversions.emplace_back(id, converted);
  return converted;
}

void Executable::Implementation::choose_kernels() {
  layouts.assign(program.values.size(), nullptr);
  if (onednn_wanted(options)) library = cpu::make_onednn_library();
  context.threads = options.threads > 0 ? options.threads : thread_count();
  if (omp_get_max_threads() != context.threads) omp_set_num_threads(context.threads);  // primitives are made for a number of threads
  std::vector<bool> parameter_read(program.values.size(), false);
  // The first reader of a parameter decides its layout; later readers that differ get a conversion.
  for (Instruction& instruction : program.instructions) {
    if (is_view(instruction.op)) {
      const auto viewed = static_cast<std::size_t>(instruction.inputs[0]);
      if (viewed < parameter_read.size()) parameter_read[viewed] = true;
      instruction.inputs[0] = in_layout(instruction.inputs[0], nullptr);
      continue;
    }
    cpu::LaidOutKernel choice;
    if (library) {
      std::vector<cpu::LayoutPointer> current;
      std::vector<bool> free_choice;
      for (ValueId id : instruction.inputs) {
        current.push_back(id == kNoValue ? nullptr : layouts[static_cast<std::size_t>(id)]);
        free_choice.push_back(options.training_layout && id != kNoValue && program.value(id).kind == ValueKind::Parameter && !parameter_read[static_cast<std::size_t>(id)]);
      }
      choice = library->make(program, instruction, current, free_choice);
      if (choice.kernel) {
        for (std::size_t i = 0; i < free_choice.size(); ++i) {
          if (free_choice[i]) layouts[static_cast<std::size_t>(instruction.inputs[i])] = choice.inputs[i];
        }
      } else if (instruction.op == Op::Elementwise) {
        // Operands in one common foreign layout are worked through flat, if the padding stays zero.
        cpu::LayoutPointer common;
        bool flat = !instruction.inputs.empty();
        for (std::size_t i = 0; i < current.size() && flat; ++i) {
          if (!(program.shape(instruction.inputs[i]) == program.shape(instruction.outputs[0]))) flat = false;
          if (current[i] && !common) common = current[i];
        }
        flat = flat && common;
        if (flat && common->padded()) {
          const std::vector<double> zeros(instruction.inputs.size(), 0.0);
          flat = instruction.attributes.expression->evaluate(zeros) == 0;
        }
        if (flat) {
          choice.inputs.assign(instruction.inputs.size(), common);
          choice.outputs = {common};
          choice.kernel = nullptr;  // made below, when operands are final
        }
      }
    }
    std::vector<ValueId> original = instruction.inputs;
    for (std::size_t i = 0; i < instruction.inputs.size(); ++i) {
      const ValueId id = instruction.inputs[i];
      if (id == kNoValue) continue;
      instruction.inputs[i] = in_layout(id, choice.inputs.empty() ? nullptr : choice.inputs[i]);
      if (static_cast<std::size_t>(id) < parameter_read.size()) parameter_read[static_cast<std::size_t>(id)] = true;
    }
    for (std::size_t i = 0; i < instruction.outputs.size(); ++i) {
      layouts[static_cast<std::size_t>(instruction.outputs[i])] = choice.outputs.empty() ? nullptr : choice.outputs[i];
    }
    Call call;
    call.name = name_of(instruction.op);
    call.inputs = instruction.inputs;
    call.outputs = instruction.outputs;
    call.in_place = instruction.op == Op::Elementwise;
    if (choice.kernel) {
      // The kernel was made for the original operands; conversions changed their numbers.
      if (instruction.inputs != original) choice.kernel = library->make(program, instruction, choice.inputs, std::vector<bool>(original.size(), false)).kernel;
      call.kernel = static_cast<cpu::KernelPointer&&>(choice.kernel);
    } else if (!choice.outputs.empty()) {
      call.kernel = cpu::make_flat_elementwise_kernel(program, instruction, choice.outputs[0]->byte_count() / size_of(program.dtype(instruction.outputs[0])));
    } else {
      call.kernel = cpu::make_kernel(program, instruction);
    }
    calls.push_back(static_cast<Call&&>(call));
  }
  // What leaves the program is row-major, and a parameter's gradient has the parameter's layout.
  for (const NamedOutput& output : program.outputs) output_values.push_back(in_layout(output.value, nullptr));
  for (StateUpdate& update : program.state_updates) update.value = in_layout(update.value, nullptr);
  for (ParameterGradient& pair : program.parameter_gradients) pair.gradient = in_layout(pair.gradient, layouts[static_cast<std::size_t>(pair.parameter)]);
}

// Calls that depend neither on inputs nor on random numbers nor on a state this program changes move to the prologue. In training
// programs parameters count as changing too, so only what follows from constants moves.
void Executable::Implementation::split_prologue() {
  std::vector<bool> varies(program.values.size(), false);
  if (!program.parameter_gradients.empty()) {
    for (ValueId id : program.parameters) varies[static_cast<std::size_t>(id)] = true;
  }
  for (ValueId id : program.inputs) varies[static_cast<std::size_t>(id)] = true;
  for (const StateUpdate& update : program.state_updates) varies[static_cast<std::size_t>(update.state)] = true;
  // Views are not calls, so their results inherit from what they view.
  const auto settle_views = [&] {
    for (const Instruction& instruction : program.instructions) {
      if (is_view(instruction.op) && varies[static_cast<std::size_t>(instruction.inputs[0])]) varies[static_cast<std::size_t>(instruction.outputs[0])] = true;
    }
  };
  std::vector<Call> rest;
  for (Call& call : calls) {
    settle_views();
    bool moving = call.name != "RandomUniform" && call.name != "RandomNormal" && call.name != "RandomDistribution" && call.name != "DropoutMask";
    for (ValueId id : call.inputs) moving = moving && (id == kNoValue || !varies[static_cast<std::size_t>(id)]);
    if (moving) {
      prologue.push_back(static_cast<Call&&>(call));
    } else {
      for (ValueId id : call.outputs) varies[static_cast<std::size_t>(id)] = true;
      rest.push_back(static_cast<Call&&>(call));
    }
  }
  calls = static_cast<std::vector<Call>&&>(rest);
}

void Executable::Implementation::plan_and_bind() {
  const std::size_t value_count = program.values.size();
  // Views share the memory of their root.
  std::vector<ValueId> root(value_count);
  for (std::size_t i = 0; i < value_count; ++i) root[i] = static_cast<ValueId>(i);
  const auto root_of = [&root](ValueId id) {
    while (root[static_cast<std::size_t>(id)] != id) id = root[static_cast<std::size_t>(id)];
    return id;
  };
  for (const Instruction& instruction : program.instructions) {
    if (is_view(instruction.op)) root[static_cast<std::size_t>(instruction.outputs[0])] = instruction.inputs[0];
  }
  addresses.assign(value_count, nullptr);

  // Arenas for what stays between runs.
  const auto place_all = [&](const std::vector<ValueId>& ids, Region& region) {
    std::int64_t total = 0;
    std::vector<std::int64_t> offsets;
    for (ValueId id : ids) {
      offsets.push_back(total);
      total += (bytes_of(id) + 63) / 64 * 64;
    }
    region = Region(total);
    for (std::size_t i = 0; i < ids.size(); ++i) addresses[static_cast<std::size_t>(ids[i])] = region.data() + offsets[i];
    return total;
  };
  place_all(program.inputs, input_region);
  place_all(program.states, state_region);
  const std::int64_t parameter_bytes = place_all(program.parameters, parameter_region);
  if (!program.parameters.empty()) parameter_dtype = program.dtype(program.parameters[0]);
  const std::int64_t element = size_of(parameter_dtype);
  for (std::size_t i = 0; i < program.parameters.size(); ++i) {
    const ValueId id = program.parameters[i];
    if (program.dtype(id) != parameter_dtype) throw std::invalid_argument("[compile] all parameters must have one element type");
    segments.push_back({(addresses[static_cast<std::size_t>(id)] - parameter_region.data()) / element, bytes_of(id) / element, static_cast<int>(i)});
  }
  parameter_elements = parameter_bytes / element;
  for (std::size_t i = 0; i < value_count; ++i) {
    if (program.values[i].kind == ValueKind::Constant) addresses[i] = static_cast<std::byte*>(const_cast<void*>(std::as_const(program.values[i].constant).bytes()));
  }

  // Lifetimes, counted in calls: the prologue first, then the run. What the prologue makes for the run lives for ever.
  const int prologue_end = static_cast<int>(prologue.size());
  const int end = prologue_end + static_cast<int>(calls.size());
  std::vector<int> first(value_count, end + 1);
  std::vector<int> last(value_count, -1);
  const auto call_at = [&](int i) -> Call& { return i < prologue_end ? prologue[static_cast<std::size_t>(i)] : calls[static_cast<std::size_t>(i - prologue_end)]; };
  const auto touch = [&](ValueId id, int time) {
    if (id == kNoValue) return;
    const auto r = static_cast<std::size_t>(root_of(id));
    first[r] = std::min(first[r], time);
    last[r] = std::max(last[r], time);
  };
  for (int i = 0; i < end; ++i) {
    for (ValueId id : call_at(i).inputs) touch(id, i);
    for (ValueId id : call_at(i).outputs) touch(id, i);
  }
  for (ValueId id : output_values) touch(id, end);
  for (const StateUpdate& update : program.state_updates) touch(update.value, end);
  for (const ParameterGradient& pair : program.parameter_gradients) touch(pair.gradient, end);
  for (int i = 0; i < prologue_end; ++i) {
    for (ValueId id : call_at(i).outputs) {
      const auto r = static_cast<std::size_t>(root_of(id));
      if (last[r] >= prologue_end) {
        first[r] = 0;
        last[r] = end;
      }
    }
  }

  // Gradients are written straight into their arena where nothing stands against it; otherwise a copy is made at the end of the run.
  has_gradients = !program.parameter_gradients.empty();
  gradient_addresses.assign(program.parameters.size(), nullptr);
  if (has_gradients) gradient_region = Region(parameter_bytes);
  for (const ParameterGradient& pair : program.parameter_gradients) {
    std::byte* target = gradient_region.data() + (addresses[static_cast<std::size_t>(pair.parameter)] - parameter_region.data());
    gradient_addresses[static_cast<std::size_t>(program.value(pair.parameter).position)] = target;
    const ValueId r = root_of(pair.gradient);
    if (program.value(r).kind == ValueKind::Result && addresses[static_cast<std::size_t>(r)] == nullptr && last[static_cast<std::size_t>(r)] == end) {
      addresses[static_cast<std::size_t>(r)] = target;
    } else {
      state_copies.push_back({target, nullptr, static_cast<std::size_t>(bytes_of(pair.gradient))});
    }
  }

  // An elementwise result takes over an operand that dies with it.
  for (int i = 0; i < end; ++i) {
    Call& call = call_at(i);
    if (!call.in_place) continue;
    const ValueId out = root_of(call.outputs[0]);
    if (addresses[static_cast<std::size_t>(out)] != nullptr || first[static_cast<std::size_t>(out)] != i) continue;
    for (ValueId id : call.inputs) {
      const ValueId in = root_of(id);
      const auto k = static_cast<std::size_t>(in);
      if (in == out || program.value(in).kind != ValueKind::Result || addresses[k] != nullptr || last[k] != i || bytes_of(in) != bytes_of(out) || first[k] >= i) continue;
      if (!(program.shape(id) == program.shape(call.outputs[0]))) continue;
      root[static_cast<std::size_t>(out)] = in;
      last[k] = std::max(last[k], last[static_cast<std::size_t>(out)]);
      break;
    }
  }

  std::vector<MemoryRequest> requests;
  std::vector<ValueId> owners;
  for (std::size_t i = 0; i < value_count; ++i) {
    const auto id = static_cast<ValueId>(i);
    if (program.values[i].kind != ValueKind::Result || root_of(id) != id || addresses[i] != nullptr || last[i] < 0) continue;
    requests.push_back({bytes_of(id), first[i], last[i]});
    owners.push_back(id);
  }
  const MemoryPlan plan = plan_memory(requests);
  arena = Region(plan.total_bytes);
  arena_size = plan.total_bytes;
  for (std::size_t i = 0; i < owners.size(); ++i) addresses[static_cast<std::size_t>(owners[i])] = arena.data() + plan.offsets[i];
  for (std::size_t i = 0; i < value_count; ++i) addresses[i] = addresses[static_cast<std::size_t>(root_of(static_cast<ValueId>(i)))];

  std::size_t next = 0;
  for (const ParameterGradient& pair : program.parameter_gradients) {
    std::byte* target = gradient_addresses[static_cast<std::size_t>(program.value(pair.parameter).position)];
    if (addresses[static_cast<std::size_t>(pair.gradient)] != target) state_copies[next++].from = addresses[static_cast<std::size_t>(pair.gradient)];
  }
  for (const StateUpdate& update : program.state_updates) {
    state_copies.push_back({addresses[static_cast<std::size_t>(update.state)], addresses[static_cast<std::size_t>(update.value)], static_cast<std::size_t>(bytes_of(update.state))});
  }

  for (std::size_t i = 0; i < value_count; ++i) may_be_parallel = may_be_parallel || bytes_of(static_cast<ValueId>(i)) > 16 * 1024;
  const cpu::Addresses table(addresses);
  for (Call& call : prologue) call.kernel->bind(table, context.threads);
  for (Call& call : calls) {
    call.kernel->bind(table, context.threads);
    run_list.push_back(call.kernel.get());
  }
  for (std::size_t i = 0; i < value_count; ++i) root[i] = root_of(static_cast<ValueId>(i));
  find_movable(root);
}

// An output can move when it is a result of its own: not an input, a parameter or a state handed through, and nothing copied from it after the run.
void Executable::Implementation::find_movable(const std::vector<ValueId>& roots) {
  std::set<ValueId> fixed;
  for (const auto& ids : {program.states, program.parameters}) fixed.insert(ids.begin(), ids.end());
  const auto root_of = [&roots](ValueId id) { return roots[static_cast<std::size_t>(id)]; };
  for (const StateUpdate& update : program.state_updates) fixed.insert(root_of(update.value));
  for (const ParameterGradient& pair : program.parameter_gradients) fixed.insert(root_of(pair.gradient));
  const auto find = [&](ValueId id) {
    Movable movable;
    const ValueId root = root_of(id);
    movable.can_move = !layouts[static_cast<std::size_t>(id)] && !fixed.contains(root);
    if (!movable.can_move) return movable;
    for (std::size_t i = 0; i < roots.size(); ++i) {
      if (roots[i] == root) movable.values.push_back(static_cast<ValueId>(i));
    }
    movable.own = addresses[static_cast<std::size_t>(id)];
    const auto touches = [&](const std::vector<ValueId>& ids) { return std::any_of(ids.begin(), ids.end(), [&](ValueId v) { return v != kNoValue && root_of(v) == root; }); };
    for (const Call& call : prologue) {
      if (touches(call.inputs) || touches(call.outputs)) movable.can_move = false;
    }
    for (const Call& call : calls) {
      if (!touches(call.inputs) && !touches(call.outputs)) continue;
      movable.kernels.push_back(call.kernel.get());
      movable.can_move = movable.can_move && call.kernel->can_be_bound_again();
    }
    return movable;
  };
  for (ValueId id : program.inputs) movable_inputs.push_back(find(id));
  for (ValueId id : output_values) {
    Movable movable = find(id);
    const auto same_place = [&](ValueId other) { return root_of(other) == root_of(id); };
    movable.can_move = movable.can_move && program.value(root_of(id)).kind == ValueKind::Result && std::count_if(output_values.begin(), output_values.end(), same_place) == 1;
    movable_outputs.push_back(static_cast<Movable&&>(movable));
  }
}

Executable compile(const Program& program, const CompileOptions& options) {
  auto implementation = std::make_unique<Executable::Implementation>();
  implementation->program = program;
  implementation->options = options;
  if (options.run_passes) run_passes(implementation->program);
  else remove_dead_code(implementation->program);
  implementation->choose_kernels();
  implementation->split_prologue();
  implementation->plan_and_bind();
  Executable executable;
  executable.implementation_ = static_cast<std::unique_ptr<Executable::Implementation>&&>(implementation);
  return executable;
}

Executable::Executable() = default;
Executable::Executable(Executable&&) noexcept = default;
Executable& Executable::operator=(Executable&&) noexcept = default;
Executable::~Executable() = default;

const Program& Executable::program() const { return implementation_->program; }

void Executable::set_input(int index, const Array& value) {
  const ValueId id = checked_at(implementation_->program.inputs, index, "input");
  input_buffer(index);  // its own memory again
  implementation_->set_value(id, value, "input");
}

void* Executable::input_buffer(int index) {
  const ValueId id = checked_at(implementation_->program.inputs, index, "input");
  Implementation::Movable& movable = implementation_->movable_inputs[static_cast<std::size_t>(index)];
  implementation_->move(movable, movable.own);
  return implementation_->addresses[static_cast<std::size_t>(id)];
}

bool Executable::read_from(int index, const void* memory) {
  checked_at(implementation_->program.inputs, index, "input");
  return implementation_->move(implementation_->movable_inputs[static_cast<std::size_t>(index)], static_cast<std::byte*>(const_cast<void*>(memory)));
}

bool Executable::write_to(int index, void* memory) {
  checked_at(implementation_->output_values, index, "output");
  Implementation::Movable& movable = implementation_->movable_outputs[static_cast<std::size_t>(index)];
  return implementation_->move(movable, memory == nullptr ? movable.own : static_cast<std::byte*>(memory));
}

void Executable::set_parameter(int index, const Array& value) {
  implementation_->set_value(checked_at(implementation_->program.parameters, index, "parameter"), value, "parameter");
  // Kept simple: one flag for all of them; the prologue is short beside the work of setting parameters.
  implementation_->parameters_changed = true;
}

Array Executable::parameter(int index) const {
  const ValueId id = checked_at(implementation_->program.parameters, index, "parameter");
  return implementation_->get_value(id, implementation_->addresses[static_cast<std::size_t>(id)]);
}

void Executable::set_state(int index, const Array& value) {
  implementation_->set_value(checked_at(implementation_->program.states, index, "state"), value, "state");
  implementation_->parameters_changed = true;
}

Array Executable::state(int index) const {
  const ValueId id = checked_at(implementation_->program.states, index, "state");
  return implementation_->get_value(id, implementation_->addresses[static_cast<std::size_t>(id)]);
}

void Executable::copy_parameters_from(const Executable& other) {
  const Program& mine = implementation_->program;
  const Program& theirs = other.implementation_->program;
  if (mine.parameters.size() != theirs.parameters.size() || mine.states.size() != theirs.states.size()) {
    throw std::invalid_argument("[executable] the other program has other parameters or states");
  }
  for (std::size_t i = 0; i < mine.parameters.size(); ++i) set_parameter(static_cast<int>(i), other.parameter(static_cast<int>(i)));
  for (std::size_t i = 0; i < mine.states.size(); ++i) set_state(static_cast<int>(i), other.state(static_cast<int>(i)));
}

void Executable::set_seed(std::uint64_t seed, std::uint64_t step) {
  implementation_->context.seed = seed;
  implementation_->context.step = step;
}

void Executable::run() noexcept {
  Implementation& e = *implementation_;
  // Scratch was laid out for the number of threads at compilation, so a later larger setting has no effect.
  cpu::RunContext context = e.context;
  if (e.options.threads == 0) context.threads = std::min(context.threads, thread_count());
  if (omp_get_max_threads() != context.threads) omp_set_num_threads(context.threads);
  if (e.parameters_changed) {
    for (Call& call : e.prologue) call.kernel->run(context);
    e.parameters_changed = false;
  }
  if (profiling()) {
    e.run_profiled(context);
  } else {
    for (cpu::Kernel* kernel : e.run_list) kernel->run(context);
  }
  for (const Implementation::Copy& copy : e.state_copies) std::memcpy(copy.to, copy.from, copy.bytes);
  ++e.context.step;
  if (context.threads > 1 && e.may_be_parallel) cpu::govern_spinning(context.threads);
}

Array Executable::output(int index) const {
  const ValueId id = checked_at(implementation_->output_values, index, "output");
  return implementation_->get_value(id, implementation_->addresses[static_cast<std::size_t>(id)]);
}

const void* Executable::output_buffer(int index) const {
  return implementation_->addresses[static_cast<std::size_t>(checked_at(implementation_->output_values, index, "output"))];
}

Array Executable::gradient(int index) const {
  const ValueId id = checked_at(implementation_->program.parameters, index, "parameter");
  const std::byte* address = implementation_->gradient_addresses[static_cast<std::size_t>(index)];
  return address == nullptr ? Array() : implementation_->get_value(id, address);
}

Arena Executable::parameters() {
  Implementation& e = *implementation_;
  // In training the prologue does not read parameters, so handing out the arena at every step costs nothing.
  if (!e.has_gradients) e.parameters_changed = true;
  return {e.parameter_region.data(), e.parameter_elements, e.parameter_dtype, e.segments};
}

Arena Executable::gradients() {
  Implementation& e = *implementation_;
  if (!e.has_gradients) return {};
  return {e.gradient_region.data(), e.parameter_elements, e.parameter_dtype, e.segments};
}

std::int64_t Executable::arena_bytes() const { return implementation_->arena_size; }

std::string Executable::describe() const {
  const Implementation& e = *implementation_;
  std::string text;
  const auto add = [&](const Call& call, const char* prefix) {
    text += prefix;
    for (ValueId id : call.outputs) {
      const auto& layout = e.layouts[static_cast<std::size_t>(id)];
      text += "%" + std::to_string(id) + " " + to_text(e.program.shape(id)) + (layout ? " " + layout->describe() : "") + " ";
    }
    text += "= " + call.name + "(";
    for (std::size_t i = 0; i < call.inputs.size(); ++i) text += (i > 0 ? ", %" : "%") + std::to_string(call.inputs[i]);
    text += "): " + call.kernel->describe() + "\n";
  };
  for (const Call& call : e.prologue) add(call, "once: ");
  for (const Call& call : e.calls) add(call, "");
  text += "arena " + std::to_string(e.arena_size) + " bytes, " + std::to_string(e.context.threads) + " threads\n";
  return text;
}

}  // namespace lykos::array
