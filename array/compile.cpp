// Compilation, in steps, each a method of Implementation:
//   1. passes rewrite the program (passes.cpp);
//   2. kernels are chosen in order; where a kernel wants a layout that a value does not have, a conversion is inserted;
//   3. lifetimes are measured and intermediate values get addresses in one arena (memory_plan.cpp); inputs, parameters, states and
//      gradients have arenas of their own;
//   4. kernels are bound to the addresses.
// Calls that depend on parameters, states and constants only (folded weights, weight conversions) form a prologue, which runs again
// only after parameters changed.
#include <omp.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <set>
#include <stdexcept>
#include <utility>

#include "array/cpu/onednn.h"
#include "array/executor_implementation.h"
#include "array/memory_plan.h"
#include "array/passes.h"
#include "array/threads.h"

namespace lykos::array {
namespace {

bool onednn_wanted(const CompileOptions& options) {
  const char* text = std::getenv("LYKOS_ONEDNN");
  return options.use_onednn && (text == nullptr || std::strcmp(text, "0") != 0);
}

bool is_view(Op op) { return op == Op::Reshape || op == Op::StopGradient; }

}  // namespace

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

}  // namespace lykos::array
