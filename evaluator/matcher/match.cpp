// match.cpp - trying a compiled pattern on an expression.
//
// Matching is written in continuation style: match(node, expr, k) calls k() for each way in which node matches, and stops
// at the first k() that returns true. Patterns that can match in one way only (deterministic) run without continuations.
// Arguments of Flat and Orderless heads are searched in orderless.cpp's manner below with a step budget, so that a pattern
// with many blanks ends in bounded time.
#include <algorithm>
#include <limits>

#include "evaluator/attributes.h"
#include "evaluator/code.h"
#include "evaluator/definitions.h"
#include "evaluator/evaluator.h"
#include "evaluator/matcher/pattern.h"
#include "evaluator/matcher/quick_tests.h"
#include "evaluator/option_lookup.h"
#include "expr/association.h"
#include "expr/number.h"
#include "expr/symbol.h"

namespace lykos {
namespace {

// How many argument assignments one orderless match may try before it counts as failed. 12 blanks on 12 arguments with a
// failing condition would be 479 million; real programs stay below a few thousand.
constexpr std::int64_t kOrderlessBudget = 2'000'000;

using Node = PatternNode;
using Patterns = std::span<const std::unique_ptr<PatternNode>>;
using Args = std::span<const Expr>;

bool head_is(const Node& blank, const Expr& e) {
  if (!blank.has_value) return true;
  const Expr& head = e.head();
  return head.identical(blank.value) || (!blank.value.is_symbol() && head == blank.value);
}

Expr as_value(Args args) { return args.size() == 1 ? args[0] : make_normal(sym::Sequence, args); }

class Match {
 public:
  Match(Bindings& bindings, const PatternVariables& variables) : bindings_(bindings), variables_(variables) {}

  // One expression against one pattern.
  bool one(const Node& node, const Expr& e, Continuation k) {
    if (node.deterministic) return guarded([&] { return simple(node, e); }, k);
    return span(node, Args(&e, 1), k);
  }

  // A run of arguments against one pattern that may stand for several.
  bool span(const Node& node, Args args, Continuation k) {
    switch (node.op) {
      case PatternOp::Literal: return args.size() == 1 && args[0] == node.value && k();
      case PatternOp::Blank: return args.size() == 1 && head_is(node, args[0]) && k();
      case PatternOp::BlankSequence:
      case PatternOp::BlankNullSequence:
        if (args.size() < static_cast<std::size_t>(node.min_length)) return false;
        return std::all_of(args.begin(), args.end(), [&](const Expr& e) { return head_is(node, e); }) && k();
      case PatternOp::Bind: {
        const auto slot = static_cast<std::size_t>(node.slot);
        // A bare named blank needs no inner continuation; otherwise bind first when already known, to prune early.
        return span(*node.children[0], args, [&] { return bind(slot, as_value(args), k); });
      }
      case PatternOp::Test:
        return span(*node.children[0], args, [&] {
          return std::all_of(args.begin(), args.end(), [&](const Expr& e) { return passes(node, e); }) && k();
        });
      case PatternOp::Condition:
        return span(*node.children[0], args, [&] { return holds(node) && k(); });
      case PatternOp::Alternatives:
        for (const auto& child : node.children)
          if (fits(*child, args.size()) && span(*child, args, k)) return true;
        return false;
      case PatternOp::Normal: return args.size() == 1 && normal(node, args[0], k);
      case PatternOp::Optional: return optional(node, args, k);
      case PatternOp::Repeated: return repeated(node, args, 0, k);
      case PatternOp::Except: {
        if (node.children.size() == 2) {
          return span(*node.children[1], args, [&] { return !excluded(node, args) && k(); });
        }
        return args.size() == 1 && !excluded(node, args) && k();
      }
      case PatternOp::PatternSequence: return sequence(node.children, args, k);
      case PatternOp::OrderlessPatternSequence: return orderless(node.children, args, Expr(sym::Null), k);
      case PatternOp::Options: return std::all_of(args.begin(), args.end(), is_option_argument) && k();
      case PatternOp::Longest:
      case PatternOp::Shortest: return span(*node.children[0], args, k);
      case PatternOp::KeyValue: return args.size() == 1 && key_values(node, args[0], 0, k);
      case PatternOp::Association:
        return args.size() == 1 && args[0].is_association() && orderless_rules(node, args[0], k);
    }
    return false;
  }

