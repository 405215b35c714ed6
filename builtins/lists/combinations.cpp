// combinations.cpp - Tuples, Permutations, Subsets, Signature.
#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "builtins/lists/collection.h"
#include "builtins/lists/part.h"
#include "builtins/lists/register.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

constexpr double kMost = 2e8;  // results; more could not be stored

// All choices of one element from each list, the last varying fastest.
Expr product(const Expr& head, std::span<const std::vector<Expr>> lists) {
  Builder out(sym::List);
  std::vector<std::size_t> index(lists.size(), 0);
  for (const auto& list : lists) {
    if (list.empty()) return make_list({});
  }
  while (true) {
    Builder tuple(head, lists.size());
    for (std::size_t i = 0; i < lists.size(); ++i) tuple.push(lists[i][index[i]]);
    out.push(tuple.finish());
    if ((out.size() & 1023) == 0) check_interrupt();
    std::size_t i = lists.size();
    while (i > 0 && ++index[i - 1] == lists[i - 1].size()) index[--i] = 0;
    if (i == 0) return out.finish();
  }
}

// Nested arrays of tuple elements for Tuples[list, {n1, n2, ...}].
Expr shaped(std::span<const Expr> flat, std::span<const std::int64_t> dims, const Expr& head) {
  if (dims.size() <= 1) return make_normal(head, flat);
  Builder out(head);
  const std::size_t width = flat.size() / static_cast<std::size_t>(dims[0]);
  for (std::int64_t i = 0; i < dims[0]; ++i) out.push(shaped(flat.subspan(static_cast<std::size_t>(i) * width, width), dims.subspan(1), head));
  return out.finish();
}

// Tuples[list, n], Tuples[{list1, list2, ...}], Tuples[list, {n1, n2, ...}]
MaybeExpr builtin_Tuples(Call& call) {
  const Expr& subject = call.arg(0);
  if (!subject.is_normal()) return expects_normal(call, 1);
  if (call.size() == 1) {
    std::vector<std::vector<Expr>> lists;
    double count = 1;
    for (const Expr& list : elements_of(subject)) {
      if (!list.is_normal()) return expects_normal(call, 1);
      lists.push_back(elements_of(list));
      count *= static_cast<double>(lists.back().size());
    }
    if (count > kMost) return call.message("toomany", {call.expr()});
    if (lists.empty()) return make_list({make_list({})});
    return product(subject[0].head(), lists);
  }
  std::vector<std::int64_t> dims;
  std::int64_t length = 1;
  for (const Expr& item : call.arg(1).is_list() ? elements_of(call.arg(1)) : std::vector<Expr>{call.arg(1)}) {
    const auto n = count_argument(item);
    if (!n || *n > 1000000) return call.message("ilsmn", {Expr::integer(2), call.expr()});
    dims.push_back(*n);
    if (__builtin_mul_overflow(length, *n, &length)) return call.message("toomany", {call.expr()});
  }
  const std::vector<Expr> elements = elements_of(subject);
  double count = 1;
  if (elements.empty() && length > 0) return make_list({});
  for (std::int64_t i = 0; i < length && count <= kMost && elements.size() > 1; ++i) count *= static_cast<double>(elements.size());
  if (length > 1000000000) return call.message("toomany", {call.expr()});
  if (count > kMost) return call.message("toomany", {call.expr()});
  if (length == 0) return make_list({make_normal(subject.head(), std::vector<Expr>{})});
  if (dims.size() == 1 && subject.is_packed() && subject.array().rank() == 1 && size_of(subject.array().dtype()) == 8) {
    const auto rows = static_cast<std::int64_t>(count);
    Array out(subject.array().dtype(), Shape{rows, length});
    const auto* source = static_cast<const std::uint64_t*>(subject.array().bytes());
    auto* target = static_cast<std::uint64_t*>(out.bytes());
    const auto base = static_cast<std::int64_t>(elements.size());
    for (std::int64_t row = 0; row < rows; ++row) {
      std::int64_t code = row;
      for (std::int64_t i = length; i-- > 0; code /= base) target[row * length + i] = source[code % base];
    }
    return make_packed(std::move(out));
  }
  const std::vector<std::vector<Expr>> lists(static_cast<std::size_t>(length), elements);
  const Expr flat = product(subject.head(), lists);
  if (dims.size() == 1) return flat;
  Builder out(sym::List, flat.size());
  for (const Expr& tuple : flat.args()) out.push(shaped(tuple.args(), dims, subject.head()));
  return out.finish();
}

