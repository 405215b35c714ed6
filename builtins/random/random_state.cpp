// random_state.cpp - SeedRandom, BlockRandom, and the session's generator.
#include "builtins/random/random_state.h"

#include "array/list_loops.h"

#include <chrono>
#include <cmath>

#include "builtins/random/register.h"
#include "builtins/support.h"

namespace lykos::builtins {

std::uint64_t RandomState::next_held(std::uint64_t from) {
  first_held_ = from & ~std::uint64_t{1};
  held_count_ = held_.size();
  held_key_ = key;
  array::list_loops().random_bits(held_.data(), key.seed, key.stream, first_held_ / 2, static_cast<std::int64_t>(held_.size() / 2));
  return held_[from - first_held_];
}

double RandomState::normal() {
  // Box-Muller on a pair of uniforms; one value per call keeps the sequence a plain function of the position.
  const double radius = std::sqrt(-2 * std::log(positive_uniform()));
  return radius * std::cos(6.283185307179586 * uniform());
}
double RandomState::exponential() { return -std::log(positive_uniform()); }

Integer RandomState::below(const Integer& bound) {
  const std::size_t size = bound.bit_length();
  // Words of random bits, cut to the size of the bound and rejected when too large: unbiased.
  while (true) {
    Integer value = std::int64_t{0};
    for (std::size_t done = 0; done < size; done += 32) {
      mpz_mul_2exp(value.gmp(), value.gmp(), 32);
      mpz_add_ui(value.gmp(), value.gmp(), static_cast<unsigned long>(bits() >> 32));
    }
    mpz_fdiv_r_2exp(value.gmp(), value.gmp(), size);
    if (Integer::compare(value, bound) < 0) return value;
  }
}

RandomState& random_state() {
  static RandomState state = [] {
    RandomState fresh;
    const auto now = static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
    fresh.key.seed = array::mix_stream(now, 0x5eed);
    return fresh;
  }();
  return state;
}

void seed_random(const Expr& seed) {
  RandomState& state = random_state();
  state.position = 0;
  state.key.stream = 0;
  if (seed.is(sym::Automatic)) {
    static std::uint64_t calls = 0;
    const auto now = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
    state.key.seed = array::mix_stream(now, ++calls);
  } else if (seed.is_small_integer()) {
    state.key.seed = static_cast<std::uint64_t>(seed.small_integer());
  } else {
    std::uint64_t h = 1469598103934665603ULL;  // FNV-1a: independent of the standard library's hash
    const std::string text = seed.is_integer() ? seed.to_integer().to_string() : seed.is_string() ? seed.string_value() : "";
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    state.key.seed = h;
  }
}

std::optional<std::vector<std::int64_t>> read_dimensions(Call& call, std::size_t index) {
  const Expr& spec = call.arg(index);
  std::vector<std::int64_t> dimensions;
  const auto bad = [&] {
    call.message("array", {spec, call.expr()});
    return std::nullopt;
  };
  double total = 1;
  if (spec.is_list()) {
    for (const Expr& e : spec.args()) {
      const auto n = count_argument(e);
      if (!n) return bad();
      dimensions.push_back(*n);
      total *= static_cast<double>(*n);
    }
  } else {
    const auto n = count_argument(spec);
    if (!n) return bad();
    dimensions.push_back(*n);
    total = static_cast<double>(*n);
  }
  if (total > 1e10) return bad();
  return dimensions;
}

bool can_pack(const std::vector<std::int64_t>& dimensions) {
  if (dimensions.empty()) return false;
  for (const std::int64_t n : dimensions) {
    if (n == 0) return false;
  }
  return true;
}
array::Shape shape_of(const std::vector<std::int64_t>& dimensions) {
  return array::Shape(std::span<const std::int64_t>(dimensions));
}

namespace {

// SeedRandom[], SeedRandom[n], SeedRandom["string"]; option Method (one generator serves all).
MaybeExpr builtin_SeedRandom(Call& call) {
  if (call.size() == 0) {
    seed_random(sym::Automatic);
    return Expr();
  }
  if (!call.arg(0).is_integer() && !call.arg(0).is_string() && !call.arg(0).is(sym::Automatic)) {
    return call.message("seed", {call.arg(0)});
  }
  seed_random(call.arg(0));
  return Expr();
}

// BlockRandom[expr]: the generator is put back afterwards, however the evaluation ends.
MaybeExpr builtin_BlockRandom(Call& call) {
  struct Restore {
    RandomState saved = random_state();
    ~Restore() { random_state() = saved; }
  } restore;
  const Expr seed = call.option(sym::RandomSeeding);
  if (!seed.is(sym::Inherited) && !seed.is_null()) {
    const Expr value = evaluate(seed);
    if (value.is_integer() || value.is_string() || value.is(sym::Automatic)) seed_random(value);
  }
  return evaluate(call.arg(0));
}

constexpr Builtin kBuiltins[] = {
    {.name = "SeedRandom", .fn = builtin_SeedRandom, .arity = between(0, 1),
     .usage = "SeedRandom[n] resets the random generator with the integer or string n as seed.\nSeedRandom[] takes a seed from the clock.",
     .options = "{Method -> Inherited}", .messages = {{"seed", "Argument `1` should be an integer or a string."}}},
    {.name = "BlockRandom", .fn = builtin_BlockRandom, .arity = exactly(1), .attributes = kHoldFirst | kProtected,
     .usage = "BlockRandom[expr] evaluates expr and leaves the random generator as it was.", .options = "{RandomSeeding -> Inherited}"},
};

}  // namespace

void register_random_state(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