  // Patterns in order against all the arguments.
  bool sequence(Patterns patterns, Args args, Continuation k) { return sequence_of(patterns, args, Expr(sym::Null), k); }

  bool partial_flat(const Node& node, const Expr& e, std::vector<Expr>& before, std::vector<Expr>& after, Continuation k) {
    const Expr& head = e.head();
    const Patterns patterns = Patterns(node.children).subspan(1);
    const Args args = e.args();
    const Attributes attributes = attributes_of(head);
    int least = 0;
    for (const auto& p : patterns) least += p->min_length;
    if ((attributes & kOrderless) != 0) {
      return orderless(patterns, args, head, k, &after);
    }
    const std::size_t n = args.size();
    const auto shortest = static_cast<std::size_t>(std::max(least, 1));
    for (std::size_t start = 0; start < n; ++start) {
      for (std::size_t count = shortest; start + count <= n; ++count) {
        if (start == 0 && count == n) continue;  // the whole was tried as an ordinary match
        before.assign(args.begin(), args.begin() + static_cast<std::ptrdiff_t>(start));
        after.assign(args.begin() + static_cast<std::ptrdiff_t>(start + count), args.end());
        if (flat_sequence(patterns, args.subspan(start, count), head, (attributes & kOneIdentity) != 0, k)) return true;
      }
    }
    return false;
  }

  // Deterministic patterns: at most one way, bindings are left in place on success (the caller undoes them otherwise).
  bool simple(const Node& node, const Expr& e);

 private:
  static bool fits(const Node& node, std::size_t length) {
    return length >= static_cast<std::size_t>(node.min_length) && length <= static_cast<std::size_t>(node.max_length);
  }

  bool bind(std::size_t slot, const Expr& value, Continuation k) {
    if (bindings_.set[slot]) return bindings_.value(slot) == value && k();
    bindings_.set.put(slot, true);
    bindings_.value(slot) = value;
    if (k()) return true;
    bindings_.set.put(slot, false);
    return false;
  }

  // Runs a deterministic match and undoes its bindings when the rest fails.
  template <class F>
  bool guarded(const F& attempt, Continuation k) {
    const SlotSet saved = bindings_.set;
    if (attempt() && k()) return true;
    bindings_.set = saved;
    return false;
  }

  bool passes(const Node& node, const Expr& e) {
    if (node.test_kind != 0) return run_quick_test(node.test_kind, e);
    return test(node.value, {e});
  }

  bool holds(const Node& condition) {
    return condition_holds(condition, bindings_, variables_);
  }

  bool excluded(const Node& node, Args args) {
    Bindings inner(static_cast<std::size_t>(node.slot) + 1);
    PatternVariables none;
    Match match(inner, none);
    const Node& pattern = *node.children[0];
    if (args.size() != 1 && !fits(pattern, args.size())) {
      return std::any_of(args.begin(), args.end(), [&](const Expr& e) { return match.span(pattern, Args(&e, 1), [] { return true; }); });
    }
    return match.span(pattern, args, [] { return true; });
  }

  // f[x_, y_.] also matches a lone x when f has OneIdentity.
  bool identity(const Node& node, const Expr& e, Continuation k) {
    const Node& head = *node.children[0];
    if (head.op != PatternOp::Literal || !head.value.is_symbol() || node.verbatim_head) return false;
    if (e.is_number()) {   // Rational[n_, d_] and Complex[x_, y_] take numbers apart
      std::vector<Expr> parts;
      if (e.is_rational() && head.value.is(sym::Rational)) {
        parts = {Expr::integer(e.rational_value().numerator()), Expr::integer(e.rational_value().denominator())};
      } else if (e.is_complex() && head.value.is(sym::Complex)) {
        parts = {e.re(), e.im()};
      }
      if (!parts.empty()) return sequence_of(Patterns(node.children).subspan(1), parts, head.value, k);
    }
    bool has_optional = false;
    for (std::size_t i = 1; i < node.children.size(); ++i) has_optional = has_optional || node.children[i]->min_length == 0;
    if (!has_optional || (attributes_of(head.value) & kOneIdentity) == 0) return false;
    return arguments(node, Args(&e, 1), head.value, k);
  }