// A specification n (up to n), {n}, {nmin, nmax}, {nmin, nmax, step} of lengths, in the order they are produced.
std::optional<std::vector<std::int64_t>> read_lengths(const Expr& spec, std::int64_t longest) {
  std::int64_t low = 0, high = longest, step = 1;
  if (spec.is(sym::All) || is_infinity(spec)) {
    // all lengths
  } else if (const auto n = count_argument(spec)) {
    high = std::min(*n, longest);
  } else if (spec.is_list() && spec.size() >= 1 && spec.size() <= 3) {
    const auto first = machine_integer(spec[0]);
    const auto last = spec.size() == 1 ? first : is_infinity(spec[1]) || spec[1].is(sym::All) ? std::optional<std::int64_t>(longest) : machine_integer(spec[1]);
    const auto increment = spec.size() == 3 ? machine_integer(spec[2]) : std::optional<std::int64_t>(1);
    if (!first || !last || !increment || *increment == 0 || *first < 0 || *last < 0) return std::nullopt;
    low = *first;
    high = *last;
    step = *increment;
  } else {
    return std::nullopt;
  }
  std::vector<std::int64_t> lengths;
  for (std::int64_t n = low; step > 0 ? n <= high : n >= high; n += step) {
    if (n >= 0 && n <= longest) lengths.push_back(n);
    if (step > 0 && n > longest) break;
  }
  return lengths;
}

class Permuter {
 public:
  Permuter(const Expr& head, std::vector<Expr> elements) : head_(head), elements_(std::move(elements)) {
    std::unordered_map<Expr, std::size_t, ExprHash> numbers;
    for (const Expr& e : elements_) classes_.push_back(numbers.try_emplace(e, numbers.size()).first->second);
    class_count_ = numbers.size();
    used_.resize(elements_.size());
  }
  void run(std::int64_t length, Builder& out) {
    chosen_.clear();
    extend(static_cast<std::size_t>(length), out);
  }

 private:
  // Positions in order; an element equal to one already tried at this place is skipped.
  void extend(std::size_t length, Builder& out) {
    if (chosen_.size() == length) {
      Builder row(head_, length);
      for (std::size_t i : chosen_) row.push(elements_[i]);
      out.push(row.finish());
      if ((out.size() & 1023) == 0) check_interrupt();
      return;
    }
    std::vector<bool> tried(class_count_);
    for (std::size_t i = 0; i < elements_.size(); ++i) {
      if (used_[i] || tried[classes_[i]]) continue;
      tried[classes_[i]] = true;
      used_[i] = true;
      chosen_.push_back(i);
      extend(length, out);
      chosen_.pop_back();
      used_[i] = false;
    }
  }
  Expr head_;
  std::vector<Expr> elements_;
  std::vector<std::size_t> classes_, chosen_;
  std::size_t class_count_ = 0;
  std::vector<bool> used_;
};

