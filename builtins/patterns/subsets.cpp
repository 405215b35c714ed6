// subsets.cpp - elements of a list, wherever they stand, that match a pattern for a list of them in any order: SubsetCases,
// SubsetPosition, SubsetCount, SubsetReplace.
//
// Index tuples are tried shortest first and in lexicographic order; a tuple whose elements match is a find. With Overlaps -> False
// the elements of a find are taken out of the search.
#include <algorithm>
#include <functional>

#include "builtins/lists/collection.h"
#include "builtins/patterns/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

struct Find {
  std::vector<std::size_t> positions;
  Expr value;                            // the elements, or the rule's right side
};

// The number of elements a pattern {p1, p2, ...} of single patterns takes; nullopt when it may take several numbers of them.
std::optional<std::size_t> fixed_size(const Expr& given) {
  Expr pattern = given.is_rule() ? given[0] : given;
  while (pattern.has_head(sym::Condition, 2)) pattern = Expr(pattern[0]);
  if (!pattern.is_list()) return std::nullopt;
  for (const Expr& element : pattern.args()) {
    bool varies = false;
    for_each_level(element, LevelSpec{0, LevelSpec::kInfinity}, true, [&](const Expr& part, std::int64_t) {
      varies = part.is(sym::BlankSequence) || part.is(sym::BlankNullSequence) || part.is(sym::Repeated) || part.is(sym::RepeatedNull) || part.is(sym::Optional) ||
               part.is(sym::PatternSequence) || part.is(sym::OrderlessPatternSequence);
      return !varies;
    });
    if (varies) return std::nullopt;
  }
  return pattern.size();
}

class SubsetSearch {
 public:
  SubsetSearch(const Expr& list, const Expr& pattern, bool overlaps)
      : elements_(list.args()), matcher_(pattern), size_(fixed_size(pattern)), overlaps_(overlaps), used_(elements_.size(), false) {}

  /// Calls found for each find; it returns false to stop.
  void run(const std::function<bool(Find)>& found) {
    const std::size_t most = size_ ? *size_ : elements_.size();
    for (std::size_t size = size_ ? *size_ : 1; size <= most && size <= elements_.size(); ++size) {
      chosen_.clear();
      if (!extend(0, size, found)) return;
    }
  }

 private:
  // Extends the chosen positions to `size` of them; false when the search is to stop.
  bool extend(std::size_t from, std::size_t size, const std::function<bool(Find)>& found) {
    if (chosen_.size() == size) {
      check_interrupt();
      const MaybeExpr value = try_orders();
      if (!value) return true;
      const std::vector<std::size_t> positions = chosen_;
      if (!overlaps_) {
        for (const std::size_t p : positions) used_[p] = true;
      }
      return found({positions, *value});
    }
    for (std::size_t i = from; i + (size - chosen_.size()) <= elements_.size(); ++i) {
      if (used_[i]) continue;
      chosen_.push_back(i);
      const bool more = extend(i + 1, size, found);
      chosen_.pop_back();
      if (!more) return false;
      // After a find, tuples through a used element are no longer of interest.
      if (std::any_of(chosen_.begin(), chosen_.end(), [this](std::size_t p) { return used_[p]; })) return true;
    }
    return true;
  }

  // The first order of the chosen elements that matches.
  MaybeExpr try_orders() const {
    std::vector<std::size_t> order = chosen_;
    do {
      std::vector<Expr> parts;
      for (const std::size_t p : order) parts.push_back(elements_[p]);
      const Expr subset = make_list(std::move(parts));
      if (matcher_.is_rule()) {
        if (MaybeExpr value = matcher_.replace(subset)) return value;
      } else if (matcher_(subset)) {
        return subset;
      }
    } while (order.size() <= 8 && std::next_permutation(order.begin(), order.end()));
    return std::nullopt;
  }

  std::span<const Expr> elements_;
  Matcher matcher_;
  std::optional<std::size_t> size_;
  bool overlaps_;
  std::vector<bool> used_;
  std::vector<std::size_t> chosen_;
};

std::optional<std::int64_t> limit_argument(Call& call) {
  if (call.size() < 3) return INT64_MAX;
  auto n = count_argument(call[2], true);
  if (!n) call.message("innf", {Expr::integer(3), call.expr()});
  return n;
}

// The finds in call[0], at most as many as the third argument allows; nullopt after a message.
std::optional<std::vector<Find>> finds(Call& call, const Expr& list, const Expr& pattern, bool overlaps) {
  if (!list.is_list()) {
    call.message("list", {call.expr(), Expr::integer(1)});
    return std::nullopt;
  }
  const auto limit = limit_argument(call);
  if (!limit) return std::nullopt;
  std::vector<Find> all;
  if (*limit == 0) return all;
  SubsetSearch(list, pattern, overlaps).run([&](Find find) {
    all.push_back(std::move(find));
    return static_cast<std::int64_t>(all.size()) < *limit;
  });
  return all;
}