  // An association is its rules in their order, where a pattern is not one itself: Association[(_ -> _Integer) ..], h_[rules__].
  bool association_as_call(const Node& node, const Expr& e, Continuation k) {
    const Node& head = *node.children[0];
    const auto rules = [&] { return sequence_of(Patterns(node.children).subspan(1), e.args(), sym::Association, k); };
    if (head.op == PatternOp::Literal) return head.value.is(sym::Association) && rules();
    return one(head, sym::Association, rules);
  }

  bool normal(const Node& node, const Expr& e, Continuation k) {
    if (e.is_association()) return association_as_call(node, e, k);
    if (!e.is_normal()) return identity(node, e, k);
    const Node& head = *node.children[0];
    if (head.op == PatternOp::Literal) {
      if (!(head.value == e.head())) return identity(node, e, k);
      if (arguments(node, e.args(), e.head(), k)) return true;
      // (x^x)^n_. on x^x: the whole may be the base. A flat head has tried its arguments in groups.
      return head.value.is_symbol() && (attributes_of(head.value) & (kFlat | kOneIdentity)) == kOneIdentity && identity(node, e, k);
    }
    return one(head, e.head(), [&] { return arguments(node, e.args(), e.head(), k); });
  }

  bool arguments(const Node& node, Args args, const Expr& head, Continuation k) {
    const Patterns patterns = Patterns(node.children).subspan(1);
    const Attributes attributes = head.is_symbol() && !node.verbatim_head ? attributes_of(head) : kNoAttributes;
    if ((attributes & kOrderless) != 0) return orderless(patterns, args, head, k);
    if ((attributes & kFlat) != 0) return flat_sequence(patterns, args, head, (attributes & kOneIdentity) != 0, k);
    return sequence_of(patterns, args, head, k);
  }

  // ---- ordered sequences

  bool sequence_of(Patterns patterns, Args args, const Expr& head, Continuation k) {
    std::size_t rest_least = 0;
    bool open_before = false;    // a sequence without Longest or Shortest comes before one with it
    bool priorities = false;
    double lowest = std::numeric_limits<double>::infinity();   // a marked sequence before one of higher priority
    for (const auto& p : patterns) {
      rest_least += static_cast<std::size_t>(p->min_length);
      if (p->min_length == p->max_length) continue;
      if (is_marked(*p)) {
        const double priority = priority_of(*p);
        priorities = priorities || open_before || priority > lowest;
        lowest = std::min(lowest, priority);
      } else {
        open_before = true;
      }
    }
    if (args.size() < rest_least) return false;
    if (priorities) return prioritized_sequence(patterns, args, head, k);
    return sequence_from(patterns, args, head, rest_least, static_cast<int>(1), k);
  }

  // `least` is the smallest number of arguments the patterns need; `position` the 1-based place, for Default[f, i].
  bool sequence_from(Patterns patterns, Args args, const Expr& head, std::size_t least, int position, Continuation k) {
    // Single deterministic patterns at the front need no recursion.
    const SlotSet saved = bindings_.set;
    while (!patterns.empty() && patterns[0]->deterministic && patterns[0]->max_length == 1 && patterns[0]->min_length == 1) {
      if (args.empty() || !simple(*patterns[0], args[0])) {
        bindings_.set = saved;
        return false;
      }
      patterns = patterns.subspan(1);
      args = args.subspan(1);
      --least;
      ++position;
    }
    if (patterns.empty()) {
      if (args.empty() && k()) return true;
      bindings_.set = saved;
      return false;
    }
    const Node& pattern = *patterns[0];
    const std::size_t own_least = static_cast<std::size_t>(pattern.min_length);
    const std::size_t rest = least - own_least;
    if (args.size() < least) {
      bindings_.set = saved;
      return false;
    }
    std::size_t most = std::min(static_cast<std::size_t>(pattern.max_length), args.size() - rest);
    if (patterns.size() == 1) {
      // The last pattern takes everything that is left.
      if (most < args.size()) {
        bindings_.set = saved;
        return false;
      }
      const bool ok = at(pattern, args, head, position, k);
      if (!ok) bindings_.set = saved;
      return ok;
    }
    const bool longest = prefers_longest(pattern);
    for (std::size_t i = own_least; i <= most; ++i) {
      const std::size_t count = longest ? most - (i - own_least) : i;
      const bool ok = at(pattern, args.first(count), head, position, [&] {
        return sequence_from(patterns.subspan(1), args.subspan(count), head, rest, position + 1, k);
      });
      if (ok) return true;
    }
    bindings_.set = saved;
    return false;
  }