// Permutations[list], Permutations[list, n], Permutations[list, {n}], Permutations[list, {nmin, nmax, step}]
MaybeExpr builtin_Permutations(Call& call) {
  const Expr& list = call.arg(0);
  if (!list.is_normal()) return expects_normal(call, 1);
  const std::int64_t length = length_of(list);
  std::vector<std::int64_t> lengths{length};
  if (call.size() == 2) {
    const auto given = read_lengths(call.arg(1), length);
    if (!given) return call.message("nninfseq", {Expr::integer(2), call.expr()});
    lengths = *given;
  }
  // n!/(n - k)! for each length, over the factorials of the multiplicities: an upper bound that is exact for whole permutations.
  std::unordered_map<Expr, double, ExprHash> multiplicity;
  double repeats = 1, total = 0;
  for (const Expr& e : elements_of(list)) repeats *= ++multiplicity[e];
  for (std::int64_t k : lengths) {
    double count = 1;
    for (std::int64_t i = 0; i < k; ++i) count *= static_cast<double>(length - i);
    total += count / (k == length ? repeats : 1);
  }
  if (total > kMost && static_cast<double>(multiplicity.size()) == static_cast<double>(length)) return call.message("toomany", {call.expr()});
  if (total / repeats > kMost) return call.message("toomany", {call.expr()});
  Permuter permuter(list.head(), elements_of(list));
  Builder out(sym::List);
  for (std::int64_t n : lengths) permuter.run(n, out);
  return out.finish();
}

// Calls visit with each k-subset of 0..n-1 in lexicographic order; visit returns false to stop.
template <typename Visit>
bool each_subset(std::int64_t n, std::int64_t k, const Visit& visit) {
  std::vector<std::int64_t> index(static_cast<std::size_t>(k));
  std::iota(index.begin(), index.end(), 0);
  while (true) {
    if (!visit(index)) return false;
    std::int64_t i = k - 1;
    while (i >= 0 && index[static_cast<std::size_t>(i)] == n - k + i) --i;
    if (i < 0) return true;
    ++index[static_cast<std::size_t>(i)];
    for (std::int64_t j = i + 1; j < k; ++j) index[static_cast<std::size_t>(j)] = index[static_cast<std::size_t>(j - 1)] + 1;
  }
}

// Subsets[list], Subsets[list, n], Subsets[list, {n}], Subsets[list, {nmin, nmax, step}], Subsets[list, spec, s] (a Take specification or n)
MaybeExpr builtin_Subsets(Call& call) {
  const Expr& list = call.arg(0);
  if (!list.is_normal()) return expects_normal(call, 1);
  const std::int64_t length = length_of(list);
  const auto lengths = read_lengths(call.size() >= 2 ? call.arg(1) : Expr(sym::All), length);
  if (!lengths) return call.message("nninfseq", {Expr::integer(2), call.expr()});
  std::int64_t limit = INT64_MAX;
  if (call.size() == 3) {  // a plain count, or the last position of a range, tells when to stop
    const Expr& take = call.arg(2);
    if (const auto n = machine_integer(take); n && *n >= 0) {
      limit = *n;
    } else if (take.is_list() && take.size() >= 1) {
      const auto last = machine_integer(take[take.size() >= 2 ? 1 : 0]);
      const auto first = machine_integer(take[0]);
      if (last && first && *last > 0 && *first > 0) limit = std::max(*last, *first);
    }
  }
  double total = 0;
  for (std::int64_t k : *lengths) {
    double count = 1;
    for (std::int64_t i = 0; i < std::min(k, length - k); ++i) count *= static_cast<double>(length - i) / static_cast<double>(i + 1);
    total += count;
  }
  if (std::min(total, static_cast<double>(limit)) > kMost) return call.message("toomany", {call.expr()});
  const std::vector<Expr> elements = elements_of(list);
  Builder out(sym::List);
  for (std::int64_t k : *lengths) {
    if (static_cast<std::int64_t>(out.size()) >= limit) break;
    each_subset(length, k, [&](const std::vector<std::int64_t>& index) {
      if (static_cast<std::int64_t>(out.size()) >= limit) return false;
      Builder row(list.head(), index.size());
      for (std::int64_t i : index) row.push(elements[static_cast<std::size_t>(i)]);
      out.push(row.finish());
      if ((out.size() & 1023) == 0) check_interrupt();
      return true;
    });
  }
  const Expr all = out.finish();
  if (call.size() < 3) return all;
  PositionRun run;
  Expr from, to;
  const Expr& take = call.arg(2);
  if (const auto n = machine_integer(take); n && *n >= length_of(all)) return all;
  switch (read_sequence_spec(take, length_of(all), run, from, to)) {
    case SpecStatus::Malformed: return call.message("seqs", {Expr::integer(3), call.expr()});
    case SpecStatus::OutOfRange: return call.message("take", {from, to, all});
    case SpecStatus::Ok: return pick_range(all, run.first, run.step, run.count);
  }
  return std::nullopt;
}