// SubsetCases[list, sub], SubsetCases[list, patt -> rhs], SubsetCases[list, sub, n]
MaybeExpr builtin_SubsetCases(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const auto all = finds(call, call[0], call[1], call.option(sym::Overlaps).is_true());
  if (!all) return std::nullopt;
  Builder results(sym::List, all->size());
  for (const Find& find : *all) results.push(find.value);
  return results.finish();
}

// SubsetPosition[list, sub], SubsetPosition[list, sub, n]
MaybeExpr builtin_SubsetPosition(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const auto all = finds(call, call[0], call[1], !call.option(sym::Overlaps).is_false());
  if (!all) return std::nullopt;
  Builder results(sym::List, all->size());
  for (const Find& find : *all) {
    std::vector<Expr> positions;
    for (const std::size_t p : find.positions) positions.push_back(Expr::integer(static_cast<std::int64_t>(p) + 1));
    results.push(make_list(std::move(positions)));
  }
  return results.finish();
}

// SubsetCount[list, sub]
MaybeExpr builtin_SubsetCount(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const auto all = finds(call, call[0], call[1], call.option(sym::Overlaps).is_true());
  if (!all) return std::nullopt;
  return Expr::integer(static_cast<std::int64_t>(all->size()));
}

// SubsetReplace[list, rules], SubsetReplace[list, rules, n]: a replacement stands where the first element of its subset stood.
MaybeExpr builtin_SubsetReplace(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const auto rules = call[1].is_rule() ? std::span<const Expr>(&call.args()[1], 1) : call[1].args();
  Expr list = call[0];
  for (const Expr& rule : rules) {
    if (!rule.is_rule()) return call.message("rep", {rule});
    const auto all = finds(call, list, rule, false);
    if (!all) return std::nullopt;
    std::vector<const Find*> at(list.size(), nullptr);
    std::vector<bool> gone(list.size(), false);
    for (const Find& find : *all) {
      at[find.positions.front()] = &find;
      for (const std::size_t p : find.positions) gone[p] = true;
    }
    Builder out(sym::List, list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (at[i] != nullptr) {
        out.push(at[i]->value);
      } else if (!gone[i]) {
        out.push(list[i]);
      }
    }
    list = evaluate(out.finish());
  }
  return list;
}

constexpr Builtin kBuiltins[] = {
    {.name = "SubsetCases",
     .fn = builtin_SubsetCases,
     .arity = between(1, 3),
     .usage = "SubsetCases[list, sub] gives a list of the subsets of list that match the pattern sub in any order.\n"
              "SubsetCases[list, patt -> rhs] gives the values of rhs corresponding to the subsets that match patt.\n"
              "SubsetCases[list, sub, n] includes only the first n subsets that match.\n"
              "SubsetCases[patt] represents an operator form of SubsetCases that can be applied to an expression.",
     .options = "{Overlaps -> False}",
     .sub_fn = operator_form},
    {.name = "SubsetPosition",
     .fn = builtin_SubsetPosition,
     .arity = between(1, 3),
     .usage = "SubsetPosition[list, sub] gives a list of the positions of the subsets of list that match the pattern sub in any order.\n"
              "SubsetPosition[list, sub, n] includes only the first n subsets that match.\n"
              "SubsetPosition[sub] represents an operator form of SubsetPosition that can be applied to an expression.",
     .options = "{Overlaps -> True}",
     .sub_fn = operator_form},
    {.name = "SubsetCount",
     .fn = builtin_SubsetCount,
     .arity = between(1, 2),
     .usage = "SubsetCount[list, sub] gives the number of subsets of list that match the pattern sub in any order.\n"
              "SubsetCount[sub] represents an operator form of SubsetCount that can be applied to an expression.",
     .options = "{Overlaps -> False}",
     .sub_fn = operator_form},
    {.name = "SubsetReplace",
     .fn = builtin_SubsetReplace,
     .arity = between(1, 3),
     .usage = "SubsetReplace[list, rules] attempts to replace subsets in list according to the specified rule or list of rules.\n"
              "SubsetReplace[list, rules, n] replaces only the first n subsets that match.\n"
              "SubsetReplace[rules] represents an operator form of SubsetReplace that can be applied to an expression.",
     .sub_fn = operator_form},
};

}  // namespace

void register_subsets(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