  static const Node& unwrapped(const Node& pattern) {
    const Node* p = &pattern;
    while (p->op == PatternOp::Bind || p->op == PatternOp::Test || p->op == PatternOp::Condition) p = p->children[0].get();
    return *p;
  }
  static bool prefers_longest(const Node& pattern) {
    const PatternOp op = unwrapped(pattern).op;
    return op == PatternOp::Longest || op == PatternOp::Optional;
  }
  static bool is_marked(const Node& pattern) {
    const PatternOp op = unwrapped(pattern).op;
    return op == PatternOp::Longest || op == PatternOp::Shortest;
  }

  // Of Longest[p, priority] and Shortest[p, priority].
  static double priority_of(const Node& pattern) {
    const Node& node = unwrapped(pattern);
    return node.has_value ? to_double(node.value) : 0;
  }

  // Lengths are chosen for the Longest and Shortest sequences first, then for the others, each group from left to right (the former by priority, if they have any);
  // only then are the arguments looked at.
  struct Lengths {
    Patterns patterns;
    Args args;
    const Expr& head;
    std::vector<std::size_t> order;     // the patterns of variable length, in the order of choice
    std::vector<std::size_t> chosen;    // by pattern
    std::int64_t budget = kOrderlessBudget;
  };

  bool prioritized_sequence(Patterns patterns, Args args, const Expr& head, Continuation k) {
    Lengths lengths{patterns, args, head, {}, {}, kOrderlessBudget};
    std::size_t spare = args.size();
    for (const bool marked : {true, false})
      for (std::size_t i = 0; i < patterns.size(); ++i)
        if (patterns[i]->min_length != patterns[i]->max_length && is_marked(*patterns[i]) == marked) lengths.order.push_back(i);
    const auto open = std::find_if(lengths.order.begin(), lengths.order.end(), [&](std::size_t i) { return !is_marked(*patterns[i]); });
    std::stable_sort(lengths.order.begin(), open, [&](std::size_t i, std::size_t j) { return priority_of(*patterns[i]) > priority_of(*patterns[j]); });
    for (const auto& p : patterns) {
      lengths.chosen.push_back(static_cast<std::size_t>(p->min_length));
      spare -= lengths.chosen.back();
    }
    return choose_length(lengths, 0, spare, k);
  }

  bool choose_length(Lengths& lengths, std::size_t index, std::size_t spare, Continuation k) {
    if (--lengths.budget < 0) return false;
    if (index == lengths.order.size()) return spare == 0 && fixed_lengths(lengths, 0, lengths.args, k);
    const std::size_t place = lengths.order[index];
    const Node& pattern = *lengths.patterns[place];
    const std::size_t least = static_cast<std::size_t>(pattern.min_length);
    const std::size_t most = std::min(static_cast<std::size_t>(pattern.max_length), least + spare);
    const bool last = index + 1 == lengths.order.size();
    for (std::size_t i = least; i <= most; ++i) {
      const std::size_t count = prefers_longest(pattern) ? most - (i - least) : i;
      if (last && count != least + spare) continue;
      lengths.chosen[place] = count;
      if (choose_length(lengths, index + 1, spare - (count - least), k)) return true;
    }
    lengths.chosen[place] = least;
    return false;
  }

