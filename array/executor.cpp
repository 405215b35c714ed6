// Running an executable: values in and out, the run itself, and what it says of itself.
#include "array/executor.h"

#include <omp.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>
#include <stdexcept>
#include <utility>

#include "array/cpu/spin_governor.h"
#include "array/executor_implementation.h"
#include "array/threads.h"

namespace lykos::array {
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

bool Executable::output_is_finite(int index) const {
  const ValueId id = checked_at(implementation_->output_values, index, "output");
  for (const Call& call : implementation_->calls) {
    if (!call.outputs.empty() && call.outputs[0] == id) return call.kernel->result_is_finite();
  }
  return false;
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