// Signature[list]: 1 or -1 by the parity of the permutation that sorts it, 0 with equal elements. Inversions are counted by merging.
MaybeExpr builtin_Signature(Call& call) {
  if (!call.arg(0).is_normal()) return expects_normal(call, 1);
  std::vector<Expr> elements = elements_of(call.arg(0));
  bool odd = false, repeated = false;
  std::vector<Expr> buffer(elements.size());
  for (std::size_t width = 1; width < elements.size(); width *= 2) {
    for (std::size_t low = 0; low < elements.size(); low += 2 * width) {
      const std::size_t middle = std::min(low + width, elements.size()), high = std::min(low + 2 * width, elements.size());
      std::size_t i = low, j = middle, out = low;
      while (i < middle && j < high) {
        const int c = canonical_compare(elements[i], elements[j]);
        repeated = repeated || c == 0;
        if (c > 0) odd ^= ((middle - i) & 1) != 0;
        buffer[out++] = c > 0 ? elements[j++] : elements[i++];
      }
      while (i < middle) buffer[out++] = elements[i++];
      while (j < high) buffer[out++] = elements[j++];
    }
    elements.swap(buffer);
  }
  return Expr::integer(repeated ? 0 : odd ? -1 : 1);
}

constexpr const char* kTooMany = "`1` has more results than fit in memory.";
constexpr const char* kSpec = "Position `1` of `2` must be All, Infinity, a non-negative integer, or a list of one to three of these.";

constexpr Builtin kBuiltins[] = {
    {.name = "Tuples",
     .fn = builtin_Tuples,
     .arity = between(1, 2),
     .usage = "Tuples[list, n] gives all n-tuples of elements of list.\nTuples[{list1, list2, ...}] gives all tuples whose i-th element is from list_i.\n"
              "Tuples[list, {n1, n2, ...}] gives all n1*n2*... arrays of elements of list.",
     .messages = {{"ilsmn", "Single or list of non-negative machine-sized integers expected at position `1` of `2`."},
                  {"toomany", kTooMany}}},
    {.name = "Permutations",
     .fn = builtin_Permutations,
     .arity = between(1, 2),
     .usage = "Permutations[list] gives the permutations of list.\nPermutations[list, n] gives those of at most n elements.\n"
              "Permutations[list, {n}] gives those of exactly n elements.",
     .messages = {{"nninfseq", kSpec}, {"toomany", kTooMany}}},
    {.name = "Subsets",
     .fn = builtin_Subsets,
     .arity = between(1, 3),
     .usage = "Subsets[list] gives all subsets of list, in order of length.\nSubsets[list, n] gives those of at most n elements.\n"
              "Subsets[list, {n}] gives those of exactly n elements.\nSubsets[list, {nmin, nmax}] gives those of nmin to nmax elements.\n"
              "Subsets[list, nspec, s] gives the first s of them; s may be a range {m, n}.",
     .messages = {{"nninfseq", kSpec},
                  {"toomany", kTooMany},
                  {"seqs", "Sequence specification (+n, -n, {+n}, {-n}, {m, n}, or {m, n, s}) expected at position `1` in `2`."},
                  {"take", "Cannot take positions `1` through `2` in `3`."}}},
    {.name = "Signature", .fn = builtin_Signature, .arity = exactly(1), .usage = "Signature[list] gives the signature of the permutation that puts list into canonical order."},
};

}  // namespace

void register_combinations(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