  bool fixed_lengths(const Lengths& lengths, std::size_t place, Args args, Continuation k) {
    if (place == lengths.patterns.size()) return args.empty() && k();
    const std::size_t count = lengths.chosen[place];
    return at(*lengths.patterns[place], args.first(count), lengths.head, static_cast<int>(place) + 1,
              [&] { return fixed_lengths(lengths, place + 1, args.subspan(count), k); });
  }

  // A pattern at a place in head[...]: where Default[head, position] may be needed.
  bool at(const Node& pattern, Args args, const Expr& head, int position, Continuation k) {
    const Expr saved_head = context_head_;
    const int saved_position = context_position_;
    context_head_ = head;
    context_position_ = position;
    const bool ok = span(pattern, args, [&] {
      context_head_ = saved_head;
      context_position_ = saved_position;
      return k();
    });
    context_head_ = saved_head;
    context_position_ = saved_position;
    return ok;
  }

  bool optional(const Node& node, Args args, Continuation k) {
    if (!args.empty()) return span(*node.children[0], args, k);
    MaybeExpr value;
    if (node.has_value)
      value = node.value;
    else if (context_head_.is_symbol() && !context_head_.is_null())
      value = default_value(context_head_, context_position_);
    if (!value) return false;
    // The default need not match the pattern's head or test: it only binds the name.
    const Node* p = node.children[0].get();
    while (p->op != PatternOp::Bind) {
      if (p->children.empty() || p->op == PatternOp::Normal) return k();
      p = p->children[0].get();
    }
    return bind(static_cast<std::size_t>(p->slot), *value, k);
  }

  bool repeated(const Node& node, Args args, int count, Continuation k) {
    const Node& item = *node.children[0];
    if (item.deterministic && item.min_length == 1 && item.max_length == 1) {
      if (args.size() < static_cast<std::size_t>(node.repeat_min) || args.size() > static_cast<std::size_t>(node.repeat_max)) return false;
      return guarded([&] { return std::all_of(args.begin(), args.end(), [&](const Expr& e) { return simple(item, e); }); }, k);
    }
    if (args.empty()) return (count >= node.repeat_min || item.min_length == 0) && k();
    if (count >= node.repeat_max) return false;
    const std::size_t least = static_cast<std::size_t>(std::max(1, item.min_length));
    const std::size_t most = std::min(static_cast<std::size_t>(item.max_length), args.size());
    for (std::size_t n = least; n <= most; ++n)
      if (span(item, args.first(n), [&] { return repeated(node, args.subspan(n), count + 1, k); })) return true;
    return false;
  }

  // ---- Flat: a pattern may stand for several arguments, wrapped in the head again

  bool flat_sequence(Patterns patterns, Args args, const Expr& head, bool one_identity, Continuation k) {
    if (patterns.empty()) return args.empty() && k();
    const Node& pattern = *patterns[0];
    std::size_t rest = 0;
    for (const auto& p : patterns.subspan(1)) rest += static_cast<std::size_t>(p->min_length);
    if (args.size() < rest) return false;
    const bool sequence_like = pattern.min_length != 1 || pattern.max_length != 1;
    const std::size_t most = args.size() - rest;
    if (sequence_like) {
      const std::size_t cap = std::min(most, static_cast<std::size_t>(pattern.max_length));
      for (std::size_t n = static_cast<std::size_t>(pattern.min_length); n <= cap; ++n)
        if (at(pattern, args.first(n), head, 1, [&] { return flat_sequence(patterns.subspan(1), args.subspan(n), head, one_identity, k); }))
          return true;
      return false;
    }
    const bool takes_one_only = can_only_be_single(pattern, head);
    for (std::size_t n = 1; n <= most; ++n) {
      if (patterns.size() == 1 && n != args.size()) continue;
      Expr value = n == 1 && (one_identity || !is_bare_blank(pattern)) ? args[0] : make_normal(head, args.first(n));
      if (one(pattern, value, [&] { return flat_sequence(patterns.subspan(1), args.subspan(n), head, one_identity, k); })) return true;
      if (takes_one_only) break;
    }
    return false;
  }

  static bool is_bare_blank(const Node& pattern) {
    const Node* p = &pattern;
    while (p->op == PatternOp::Bind) p = p->children[0].get();
    return p->op == PatternOp::Blank && !p->has_value;
  }

  // A literal or head-restricted pattern cannot stand for head[a, b].
  static bool can_only_be_single(const Node& pattern, const Expr& head) {
    const Node* p = &pattern;
    while (p->op == PatternOp::Bind || p->op == PatternOp::Test || p->op == PatternOp::Condition) p = p->children[0].get();
    if (p->op == PatternOp::Literal) return true;
    if (p->op == PatternOp::Blank) return p->has_value && !(p->value == head);
    return p->op == PatternOp::Normal;
  }

  // ---- Orderless

  struct Search {
    std::vector<const Node*> singles;     // in the order they are tried: the most selective first
    std::vector<const Node*> sequences;
    Args args;
    std::vector<char> used;
    Expr head;
    bool flat = false;
    bool one_identity = false;
    std::vector<Expr>* rest = nullptr;    // partial match: arguments left over
    std::int64_t budget = kOrderlessBudget;
  };

  static int selectivity(const Node& node) {
    switch (node.op) {
      case PatternOp::Literal: return 0;
      case PatternOp::Normal: return 1;
      case PatternOp::Bind:
      case PatternOp::Test:
      case PatternOp::Condition: return selectivity(*node.children[0]) + (node.children[0]->op == PatternOp::Literal ? 0 : 1);
      case PatternOp::Blank: return node.has_value ? 3 : 5;
      case PatternOp::Optional: return selectivity(*node.children[0]);  // y_. comes before x_, as it stands in x_ + y_.
      default: return 4;
    }
  }

  bool orderless(Patterns patterns, Args args, const Expr& head, Continuation k, std::vector<Expr>* rest = nullptr) {
    Search search;
    search.args = args;
    search.used.assign(args.size(), 0);
    search.head = head;
    search.rest = rest;
    if (head.is_symbol() && !head.is_null()) {
      const Attributes attributes = attributes_of(head);
      search.flat = (attributes & kFlat) != 0;
      search.one_identity = (attributes & kOneIdentity) != 0;
    }
    std::size_t least = 0;
    for (const auto& p : patterns) {
      least += static_cast<std::size_t>(p->min_length);
      const bool single = p->max_length == 1;
      (single ? search.singles : search.sequences).push_back(p.get());
    }
    if (args.size() < least) return false;
    if (search.sequences.empty() && !search.flat && rest == nullptr && args.size() > patterns.size()) return false;
    std::stable_sort(search.singles.begin(), search.singles.end(),
                     [](const Node* a, const Node* b) { return selectivity(*a) < selectivity(*b); });
    return orderless_single(search, 0, k);
  }

  bool orderless_single(Search& search, std::size_t index, Continuation k) {
    if (index == search.singles.size()) return orderless_sequences(search, 0, k);
    const Node& pattern = *search.singles[index];
    const std::size_t n = search.args.size();
    // c_. stands for a group of arguments as c_ does.
    const Node& plain = pattern.op == PatternOp::Optional ? *pattern.children[0] : pattern;
    const bool groups = search.flat && search.rest == nullptr && plain.min_length == 1 && !can_only_be_single(plain, search.head);
    // With a Flat head the last plain blank may stand for all that is left: x_ + y_ on a + b + c.
    const bool last = index + 1 == search.singles.size() && search.sequences.empty();
    if (groups && last) {
      std::vector<Expr> left;
      for (std::size_t i = 0; i < n; ++i)
        if (search.used[i] == 0) left.push_back(search.args[i]);
      if (left.size() > 1) return one(plain, make_normal(search.head, std::move(left)), k);
    }
    const Expr* previous = nullptr;
    for (std::size_t i = 0; i < n; ++i) {
      if (search.used[i] != 0) continue;
      if (--search.budget < 0) return false;
      if (previous != nullptr && *previous == search.args[i]) continue;  // an equal argument failed already
      previous = &search.args[i];
      search.used[i] = 1;
      const bool ok = at(pattern, search.args.subspan(i, 1), search.head, 1, [&] { return orderless_single(search, index + 1, k); });
      search.used[i] = 0;
      if (ok) return true;
    }
    // With a Flat head a blank before the last may stand for several of them: x_ + y_ on a + b + c gives a + b and c, too.
    if (groups && !last) {
      std::size_t free_arguments = 0;
      for (const char used : search.used) free_arguments += used == 0 ? 1 : 0;
      std::size_t later = search.singles.size() - index - 1;
      for (const Node* sequence : search.sequences) later += static_cast<std::size_t>(sequence->min_length);
      std::vector<Expr> group;
      for (std::size_t size = 2; size + later <= free_arguments; ++size)
        if (orderless_group(search, index, 0, size, group, k)) return true;
    }
    if (pattern.min_length == 0)
      return at(pattern, Args(), search.head, 1, [&] { return orderless_single(search, index + 1, k); });
    return false;
  }

  // Every choice of `size` free arguments, from the left, for the single pattern at `index`.
  bool orderless_group(Search& search, std::size_t index, std::size_t from, std::size_t size, std::vector<Expr>& group, Continuation k) {
    constexpr std::int64_t kGroupCost = 20;   // a group is dearer than one argument, and there are exponentially many
    if (size == 0) {
      search.budget -= kGroupCost;
      if (search.budget < 0) return false;
      const Node& chosen = *search.singles[index];
      return one(chosen.op == PatternOp::Optional ? *chosen.children[0] : chosen, make_normal(search.head, group), [&] { return orderless_single(search, index + 1, k); });
    }
    for (std::size_t i = from; i < search.args.size(); ++i) {
      if (search.used[i] != 0) continue;
      search.used[i] = 1;
      group.push_back(search.args[i]);
      const bool ok = orderless_group(search, index, i + 1, size - 1, group, k);
      group.pop_back();
      search.used[i] = 0;
      if (ok) return true;
      if (search.budget < 0) return false;
    }
    return false;
  }

  bool orderless_sequences(Search& search, std::size_t index, Continuation k) {
    std::vector<Expr> left;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < search.args.size(); ++i) {
      if (search.used[i] != 0) continue;
      left.push_back(search.args[i]);
      places.push_back(i);
    }
    if (index == search.sequences.size()) {
      if (search.rest != nullptr) {
        *search.rest = left;
        return k();
      }
      return left.empty() && k();
    }
    const Node& pattern = *search.sequences[index];
    if (index + 1 == search.sequences.size() && search.rest == nullptr)
      return fits(pattern, left.size()) && at(pattern, left, search.head, 1, k);
    // Choose subsets of growing size for this sequence; the following patterns take the rest.
    const std::size_t most = std::min(left.size(), static_cast<std::size_t>(pattern.max_length));
    std::vector<std::size_t> pick;
    for (std::size_t size = static_cast<std::size_t>(pattern.min_length); size <= most; ++size)
      if (choose(search, index, left, places, pick, 0, size, k)) return true;
    return false;
  }

  bool choose(Search& search, std::size_t index, const std::vector<Expr>& left, const std::vector<std::size_t>& places,
              std::vector<std::size_t>& pick, std::size_t from, std::size_t size, Continuation k) {
    if (--search.budget < 0) return false;
    if (pick.size() == size) {
      std::vector<Expr> chosen;
      for (std::size_t i : pick) {
        chosen.push_back(left[i]);
        search.used[places[i]] = 1;
      }
      const bool ok = at(*search.sequences[index], chosen, search.head, 1, [&] { return orderless_sequences(search, index + 1, k); });
      for (std::size_t i : pick) search.used[places[i]] = 0;
      return ok;
    }
    for (std::size_t i = from; i < left.size(); ++i) {
      pick.push_back(i);
      const bool ok = choose(search, index, left, places, pick, i + 1, size, k);
      pick.pop_back();
      if (ok) return true;
    }
    return false;
  }

  // ---- associations

  bool key_values(const Node& node, const Expr& e, std::size_t index, Continuation k) {
    if (!e.is_association() && !e.is_list()) return false;
    if (index == node.children.size()) return k();
    for (const Expr& rule : e.args()) {
      if (!rule.is_rule()) continue;
      if (rule_matches(*node.children[index], rule, [&] { return key_values(node, e, index + 1, k); })) return true;
    }
    return false;
  }

  // A Rule pattern also accepts the delayed rule of an association, and the other way round.
  bool rule_matches(const Node& pattern, const Expr& rule, Continuation k) {
    if (one(pattern, rule, k)) return true;
    if (pattern.op != PatternOp::Normal && pattern.op != PatternOp::Literal) return false;
    const Expr other = make_normal(rule.has_head(sym::Rule) ? sym::RuleDelayed : sym::Rule, rule.args());
    return one(pattern, other, k);
  }

  bool orderless_rules(const Node& node, const Expr& association, Continuation k) {
    return orderless(node.children, association.args(), Expr(sym::Null), k);
  }

  Bindings& bindings_;
  const PatternVariables& variables_;
  Expr context_head_ = sym::Null;
  int context_position_ = 1;
};

bool Match::simple(const Node& node, const Expr& e) {
  switch (node.op) {
    case PatternOp::Literal: return e == node.value;
    case PatternOp::Blank: return head_is(node, e);
    case PatternOp::BlankSequence:
    case PatternOp::BlankNullSequence: return head_is(node, e);
    case PatternOp::Bind: {
      if (!simple(*node.children[0], e)) return false;
      const auto slot = static_cast<std::size_t>(node.slot);
      if (bindings_.set[slot]) return bindings_.value(slot) == e;
      bindings_.set.put(slot, true);
      bindings_.value(slot) = e;
      return true;
    }
    case PatternOp::Test: return simple(*node.children[0], e) && passes(node, e);
    case PatternOp::Condition: return simple(*node.children[0], e) && holds(node);
    case PatternOp::Alternatives:
      return std::any_of(node.children.begin(), node.children.end(), [&](const auto& c) { return simple(*c, e); });
    case PatternOp::Longest:
    case PatternOp::Shortest: return simple(*node.children[0], e);
    case PatternOp::Repeated: return simple(*node.children[0], e);
    case PatternOp::Except:
      return (node.children.size() == 1 || simple(*node.children[1], e)) && !excluded(node, Args(&e, 1));
    case PatternOp::Normal: {
      if (e.is_association()) return association_as_call(node, e, [] { return true; });
      if (!e.is_normal()) return identity(node, e, [] { return true; });
      const Node& head = *node.children[0];
      const Expr& expr_head = e.head();
      if (expr_head.is_symbol() && !node.verbatim_head && (attributes_of(expr_head) & (kFlat | kOrderless)) != 0) return normal(node, e, [] { return true; });
      if (!simple(head, expr_head)) return identity(node, e, [] { return true; });
      const Args args = e.args();
      if (args.size() + 1 != node.children.size()) return false;
      for (std::size_t i = 0; i < args.size(); ++i)
        if (!simple(*node.children[i + 1], args[i])) return false;
      return true;
    }
    default: return span(node, Args(&e, 1), [] { return true; });
  }
}

}  // namespace

bool condition_holds(const PatternNode& node, const Bindings& bindings, const PatternVariables& variables) {
  // Rule ordering tries patterns with no variables at all: what it needs is not kept.
  if (node.condition == nullptr || node.condition->variables.symbols.size() != variables.symbols.size()) {
    auto fresh = std::make_shared<Body>(compile_template(node.value, variables), variables);
    if (variables.symbols.empty() || node.condition != nullptr) return fresh->test(bindings);
    node.condition = std::move(fresh);  // and stays for as long as the pattern
  }
  return node.condition->test(bindings);
}

bool match_simple(const PatternNode& pattern, const Expr& expr, Bindings& bindings, const PatternVariables& variables) {
  return Match(bindings, variables).simple(pattern, expr);
}

bool match_pattern(const PatternNode& pattern, const Expr& expr, Bindings& bindings, const PatternVariables& variables,
                   Continuation accept) {
  return Match(bindings, variables).one(pattern, expr, accept);
}

bool match_part_of_flat(const PatternNode& pattern, const Expr& expr, Bindings& bindings, const PatternVariables& variables,
                        std::vector<Expr>& before, std::vector<Expr>& after, Continuation accept) {
  return Match(bindings, variables).partial_flat(pattern, expr, before, after, accept);
}

}  // namespace lykos
